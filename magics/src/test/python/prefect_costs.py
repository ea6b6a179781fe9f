"""Prints what Prefect adds to the same work, a tab between name and figure: see Costs.java.

Tried with prefect==3.8.8 and fastapi==0.139.0 (it does not start with the newest fastapi).
"""

import logging
import os
import statistics
import tempfile
import time

os.environ["PREFECT_HOME"] = tempfile.mkdtemp(prefix="prefect-costs")
os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "120")
os.environ["PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW"] = "ignore"
begin = time.perf_counter()

from prefect import flow, get_run_logger, task  # noqa: E402

logging.getLogger("prefect").setLevel(logging.WARNING)


@task
def noop():
    return 1


@flow
def calls(count: int):
    for _ in range(count):
        noop()


@flow
def lines(count: int):
    logger = get_run_logger()
    logger.setLevel(logging.INFO)
    for i in range(count):
        logger.info("the line with the number %d", i)


def millis(run):
    start = time.perf_counter()
    run()
    return 1000 * (time.perf_counter() - start)


first = millis(lambda: calls(1))
warm = statistics.median(millis(lambda: calls(1)) for _ in range(5))
many = statistics.median(millis(lambda: calls(500)) for _ in range(2))
logged = millis(lambda: lines(1000))
print("a warm flow run of one task adds, ms", warm, sep="\t")
print("a no-op task call, in the store, µs", 1000 * (many - warm) / 499, sep="\t")
print("a log line, in the store, µs", 1000 * (logged - warm) / 1000, sep="\t")
print("the first flow call of a process adds, ms", first - warm, sep="\t")

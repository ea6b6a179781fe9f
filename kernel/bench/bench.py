"""Measures this kernel beside others, all in one run, and prints the ratios.

    python3 -m venv .bench && .bench/bin/pip install -r kernel/bench/requirements.txt
    java -jar kernel/target/flowcell.jar install --prefix .bench
    .bench/bin/python kernel/bench/bench.py

`--kernels flowcell,python3,java,kotlin,rapaio-jupyter-kernel` also takes Kotlin's (pip install
kotlin-jupyter-kernel) and rapaio's, where they are installed.

Each round starts every kernel in turn and measures it alone; the table shows medians of all rounds. A
busy machine makes every figure worse, so quote the ratios, of a run in which nothing else went on. What
a kernel does not answer in time is missing in the table, and a line says so.
"""

import argparse
import statistics
import subprocess
import threading
import time

import psutil
from jupyter_client import KernelManager

# name of the kernel: language
LANGUAGES = {
    "flowcell": "flowcell",
    "java": "java",
    "python3": "python",
    "rapaio-jupyter-kernel": "java",
    "kotlin": "kotlin",
}

CODE = {
    "java": {
        "trivial": "1 + {i}",
        "variable": "int variable = {i};",
        "method": "int method{i}(int x) {{ return x + {i}; }}",
        "lines": 'for (int i = 0; i < 20_000; i++) System.out.println("line " + i);',
        "sleep": "Thread.sleep({seconds}000)",
    },
    "python": {
        "trivial": "1 + {i}",
        "variable": "variable = {i}",
        "method": "def method{i}(x): return x + {i}",
        "lines": 'for i in range(20_000): print("line", i)',
        "sleep": "import time; time.sleep({seconds})",
    },
    "kotlin": {
        "trivial": "1 + {i}",
        "variable": "var variable = {i}",
        "method": "fun method{i}(x: Int) = x + {i}",
        "lines": 'for (i in 0 until 20_000) println("line $i")',
        "sleep": "Thread.sleep({seconds}000)",
    },
}
CODE["flowcell"] = CODE["java"] | {"flow": "%flow\nint answer() { return 42; }"}

MEASURES = [
    ("info", "kernel_info after start, ms"),
    ("first", "first cell done after start, ms"),
    ("flow", "first call of a flow, ms"),
    ("again", "second call of a flow, ms"),
    ("cell", "trivial cell, round trip, ms"),
    ("late", "the same at the end of all cells, ms"),
    ("variable", "a variable declared again, ms"),
    ("method", "a new method, ms"),
    ("shell", "kernel_info, idle, ms"),
    ("complete", "completion, ms"),
    ("rest", "processor time of 10 s without a question, ms"),
    ("control", "kernel_info on control while a cell runs, ms"),
    ("lines", "20,000 printed lines, ms"),
    ("lost", "of them lost"),
    ("interrupt", "interrupt of a sleep, ms"),
    ("memory", "memory after that, MiB"),
    ("kept", "memory 40 s later, MiB"),
    ("gone", "gone after shutdown, ms"),
]

# seconds that a kernel has for one answer, and for all that is measured in a round
ANSWER = 30
ROUND = 300


class Kernel:
    """A running kernel with its client."""

    def __init__(self, name, count):
        self.count = count
        self.code = CODE[LANGUAGES[name]]
        self.started = time.perf_counter()
        self.manager = KernelManager(kernel_name=name)
        self.manager.start_kernel(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.family = [psutil.Process(self.manager.provisioner.process.pid)]
        self.watch = threading.Timer(ROUND, self.kill)
        self.watch.start()
        self.client = self.manager.client()
        self.client.start_channels()

    @staticmethod
    def since(start):
        return (time.perf_counter() - start) * 1000

    def timed(self, action, *arguments):
        start = time.perf_counter()
        action(*arguments)
        return self.since(start)

    def run(self, code):
        text = []

        def output(message):
            if message["msg_type"] == "stream":
                text.append(message["content"]["text"])

        self.client.execute_interactive(code, output_hook=output, timeout=ANSWER, allow_stdin=False)
        return "".join(text)

    def cell(self, number):
        self.run(self.code["trivial"].format(i=number))

    def ask(self, channel, message_type, content):
        message = self.client.session.msg(message_type, content)
        channel.send(message)
        while True:
            reply = channel.get_msg(timeout=ANSWER)
            if reply["parent_header"].get("msg_id") == message["header"]["msg_id"]:
                return reply

    def reply(self, request):
        while self.client.get_shell_msg(timeout=ANSWER)["parent_header"].get("msg_id") != request:
            pass

    def kill(self):
        """A launcher's own child outlives it, and would slow all that follows."""
        for process in self.family:
            if process.is_running():
                process.kill()

    def end(self):
        self.watch.cancel()
        self.client.stop_channels()
        self.kill()
        self.manager.shutdown_kernel(now=True)
        psutil.wait_procs(self.family, timeout=10)  # what still dies would slow the next one

    # What is measured: each step gives its figures by their names.

    def start(self):
        self.client.wait_for_ready(timeout=ANSWER)
        ready = self.since(self.started)
        self.family += self.family[0].children(recursive=True)
        self.cell(0)
        return {"info": ready, "first": self.since(self.started)}

    def flow(self):
        if "flow" not in self.code:
            return {}
        self.run(self.code["flow"])
        return {"flow": self.timed(self.run, "answer()"), "again": self.timed(self.run, "answer()")}

    def cells(self):
        trips = [self.timed(self.cell, number) for number in range(self.count)]
        late = trips[-max(1, self.count // 10) :]
        return {"cell": statistics.median(trips), "late": statistics.median(late)}

    def declarations(self):
        found = {}
        for kind in "variable", "method":
            trips = [self.timed(self.run, self.code[kind].format(i=number)) for number in range(self.count // 10)]
            found[kind] = statistics.median(trips)
        return found

    def idle(self):
        shell = self.client.shell_channel
        half_typed = {"code": '"abc".', "cursor_pos": 6}
        shells = [self.timed(self.ask, shell, "kernel_info_request", {}) for _ in range(20)]
        completions = [self.timed(self.ask, shell, "complete_request", half_typed) for _ in range(10)]
        return {"shell": statistics.median(shells), "complete": statistics.median(completions)}

    def rest(self):
        start = self.processor_time()
        time.sleep(10)
        return {"rest": self.processor_time() - start}

    def processor_time(self):
        return 1000 * sum(sum(each.cpu_times()[:2]) for each in self.family)

    def busy(self):
        request = self.client.execute(self.code["sleep"].format(seconds=3), store_history=False)
        time.sleep(0.3)
        try:
            control = self.client.control_channel
            trips = [self.timed(self.ask, control, "kernel_info_request", {}) for _ in range(20)]
            return {"control": statistics.median(trips)}
        finally:
            self.reply(request)

    def lines(self):
        start = time.perf_counter()
        printed = self.run(self.code["lines"])
        return {"lines": self.since(start), "lost": 20_000 - printed.count("\n")}

    def interrupt(self):
        request = self.client.execute(self.code["sleep"].format(seconds=60), store_history=False)
        time.sleep(0.5)
        start = time.perf_counter()
        self.manager.interrupt_kernel()
        self.reply(request)
        return {"interrupt": self.since(start)}

    def memory(self):
        after = self.resident()
        time.sleep(40)
        return {"memory": after, "kept": self.resident()}

    def resident(self):
        return sum(each.memory_full_info().pss for each in self.family) / 2**20

    def shutdown(self):
        self.client.shutdown()
        start = time.perf_counter()
        psutil.wait_procs(self.family, timeout=10)
        return {"gone": self.since(start)}

    STEPS = [start, flow, cells, declarations, idle, rest, busy, interrupt, lines, memory, shutdown]


def measure(name, cells):
    kernel = Kernel(name, cells)
    found = {}
    try:
        for step in Kernel.STEPS:
            try:
                found |= step(kernel)
            except Exception as error:  # another kernel's failure is a figure, too
                print(f"{name}: {step.__name__}: {type(error).__name__}: {error}", flush=True)
                if "first" not in found:
                    break
    finally:
        kernel.end()
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kernels", default="flowcell,python3,java", help="names of installed kernels")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--cells", type=int, default=500, help="trivial cells in each round")
    args = parser.parse_args()
    names = args.kernels.split(",")
    rounds = {name: [] for name in names}
    for number in range(args.rounds):
        for name in names:
            rounds[name].append(measure(name, args.cells))
            print(f"round {number + 1} of {args.rounds}: {name}", flush=True)

    def median(name, key):
        values = [found[key] for found in rounds[name] if key in found]
        return statistics.median(values) if values else None

    first, *others = names
    print()
    print(" ".join([f"{'':46}", *(f"{name:>10}" for name in names), *(f"  {first}/{name}" for name in others)]))
    for key, label in MEASURES:
        values = {name: median(name, key) for name in names}
        line = [f"{label:46}", *(f"{'-' if v is None else format(v, '.1f'):>10}" for v in values.values())]
        for name in others:
            known = values[first] is not None and values[name]
            ratio = format(values[first] / values[name], ".2f") if known else "-"
            line.append(f"{ratio:>{len(first) + len(name) + 3}}")
        print(" ".join(line))


if __name__ == "__main__":
    main()

"""Measures this kernel beside others, all in one run, and prints the ratios.

    python3 -m venv .bench && .bench/bin/pip install -r kernel/bench/requirements.txt
    java -jar kernel/target/flowcell.jar install --prefix .bench
    .bench/bin/python kernel/bench/bench.py

Each round starts every kernel in turn and measures it alone; the table shows medians of all rounds. A
busy machine makes every figure worse, so quote the ratios, of a run in which nothing else went on.
"""

import argparse
import statistics
import time

import psutil
from jupyter_client import KernelManager

# name of the kernel: language
LANGUAGES = {"flowcell": "java", "java": "java", "python3": "python"}

CODE = {
    "java": {
        "trivial": "1 + {i}",
        "lines": 'for (int i = 0; i < 20_000; i++) System.out.println("line " + i);',
        "sleep": "Thread.sleep({seconds}000)",
    },
    "python": {
        "trivial": "1 + {i}",
        "lines": 'for i in range(20_000): print("line", i)',
        "sleep": "import time; time.sleep({seconds})",
    },
}

MEASURES = [
    ("info", "kernel_info after start, ms"),
    ("first", "first cell done after start, ms"),
    ("cell", "trivial cell, round trip, ms"),
    ("late", "the same at the end of all cells, ms"),
    ("shell", "kernel_info, idle, ms"),
    ("complete", "completion, ms"),
    ("control", "kernel_info on control while a cell runs, ms"),
    ("lines", "20,000 printed lines, ms"),
    ("lost", "of them lost"),
    ("interrupt", "interrupt of a sleep, ms"),
    ("memory", "memory after that, MiB"),
    ("gone", "gone after shutdown, ms"),
]


class Kernel:
    """A running kernel with its client."""

    def __init__(self, name):
        self.code = CODE[LANGUAGES[name]]
        self.started = time.perf_counter()
        self.manager = KernelManager(kernel_name=name)
        self.manager.start_kernel()
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=120)
        self.ready = self.since(self.started)
        process = psutil.Process(self.manager.provisioner.process.pid)
        self.family = [process, *process.children(recursive=True)]

    @staticmethod
    def since(start):
        return (time.perf_counter() - start) * 1000

    def timed(self, action):
        start = time.perf_counter()
        action()
        return self.since(start)

    def run(self, code):
        text = []

        def output(message):
            if message["msg_type"] == "stream":
                text.append(message["content"]["text"])

        self.client.execute_interactive(code, output_hook=output, timeout=120, allow_stdin=False)
        return "".join(text)

    def ask(self, channel, message_type, content):
        message = self.client.session.msg(message_type, content)
        channel.send(message)
        while True:
            reply = channel.get_msg(timeout=60)
            if reply["parent_header"].get("msg_id") == message["header"]["msg_id"]:
                return reply

    def memory(self):
        return sum(each.memory_full_info().pss for each in self.family) / 2**20

    def control_while_busy(self):
        request = self.client.execute(self.code["sleep"].format(seconds=1), store_history=False)
        time.sleep(0.3)
        control = self.client.control_channel
        try:
            return self.timed(lambda: self.ask(control, "kernel_info_request", {}))
        finally:
            self.reply(request)

    def interrupted(self):
        request = self.client.execute(self.code["sleep"].format(seconds=60), store_history=False)
        time.sleep(0.5)
        start = time.perf_counter()
        self.manager.interrupt_kernel()
        self.reply(request)
        return self.since(start)

    def reply(self, request):
        while self.client.get_shell_msg(timeout=60)["parent_header"].get("msg_id") != request:
            pass

    def end(self):
        """Ends what is left: a launcher's own child outlives it, and would slow all that follows."""
        for process in self.family:
            if process.is_running():
                process.kill()
        self.manager.shutdown_kernel(now=True)

    def shutdown(self):
        self.client.shutdown()
        start = time.perf_counter()
        psutil.wait_procs(self.family, timeout=10)
        self.client.stop_channels()
        return self.since(start)


def measure(name, cells):
    kernel = Kernel(name)
    found = {"info": kernel.ready}
    try:
        kernel.run(kernel.code["trivial"].format(i=0))
        found["first"] = kernel.since(kernel.started)
        trips = [
            kernel.timed(lambda: kernel.run(kernel.code["trivial"].format(i=i)))
            for i in range(cells)
        ]
        found["cell"] = statistics.median(trips)
        found["late"] = statistics.median(trips[-max(1, cells // 10) :])
        shell = kernel.client.shell_channel
        asked = [kernel.timed(lambda: kernel.ask(shell, "kernel_info_request", {})) for _ in range(20)]
        found["shell"] = statistics.median(asked)
        half_typed = {"code": '"abc".', "cursor_pos": 6}
        asked = [kernel.timed(lambda: kernel.ask(shell, "complete_request", half_typed)) for _ in range(10)]
        found["complete"] = statistics.median(asked)
        found["control"] = kernel.control_while_busy()
        start = time.perf_counter()
        printed = kernel.run(kernel.code["lines"])
        found["lines"] = kernel.since(start)
        found["lost"] = 20_000 - printed.count("\n")
        found["interrupt"] = kernel.interrupted()
        found["memory"] = kernel.memory()
        found["gone"] = kernel.shutdown()
    except Exception as error:  # another kernel's failure is a figure, too
        print(f"{name}: {type(error).__name__}: {error}")
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

"""
What a training from Python costs beside the program, and what a task in Python costs beside one of the library. Usage, with the package installed
(`pip install ./python`) or with PYTHONPATH=python and ENGRAM_PROGRAM=src/Engram.App/bin/Release/net10.0:

    python3 benchmarks/python_overhead.py [--pairs 8] [--updates 10000]

Each pair runs both, one after the other, in processes of their own, and which is first alternates. Times are those of whole processes from start
to end: seconds passed, and seconds of the processor in user mode. A pair gives a ratio; shown are the median, and a 95 % interval of it (bootstrap).
"""

import argparse
import os
import statistics
import sys
import tempfile
import time

import numpy as np

import engram
from engram._host import program

COMMON = {"units": 100, "check_every": 500, "patience": 1000000, "threshold": 1, "window": 50, "threads": 1, "seed": 1}


class Decision(engram.Task):
    """perceptual-decision as the library has it, in Python."""

    inputs = ["left", "right"]
    outputs = ["left", "right"]
    conditions = [f"{side} {strength}%" for side in ("left", "right") for strength in (1, 2, 4, 8, 16)]
    periods = {"fixation": 0.1, "stimulus": 0.8, "decision": 0.3}
    factors = {"direction": ["left", "right"], "coherence": [1, 2, 4, 8, 16]}

    def trials(self, batch):
        direction, coherence = batch.factors["direction"], batch.factors["coherence"]
        stimulus, decision = batch.during("stimulus"), batch.during("decision")
        toward, away = (1 + coherence / 100) / 2, (1 - coherence / 100) / 2
        batch.inputs[:] = 0.2
        batch.inputs[:, :, 0] += stimulus * np.where(direction == 0, toward, away)
        batch.inputs[:, :, 1] += stimulus * np.where(direction == 1, toward, away)
        batch.targets[:] = 0.2
        batch.targets[:, batch.trial, direction] += 0.8 * decision
        batch.mask[stimulus] = 0
        batch.answer = direction
        batch.condition = 5 * direction + np.searchsorted([1, 2, 4, 8, 16], coherence)


def timed(words):
    began = time.perf_counter()
    child = os.posix_spawnp(words[0], words, os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
    _, status, used = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 3):
        sys.exit(f"{' '.join(words)} ended with {os.waitstatus_to_exitcode(status)}")
    return time.perf_counter() - began, used.ru_utime


def by_program(task, updates, out):
    flags = [f"--{name.replace('_', '-')}={value}" for name, value in {**COMMON, "max_updates": updates, "out": out}.items()]
    return timed(["dotnet", os.path.join(program(), "Engram.App.dll"), "train", task, *flags, "--quiet", "--json"])


def by_python(task, updates, out):
    settings = ", ".join(f"{name}={value!r}" for name, value in {**COMMON, "max_updates": updates, "out": out, "progress": False}.items())
    given = "__import__('python_overhead').Decision()" if task == "python" else repr(task)
    path = os.path.dirname(os.path.abspath(__file__))
    return timed([sys.executable, "-c", f"import sys; sys.path.insert(0, {path!r}); import engram; engram.train({given}, {settings})"])


def compare(title, one, other, pairs, folder):
    rows = []
    for pair in range(pairs):
        order = [one, other] if pair % 2 == 0 else [other, one]
        times = {run: run(os.path.join(folder, f"{title.split()[0]}-{pair}-{place}")) for place, run in enumerate(order)}
        rows.append((*times[one], *times[other]))
        print("{}: pair {}: {:.2f} s ({:.2f} s user) and {:.2f} s ({:.2f} s user)".format(title, pair + 1, *rows[-1]), flush=True)
    rows = np.array(rows)
    for name, column in (("seconds passed", 0), ("user seconds", 1)):
        ratios = rows[:, column + 2] / rows[:, column] - 1
        draws = np.random.default_rng(1).choice(ratios, (10_000, pairs))
        low, high = np.percentile(np.median(draws, axis=1), [2.5, 97.5])
        print(f"{title}: {name}: {statistics.median(rows[:, column]):.2f} and {statistics.median(rows[:, column + 2]):.2f}; "
              f"the second takes {100 * statistics.median(ratios):+.1f} % (95 % {100 * low:+.1f} to {100 * high:+.1f} %), {pairs} pairs", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=8)
    parser.add_argument("--updates", type=int, default=10000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        compare("train perceptual-decision, by the program and from Python", lambda out: by_program("perceptual-decision", chosen.updates, out),
                lambda out: by_python("perceptual-decision", chosen.updates, out), chosen.pairs, os.path.join(work, "a"))
        compare("trials from Python, the task in the library and in Python", lambda out: by_python("perceptual-decision", chosen.updates, out),
                lambda out: by_python("python", chosen.updates, out), max(4, chosen.pairs // 2), os.path.join(work, "b"))

"""C# files of one's own from Python: a task, known by name to all that takes `with_`. Arguments: the file of the task, and one of an analysis."""

import sys

import numpy as np

import engram

file, analysis = sys.argv[1:]
small = dict(units=4, trials=4, validation_trials=20, check_every=5, dt="50ms", progress=False)
run = engram.train("own-choice", out="run", max_updates=10, with_=file, **small)
assert run.task == "own-choice" and 0 <= run.test(trials=20)["performance"] <= 1
recording = run.record(trials=5, noise=False)
loaded = engram.load("run", with_=[file, analysis])
assert np.array_equal(loaded.record(trials=5, noise=False).rates, recording.rates)
assert "report" in loaded.analyse("own-rates", trials=10, progress=False)
print("trained and loaded")

try:
    engram.load("run").record(trials=5)
except engram.EngramInputError as fault:
    assert "Add `with_='run/sources/own-choice.cs'`, the run's copy of it." in str(fault), str(fault)
else:
    raise AssertionError("the file was not asked for")
try:
    engram.train("own-choice", with_="nowhere.cs")
except engram.EngramInputError as fault:
    assert "`with_='nowhere.cs'`: there is no such file." in str(fault), str(fault)
else:
    raise AssertionError("the file was not missed")
print("asked for")


def stop(text):
    if "update" in text:
        raise RuntimeError("stopped")


# It would go on for minutes.
long = dict(small, max_updates=1000000, threshold=1, window=50, patience=1000000, check_every=100, progress=stop)
for go in (lambda: engram.train("own-choice", out="stopped", with_=file, **long), lambda: engram.resume("stopped", with_=file, progress=stop)):
    try:
        go()
    except RuntimeError as fault:
        assert str(fault) == "stopped"
    else:
        raise AssertionError("it was not stopped")
print("resumed")

swept = engram.sweep("own-choice", {"cue_input": [1, 2.5]}, seeds="1..2", out="sweep", max_updates=1, with_=file, **small)
assert [(row["cue_input"], row["seed"]) for row in swept.rows] == [(1, 1), (1, 2), (2.5, 1), (2.5, 2)]
assert swept.runs[3].record(trials=2).task == "own-choice"
print("swept")

env = engram.Environment("own-choice", with_=file)
assert env.reset()[0].shape == (len(env.input_names),) and "own-choice" not in engram.list("tasks")
print("shown as an environment")

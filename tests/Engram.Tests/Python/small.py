"""A network as small as can be, trained, recorded and asked for from Python. Prints one line for each thing that holds."""

import gc
import os

import numpy as np

import engram

run = engram.train("delayed-match", units=8, trials=4, validation_trials=20, check_every=5, dt="100ms", delay="0s", curriculum="none",
                   max_updates=10, out="run", progress=False)
assert run.outcome == "exhausted" and run.result["updates"] == 10 and run.parameters["cell"]["units"] == 8
assert list(run.history["update"]) == [0, 5, 10]
assert run.weights["w_rec"].shape == (8, 8)
assert "max_updates=" in run.advice and "`out=`" in run.advice and "`folder`" not in run.advice and "--" not in run.advice, run.advice
print("trained")

recording = run.record(trials=12, noise=False, delay="1s")
steps, trials, units = recording.rates.shape
assert (trials, units) == (12, 8) and recording.states.shape[:2] == (steps, trials) and recording.times[0] == 0.1
assert set(recording.factors["delay"]) == {1000.0}
again = run.record(trials=12, noise=False, delay="1s").rates
assert np.array_equal(recording.rates, again)
rates = recording.rates
del recording, run
gc.collect()
assert np.array_equal(rates, again), "memory was given back under a view"
print("recorded")

run = engram.load("run")
joined = run.record(trials=3, sweep={"delay": ["0s", "500ms"]})
assert list(joined.factors["delay"]) == [0, 0, 0, 500, 500, 500] and joined.rates.shape[1] == 6
assert 0 <= run.test(trials=20)["performance"] <= 1
silent = run.record(trials=5, silence={"sample": np.arange(8) < 4})
assert silent.rates.shape[1] == 5
cut = run.record(trials=5, silence=[0, 1], periods=["sample"], states=False, double=True)
assert cut.states is None and cut.rates.dtype == np.float64 and set(cut.first) == {joined.periods["sample"][0, 0]}
print("swept and silenced")

for wrong, said in [
    (lambda: engram.train("delayed-mach"), "Did you mean 'delayed-match'?"),
    (lambda: engram.train("delayed-match", learning_rat=0.1), "Did you mean `learning_rate=`?"),
    (lambda: engram.train("delayed-match", units=-3), "`units=`"),
    (lambda: engram.load("nowhere"), "nowhere"),
    (lambda: run.record(trials=0), "`trials=0`"),
    (lambda: run.record(dealy="1s"), "Did you mean `delay=`?"),
    (lambda: run.record(silence={"smaple": [0]}), "Did you mean 'sample'?"),
    (lambda: run.record(silence={"sample": [99]}), "99"),
    (lambda: run.test(trials="many"), "`trials="),
    (lambda: engram.describe("leakyy"), "leaky"),
]:
    try:
        wrong()
    except ValueError as fault:
        assert isinstance(fault, engram.EngramError) and said in str(fault) and "--" not in str(fault), str(fault)
    else:
        raise AssertionError(said)
print("refused")

told = []


def broken(text):
    told.append(text)
    raise RuntimeError("mine")


try:
    # It would go on for minutes.
    engram.train("delayed-match", units=8, trials=4, threshold=1, window=50, patience=1000000, max_updates=1000000, out="broken", progress=broken)
except RuntimeError as fault:
    assert str(fault) == "mine" and "update" in told[0]
else:
    raise AssertionError("the exception of the callback was lost")
assert "delayed-match" in engram.list("tasks") and "τ" in str(engram.describe("leaky"))
print("told")

from engram._errors import in_python

for sentence, spelt in [
    ("Train in another `folder`, with this run as `from`, or go on with `resume`.", "Train in another `out=`, with this run as `from_=`, or go on with `resume=True`."),
    ("Add `with = my/task.cs`; set `MaxUpdates = 5`, `--learning-rate 0.1` or `Curriculum = none`.",
     "Add `with_='my/task.cs'`; set `max_updates=5`, `learning_rate=0.1` or `curriculum=None`."),
    ("Give `--resume` or `--from x`; write `folder/name` and `from the start`.", "Give `resume=True` or `from_='x'`; write `folder/name` and `from the start`."),
]:
    assert in_python(sentence) == spelt, in_python(sentence)
print("spelt")

swept = engram.sweep("delayed-match", {"delay": ["0s", "200ms"], "learning_rate": [0.01, "1e-3"], "units": [8]}, seeds="1..2", trials=4, validation_trials=20,
                     dt="100ms", curriculum="none", max_updates=1, out="sweep", progress=False)
assert [(row["delay"], row["learning_rate"], row["seed"]) for row in swept.rows[:4]] == [("0ms", 0.01, 1), ("0ms", 0.01, 2), ("0ms", 0.001, 1), ("0ms", 0.001, 2)]
assert all(type(row[name]) is kind for row in swept.rows for name, kind in [
    ("seed", int), ("updates", int), ("minimum", float), ("seconds", float), ("status", str)])
print("swept", flush=True)

child = os.fork()
if child == 0:
    try:
        engram.list("cells")
    except engram.EngramError as fault:
        os._exit(0 if "spawn" in str(fault) else 1)
    os._exit(1)
assert os.waitpid(child, 0)[1] == 0, "a forked process must be told to start anew"

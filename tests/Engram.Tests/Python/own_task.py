"""Tasks in Python: the same bits on any number of threads, pinned factors, exceptions, and what is said where the class is missing."""

import os
import signal
import sys

import numpy as np
from report_task import Hold, Report

import engram

small = dict(units=20, trials=48, validation_trials=100, check_every=20, progress=False)
one = engram.train(Report(), out="one", threads=1, max_updates=60, **small)
two = engram.train(Report(), out="two", threads=2, max_updates=60, **small)
for name, values in one.raw_weights.items():
    assert np.array_equal(values, two.raw_weights[name]), name
assert one.result["overall"] == two.result["overall"]
assert set(one.result["performance"]) == {"left", "right"}
print("same bits")

recording = one.record(trials=100, noise=False)
assert recording.input_names == ["stimulus"] and recording.labels["side"] == ["left", "right"]
assert set(recording.factors["strength"]) == {0.2, 0.4, 0.8} and len(set(recording.steps)) > 5
assert np.array_equal(recording.choice == recording.answer, recording.correct == 1)
inside = recording.during("stimulus")
assert np.all(recording.inputs[~inside] == 0) and np.all(recording.mask[inside] == 0)
few = one.record(trials=3, noise=False)
longest = len(few.inputs)
assert np.array_equal(few.inputs, recording.inputs[:longest, :3]), "a trial depends on how many are asked for"
strong = one.record(trials=20, side="right", strength=0.8, stimulus="1s")
assert set(strong.conditions) == {"right"} and set(strong.factors["stimulus"]) == {1000.0}
assert one.test(trials=200, sweep={"strength": [0.2, 0.8]})["sweep"]["rows"][0]["value"] == "0.2"
finer = one.record(trials=3, noise=False, dt="10ms")
assert np.array_equal(finer.inputs[1::2], few.inputs)
print("recorded")

held = engram.train(Hold, out="held", max_updates=300, **small)
frame = held.record(trials=50)
error = np.sqrt(np.sum(frame.mask * (frame.outputs - frame.targets) ** 2, axis=(0, 2)) / np.sum(frame.mask, axis=(0, 2)))
assert np.array_equal(error <= 0.2, frame.correct == 1), (error, frame.correct)
print("judged by error")

for wrong, kind, said in [
    (lambda: engram.train(Report(fails=True), out="fails", **small), ZeroDivisionError, "on purpose"),
    (lambda: engram.train(type("Empty", (Report,), {"periods": {}}), out="empty", **small), ValueError, "has no periods"),
    (lambda: engram.train(type("Odd", (Report,), {"trials": lambda self, batch: batch.inputs.fill(np.nan)}), out="odd", **small), ValueError, "finite"),
    (lambda: engram.train(type("Short", (Report,), {"trials": lambda self, batch: setattr(batch, "inputs", np.zeros((2, 3)))}), out="short", **small),
     ValueError, "shape"),
    (lambda: engram.train(type("Far", (Report,), {"trials": lambda self, batch: batch.answer.fill(7)}), out="far", **small), ValueError, "answer 7"),
    (lambda: engram.train(Report(scatter=object()), out="object", **small), ValueError, "cannot be kept"),
    (lambda: one.record(strength=0.3), ValueError, "0.2,0.4,0.8"),
]:
    try:
        wrong()
    except kind as fault:
        assert said in str(fault), str(fault)
    else:
        raise AssertionError(said)
assert not any(os.path.exists(name) for name in ("fails", "empty", "odd", "short", "far", "object"))
print("refused")


def stop(text):
    if "update" in text and not stop.done:
        stop.done = True
        os.kill(os.getpid(), signal.SIGINT)


stop.done = False
settings = dict(small, check_every=100, max_updates=400, threshold=1, window=50, patience=10000)
whole = engram.train(Report(0.7), out="whole", **settings)
try:
    engram.train(Report(0.7), out="stopped", **dict(settings, progress=stop))
except engram.Interrupted as fault:
    assert fault.run == "stopped"
else:
    raise AssertionError("training was not stopped")
ended = engram.resume("stopped", progress=False)
assert all(np.array_equal(values, ended.raw_weights[name]) for name, values in whole.raw_weights.items())
print("resumed")

rows = engram.sweep(Report(), {"units": [10, 20]}, out="sweep", max_updates=20, trials=16, progress=False).rows
assert [row["updates"] for row in rows] == [20, 20]
print("swept")
sys.stdout.flush()

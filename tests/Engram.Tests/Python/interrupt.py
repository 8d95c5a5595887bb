"""Ctrl-C stops a training at a safe point; gone on with, it ends with the same bits as one that was not stopped. One thread or two."""

import os
import signal
import threading

import numpy as np

import engram

settings = dict(units=12, trials=32, validation_trials=20, check_every=500, dt="50ms", window=50, threshold=1, patience=1000000,
                max_updates=8000, seed=3, progress=False)
whole = engram.train("delayed-match", out="whole", threads=1, **settings)

seen = threading.Event()


def watch(text):
    if "update" in text and not seen.is_set():
        seen.set()
        os.kill(os.getpid(), signal.SIGINT)


settings["progress"] = watch
try:
    engram.train("delayed-match", out="stopped", threads=2, **settings)
except KeyboardInterrupt as stop:
    assert isinstance(stop, engram.Interrupted) and stop.run == "stopped" and "engram.resume('stopped')" in str(stop), str(stop)
else:
    raise AssertionError("training was not stopped")
stopped = engram.load("stopped")
assert stopped.outcome == "cancelled" and stopped.result["updates"] < 8000
ended = engram.resume("stopped", threads=2, progress=False)
assert ended.outcome == whole.outcome and ended.result["updates"] == whole.result["updates"]
for name, values in whole.raw_weights.items():
    assert np.array_equal(values, ended.raw_weights[name]), name
with open("whole/weights.safetensors", "rb") as one, open("stopped/weights.safetensors", "rb") as other:
    assert one.read() == other.read()

# The interpreter still has its own way with Ctrl-C.
try:
    os.kill(os.getpid(), signal.SIGINT)
    threading.Event().wait(5)
except KeyboardInterrupt:
    print("the same bits")

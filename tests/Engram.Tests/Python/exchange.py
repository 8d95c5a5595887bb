"""Weights go out and come back, and those of one's own become a run."""

import numpy as np
from refusals import refused

import engram

run = engram.train("delayed-match", units=12, dt="50ms", max_updates=3, seed=1, out="trained", progress=False)
first = run.record(trials=5, noise=False)
for ending in ["npz", "mat", "onnx", "py"]:
    run.export(f"network.{ending}")
for ending in ["npz", "mat", "onnx"]:
    back = engram.import_(f"network.{ending}", task="delayed-match", dt="50ms", catch_probability=0, out=ending)
    assert back.outcome == "imported" and np.allclose(back.weights["w_rec"], run.weights["w_rec"], atol=1e-6), ending
    assert np.allclose(back.record(trials=5, noise=False).outputs, first.outputs, atol=1e-5), ending
print("out and in")

rng = np.random.default_rng(1)
w, u, v = rng.normal(0, 0.3, (10, 10)), rng.normal(0, 1, (10, 2)), rng.normal(0, 1, (1, 10))
own = engram.import_({"W": w.T, "U": u, "V": v}, cell="leaky", map={"w_rec": "W", "w_in": "U", "w_out": "V"}, transpose=["w_rec"], tau="100ms", dt="20ms", out="own")
assert np.allclose(own.weights["w_rec"], w, atol=1e-6) and own.record(trials=2).rates.shape[2] == 10
refused([
    (lambda: engram.import_(3), "a dict of arrays"),
    (lambda: engram.import_({"W": w}, cell="leaky", map={"w_rec": "X"}, out="x"), "X"),
    (lambda: engram.import_("nowhere.npz"), "nowhere.npz"),
    (lambda: run.export("network.txt"), ".onnx"),
])
print("of one's own")

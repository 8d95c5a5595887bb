"""Keras' SimpleRNN, GRU and LSTM with a Dense layer, written out in NumPy from the equations of its documentation.

make FOLDER: reads inputs.npz (steps x trials x inputs), writes NAME.npz with weights under Keras' names and NAME.out.npz with the outputs.
run FOLDER: reads NAME.keras.npz as `engram export --keras` writes it and inputs.npz, writes NAME.out.npz.
"""

import pathlib
import sys

import numpy as np


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def simple_rnn(x, states, kernel, recurrent, bias):
    (h,) = states
    return (np.tanh(x @ kernel + h @ recurrent + bias),)


def gru(x, states, kernel, recurrent, bias):
    (h,) = states
    n = h.shape[-1]
    after = bias.ndim == 2
    inner = x @ kernel + (bias[0] if after else bias)
    xz, xr, xh = inner[:, :n], inner[:, n : 2 * n], inner[:, 2 * n :]
    if after:
        outer = h @ recurrent + bias[1]
        z = sigmoid(xz + outer[:, :n])
        r = sigmoid(xr + outer[:, n : 2 * n])
        hh = np.tanh(xh + r * outer[:, 2 * n :])
    else:
        z = sigmoid(xz + h @ recurrent[:, :n])
        r = sigmoid(xr + h @ recurrent[:, n : 2 * n])
        hh = np.tanh(xh + (r * h) @ recurrent[:, 2 * n :])
    return (z * h + (1 - z) * hh,)


def lstm(x, states, kernel, recurrent, bias):
    h, c = states
    n = h.shape[-1]
    a = x @ kernel + h @ recurrent + bias
    i, f, g, o = sigmoid(a[:, :n]), sigmoid(a[:, n : 2 * n]), np.tanh(a[:, 2 * n : 3 * n]), sigmoid(a[:, 3 * n :])
    c = f * c + i * g
    return (o * np.tanh(c), c)


LAYERS = {1: simple_rnn, 3: gru, 4: lstm}


def outputs(inputs, weights, dense, states):
    """Dense outputs after each step, (steps, trials, outputs)."""
    made = []
    layer = LAYERS[weights[1].shape[1] // weights[1].shape[0]]
    states = tuple(np.broadcast_to(state, (inputs.shape[1], state.shape[-1])) for state in states)
    for x in inputs:
        states = layer(x, states, *weights)
        made.append(states[0] @ dense[0] + dense[1])
    return np.stack(made)


def make(folder):
    inputs = np.load(folder / "inputs.npz")["inputs"]
    n, width, out = 6, inputs.shape[2], 2
    random = np.random.default_rng(7)

    def draw(*shape):
        return (random.standard_normal(shape) * 0.6).astype(np.float32)

    for name, prefix, gates, after in (
        ("simple_rnn", "simple_rnn/simple_rnn_cell/", 1, False),
        ("gru", "gru/gru_cell/", 3, True),
        ("gru_before", "", 3, False),
        ("lstm", "model/lstm/lstm_cell/", 4, False),
    ):
        weights = (draw(width, gates * n), draw(n, gates * n), draw(2, gates * n) if after else draw(gates * n))
        dense = (draw(n, out), draw(out))
        ending = ":0" if prefix else ""
        names = dict(zip((f"{prefix}{part}{ending}" for part in ("kernel", "recurrent_kernel", "bias")), weights))
        names.update({f"dense/kernel{ending}": dense[0], f"dense/bias{ending}": dense[1]})
        np.savez(folder / f"{name}.npz", **names)
        exact = [part.astype(np.float64) for part in weights]
        states = [np.zeros(n)] * (2 if gates == 4 else 1)
        made = outputs(inputs, exact, [part.astype(np.float64) for part in dense], states)
        np.savez(folder / f"{name}.out.npz", outputs=made)


def run(folder):
    inputs = np.load(folder / "inputs.npz")["inputs"]
    for path in sorted(folder.glob("*.keras.npz")):
        file = np.load(path)
        weights, dense, states = (
            [file[name].astype(np.float64) for name in names]
            for names in (("kernel", "recurrent_kernel", "bias"), ("dense/kernel", "dense/bias"), [s for s in ("h0", "c0") if s in file])
        )
        np.savez(folder / path.name.replace(".keras.", ".out."), outputs=outputs(inputs, weights, dense, states))


{"make": make, "run": run}[sys.argv[1]](pathlib.Path(sys.argv[2]))

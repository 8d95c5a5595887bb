"""Weights of other programs, as runs."""

import os
import tempfile

import numpy as np

from . import _call, _settings
from ._errors import EngramInputError
from ._run import load


def import_(weights, *, cell=None, map=None, transpose=(), out=None, with_=None, **settings):
    """
    Makes a run of weights, which is opened, tested, recorded, analysed and trained on as any other.

    weights: a dict of arrays, W[i, j] from unit j to unit i, or a file: npz, MATLAB (-v7), safetensors, ONNX, or a state dict of PyTorch (.pt), in which
    nothing is executed. cell: the equation of the units, such as "leaky" (default: what the names of the arrays say). map: which array is which
    parameter, {"w_rec": "W", "w_in": "U"}. transpose: parameters whose arrays have senders in rows. out: the folder. settings: those of
    `engram import`, such as tau="100ms", dt="20ms", task="delayed-match", ei="auto".

    engram.import_({"w_rec": w, "w_in": u, "w_out": v}, cell="leaky", tau="100ms", dt="20ms", out="runs/mine")
    """
    if isinstance(weights, (str, os.PathLike)):
        return _imported(os.fspath(weights), cell, map, transpose, out, with_, settings)
    try:
        arrays = {str(name): np.asarray(array, np.float64) for name, array in dict(weights).items()}
    except (TypeError, ValueError):
        raise EngramInputError("`weights` is neither a file nor a dict of arrays of numbers; give one, such as {'w_rec': w, 'w_in': u}.") from None
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "weights.npz")
        np.savez(path, **arrays)
        return _imported(path, cell, map, transpose, out, with_, settings)


def _imported(path, cell, map, transpose, out, with_, settings):
    given = {
        "cell": cell, "map": ",".join(f"{name}={array}" for name, array in map.items()) if isinstance(map, dict) else map,
        "transpose": transpose if isinstance(transpose, str) else ",".join(transpose) or None, "out": out,
    }
    words = _settings.words_of({name: value for name, value in given.items() if value is not None})
    files = _settings.files_of(with_)
    _, answer = _call.command(["import", path, *words, *_settings.words_of(settings)], files=files)
    return load(answer["run"], with_=files)

"""
Engram trains recurrent neural networks on cognitive tasks and takes them apart. This package is the .NET library in the same process:

    import engram
    run = engram.train("perceptual-decision", units=60, seed=1)
    recording = run.record(trials=50)
    recording.rates.shape                          # steps, trials, units
"""

from ._catalogue import describe, list_ as list
from ._environment import Environment, register_environments
from ._errors import DivergedWarning, EngramError, EngramInputError, Interrupted
from ._exchange import import_
from ._recording import Recording
from ._run import Run, Sweep, load, resume, sweep, train
from ._tabulated import Tabulated
from ._task import Batch, Task

# Not `list`: `from engram import *` would hide that of Python.
__all__ = [
    "Batch", "DivergedWarning", "EngramError", "EngramInputError", "Environment", "Interrupted", "Recording", "Run", "Sweep", "Tabulated", "Task",
    "describe", "import_", "load", "register_environments", "resume", "sweep", "train",
]

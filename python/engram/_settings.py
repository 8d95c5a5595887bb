"""Settings as keyword arguments: `learning_rate=0.01` is the program's `--learning-rate 0.01`."""

import datetime
import numbers
import os
import re

import numpy as np


_CAPITAL = re.compile(r"(?<=[a-z])([A-Z])")


def snake(name):
    """A name of the program as Python has it: `learning-rate` and `learningRate` are `learning_rate`."""
    return _CAPITAL.sub(r"_\1", name).replace("-", "_").lower()


def text_of(value):
    """A value as the program reads it: a time as `1.5s`, several separated by commas."""
    if value is None:
        return "none"
    if isinstance(value, (bool, np.bool_)):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, numbers.Integral):
        return str(int(value))
    if isinstance(value, numbers.Real):
        return repr(float(value))
    if isinstance(value, datetime.timedelta):
        return f"{value / datetime.timedelta(milliseconds=1):.10g}ms"
    if hasattr(value, "__fspath__"):
        return value.__fspath__()
    if isinstance(value, (list, tuple, range, np.ndarray)):
        return ",".join(text_of(item) for item in value)
    raise TypeError(f"{value!r} cannot be written as a setting; give a number, True or False, a text such as '1.5s', or a list of these")


def flag_of(name):
    """The program's name of a setting."""
    return name.rstrip("_").replace("_", "-")


def words_of(settings):
    """Settings as words of a command line."""
    return [f"--{flag_of(name)}" if value is True else f"--{flag_of(name)}={text_of(value)}" for name, value in settings.items()]


def value_of(text):
    """The value that a text of the program stands for: a number, True or False; else the text, such as a time."""
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            pass
    return {"true": True, "false": False}.get(text, text)


def files_of(files):
    """C# files of the user's own, one or several, as texts."""
    if files is None:
        return []
    return [os.fspath(file) for file in ([files] if isinstance(files, (str, os.PathLike)) else files)]


def sweep_of(sweep):
    """A sweep, `{"delay": ["0.5s", "1s"]}` or `"delay=0.5s,1s"`, as words of a command line."""
    if isinstance(sweep, str):
        return [f"--sweep={sweep}"]
    return [f"--sweep={flag_of(name)}={text_of(_several(values))}" for name, values in sweep.items()]


def _several(values):
    return [values] if isinstance(values, (str, numbers.Number)) else list(values)

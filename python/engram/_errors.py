"""What Engram refuses, as Python exceptions."""

import keyword
import re

from ._settings import snake


class EngramError(Exception):
    """Engram could not do what was asked. The text is the program's own sentence, with settings as keyword arguments."""


class EngramInputError(EngramError, ValueError):
    """Bad input: nothing was done. The text says what is wrong, what is allowed and what to write instead."""


class Interrupted(KeyboardInterrupt):
    """Stopped at a safe point by Ctrl-C. `run` is the folder of the run that was being trained, or None."""

    def __init__(self, text, run=None):
        super().__init__(text)
        self.run = run


class DivergedWarning(UserWarning):
    """Training diverged."""


_FLAG = re.compile(r"`--([a-z][a-z0-9-]*)(?:[ =]([^`]*))?`")
_SETTING = re.compile(r"`([A-Z][A-Za-z]+)(?: = ([^`]*))?`")
_ARGUMENT = re.compile(r"`(folder|from|resume|with)(?: = ([^`]*))?`")
_ARGUMENTS = {"folder": "out", "from": "from_", "resume": "resume", "with": "with_"}
_COMMAND = re.compile(r"`engram (describe|list) ([a-z0-9-]+)`")
_TRAIN = re.compile(r"`engram train ([^` ]+) --resume --out ([^`]+)`")
_TEST = re.compile(r"`engram test ([^` ]+)`")


def in_python(sentence):
    """A sentence of the program or the library as Python spells it: `--n-units 5` and `NUnits = 5` are `n_units=5`, `folder` is `out=`."""
    def spelt(match):
        name, value = match.groups()
        name = _ARGUMENTS[name] if match.re is _ARGUMENT else _keyword(snake(name))
        return f"`{name}=True`" if name == "resume" else f"`{name}=`" if value is None else f"`{name}={_value(value)}`"

    sentence = _TRAIN.sub(lambda m: f"`engram.resume({m.group(2).strip()!r})`", sentence)
    sentence = _TEST.sub(lambda m: f"`engram.load({m.group(1)!r}).test()`", sentence)
    sentence = _COMMAND.sub(lambda m: f"`engram.{m.group(1)}({m.group(2)!r})`", sentence)
    for pattern in (_ARGUMENT, _FLAG, _SETTING):
        sentence = pattern.sub(spelt, sentence)
    return sentence


def _keyword(name):
    return name + "_" if keyword.iskeyword(name) else name


def _value(text):
    if text.startswith("<"):
        return text
    try:
        float(text)
    except ValueError:
        return text if text in ("…", "...") else {"true": "True", "false": "False", "none": "None"}.get(text, repr(text))
    return text


def of_answer(answer, code):
    """The exception for an answer that says that something failed."""
    faults = [in_python(fault) for fault in answer.get("faults", [])] or ["Engram gave no answer."]
    kind = EngramInputError if code == 2 else EngramError
    return kind("\n".join(faults))

"""Tasks written in Python, a block of trials at a time."""

import hashlib
import inspect
import json
import numbers
import os
import re

import numpy as np

from . import _call, _host, _settings
from ._errors import EngramInputError

_classes = []
_tasks = {}
_NAME = re.compile(r"[^\s,;|=]+$")
_keep = []


class Task:
    """
    A task in Python. Engram draws the periods and the factors of each trial, so that they can be pinned and swept as those of any task; the
    method `trials` fills arrays for a block of trials at a time.

    class Report(engram.Task):
        inputs = ["stimulus"]
        outputs = ["left", "right"]
        conditions = ["left", "right"]
        periods = {"fixation": 0.1, "stimulus": (0.4, 0.8), "decision": 0.3}
        factors = {"side": ["left", "right"], "strength": [0.2, 0.4, 0.8]}

        def trials(self, batch):
            sign = 2 * batch.factors["side"] - 1
            batch.inputs[:, :, 0] = batch.during("stimulus") * sign * batch.factors["strength"]
            batch.targets[:, batch.trial, batch.factors["side"]] = batch.during("decision")
            batch.mask[batch.during("stimulus")] = 0
            batch.condition = batch.answer = batch.factors["side"]

    inputs, outputs: names of the channels. conditions: names by which performance is reported (default: one, "all").
    periods: name and duration in order: seconds, (least, greatest), or a text such as "0.5s..1s".
    factors: name and values: a list of labels or of numbers, or a tuple (least, greatest).
    choices: what `answer` counts (default: the outputs). tolerance: trials without an answer are correct if the root mean square of the
    error is at most this; None for trials that are not scored. dt: seconds between samples. block: trials that are filled at a time.

    The attributes of an instance are kept with its runs and must be numbers, texts, and lists, tuples or dicts of these.
    """

    inputs = ()
    outputs = ()
    conditions = ("all",)
    choices = ()
    periods = {}
    factors = {}
    tolerance = None
    dt = 0.02
    block = 64

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        _classes.append(cls)
        # As it is now: the file may be edited while Python runs.
        _source(cls)

    def trials(self, batch):
        """Fills `batch` (see Batch). Random numbers come from `batch.rng` alone, so that the same seed gives the same trials."""
        raise NotImplementedError(f"{type(self).__qualname__} has no method trials(self, batch), which fills inputs and targets")


class Batch:
    """
    A block of trials: B trials of up to T samples. To be filled: inputs (T × B × I, zeros), targets (T × B × O, zeros), mask (T × B × O:
    how much each output counts in the loss, ones), condition (B, zeros), answer (B: the right choice from 0, −1 for none).

    Known: size (B), steps (B: samples of each trial), times (T: seconds), trial (0 … B − 1), factors (B each: the place of a label),
    periods (B × 2 each: first sample and end), rng (a NumPy Generator of this block alone).
    """

    def __init__(self, request, names):
        trials, steps = request.trials, request.steps
        self.size, self.dt = trials, request.sample
        self.trial = np.arange(trials)
        self.steps = _copied(request.lengths, (trials,))
        self.times = (np.arange(steps) + 1) * request.sample
        periods, factors, labels = names
        bounds, values = _copied(request.bounds, (len(periods), trials, 2)), _copied(request.values, (len(factors), trials))
        self.periods = dict(zip(periods, bounds))
        self.factors = {name: value.astype(int) if name in labels else value for name, value in zip(factors, values)}
        self.rng = np.random.default_rng([request.seed, request.purpose, request.block])
        self.inputs = np.zeros((steps, trials, request.inputs), np.float32)
        self.targets = np.zeros((steps, trials, request.outputs), np.float32)
        self.mask = np.ones((steps, trials, request.outputs), np.float32)
        self.condition = np.zeros(trials, np.int64)
        self.answer = np.full(trials, -1, np.int64)

    def during(self, period):
        """Which samples of which trials belong to a period, as True and False (T × B)."""
        if period not in self.periods:
            raise KeyError(f"there is no period {period!r}; there are {', '.join(self.periods)}")
        step = np.arange(len(self.times))[:, np.newaxis]
        first, end = self.periods[period].T
        return (step >= first) & (step < end)


def declaration(task):
    """What Engram is told of a task in Python; it is known from then on."""
    _listen()
    declared = _declared(task)
    _tasks[_key(declared)] = task
    return declared


def bind(task, known):
    """Lets a task stand for that of a run, whatever became of the class since it was trained."""
    _listen()
    stored = known["configuration"]["task"]
    if stored["name"] != "python":
        raise EngramInputError(f"`task=` is given, but {stored['name']} is a task of the library; leave it out.")
    declared = _declared(task)
    for name in ("input-names", "output-names", "condition-names", "period-list", "factor-list"):
        if declared[name] != stored[name]:
            raise EngramInputError(
                f"`task=` has the {name.replace('-', ' ')} {declared[name]}, and the run was trained with {stored[name]}; give the task as it was trained.")
    _tasks[_key(stored)] = task


def _key(declared):
    return declared["source"], declared["class"], declared["hash"], declared["attributes"]


def listen_for(configuration):
    """Makes tasks in Python known to Engram where a run needs one."""
    if configuration["task"]["name"] == "python":
        _listen()


def _listen():
    if not _keep:
        function = _host.FILL(_fill)
        _host.host().tasks(function)
        _keep.append(function)


def _declared(task):
    kind = type(task)
    if not (isinstance(task.inputs, (list, tuple)) and isinstance(task.outputs, (list, tuple)) and task.outputs):
        raise EngramInputError(f"{kind.__qualname__} needs lists of names: inputs = [\"stimulus\"], outputs = [\"left\", \"right\"].")
    source, digest = _source(kind)
    return {
        "source": source, "class": kind.__qualname__, "hash": digest, "attributes": _attributes(task),
        "input-names": _names(task, "inputs"), "output-names": _names(task, "outputs"), "condition-names": _names(task, "conditions"),
        "choice-names": _names(task, "choices"),
        "period-list": [f"{_name(task, 'periods', name)} {_duration(task, name, value)}" for name, value in dict(task.periods).items()],
        "factor-list": [f"{_name(task, 'factors', name)} {_values(task, name, value)}" for name, value in dict(task.factors).items()],
        "sample": f"{1000 * float(task.dt):.10g}ms", "block": int(task.block), "tolerance": None if task.tolerance is None else float(task.tolerance),
    }


def _source(kind):
    if "_engram_source" not in vars(kind):
        kind._engram_source = _found(kind)
    return kind._engram_source


def _found(kind):
    try:
        path = inspect.getsourcefile(kind)
        if path and os.path.isfile(path):
            with open(path, "rb") as file:
                return os.path.basename(path), hashlib.sha256(file.read()).hexdigest()
    except (TypeError, OSError):
        pass
    # A class of a notebook, or one that was typed in: its methods say what it does.
    methods = [(name, _text(value)) for name, value in sorted(vars(kind).items()) if inspect.isfunction(value)]
    return "(notebook)", hashlib.sha256(repr(methods).encode()).hexdigest()


def _text(function):
    try:
        return inspect.getsource(function)
    except (TypeError, OSError):
        return _compiled(function.__code__)


def _compiled(code):
    return code.co_code.hex(), code.co_names, [_compiled(value) if inspect.iscode(value) else repr(value) for value in code.co_consts]


def _attributes(task):
    try:
        return json.dumps(_plain(vars(task)), sort_keys=True)
    except TypeError as fault:
        raise EngramInputError(
            f"{type(task).__qualname__} has an attribute that cannot be kept with a run: {fault}. Keep numbers, texts, and lists, tuples or dicts "
            "of these, and make the rest in `trials`.") from None


def _plain(value):
    if isinstance(value, tuple):
        return {"(tuple)": [_plain(item) for item in value]}
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, numbers.Integral):
        return int(value)
    if isinstance(value, numbers.Real):
        return float(value)
    if value is None or isinstance(value, str):
        return value
    raise TypeError(f"{value!r}")


def _live(value):
    if isinstance(value, dict):
        return tuple(_live(item) for item in value["(tuple)"]) if set(value) == {"(tuple)"} else {key: _live(item) for key, item in value.items()}
    return [_live(item) for item in value] if isinstance(value, list) else value


def is_name(name):
    """Whether a period, a factor, a label or a channel can have this name."""
    return isinstance(name, str) and name.isprintable() and bool(_NAME.match(name))


def _name(task, what, name):
    if not is_name(name):
        raise EngramInputError(f"{type(task).__qualname__}.{what} has the name {name!r}; use letters, digits and hyphens.")
    return name


def _names(task, what):
    names = getattr(task, what)
    if isinstance(names, str):
        raise EngramInputError(f"{type(task).__qualname__}.{what} is {names!r}; give a list of names: {what} = [{names!r}].")
    return [name if isinstance(name, str) and "," not in name and name.strip() == name and name.isprintable() and name else _name(task, what, name) for name in names]


def _duration(task, name, value):
    if isinstance(value, str):
        return value
    if isinstance(value, (tuple, list)) and len(value) == 2:
        return f"{_seconds(task, name, value[0])}..{_seconds(task, name, value[1])}"
    return _seconds(task, name, value)


def _seconds(task, name, value):
    if isinstance(value, numbers.Real):
        return f"{1000 * float(value):.10g}ms"
    if hasattr(value, "total_seconds") or isinstance(value, str):
        return _settings.text_of(value)
    raise EngramInputError(
        f"{type(task).__qualname__}.periods has {value!r} for {name!r}; give seconds, a pair (least, greatest), or a text such as '0.5s..1s'.")


def _values(task, name, values):
    if isinstance(values, str):
        return values
    values = list(values) if not isinstance(values, tuple) else values
    if isinstance(values, tuple) and len(values) == 2 and all(isinstance(value, numbers.Real) for value in values):
        return f"{float(values[0])!r}..{float(values[1])!r}"
    if values and all(isinstance(value, str) for value in values):
        # One label alone needs no choice, and is still one.
        return "|".join(_name(task, "factors", value) for value in values) + ("|" if len(values) == 1 else "")
    if values and all(isinstance(value, numbers.Real) for value in values):
        return ";".join(repr(float(value)) for value in values)
    raise EngramInputError(
        f"{type(task).__qualname__}.factors has {values!r} for {name!r}; give a list of labels or of numbers, or a tuple (least, greatest).")


def _find(identity):
    key = _key(identity)
    if key not in _tasks:
        for kind in reversed(_classes):
            if kind.__qualname__ == identity["class"] and _source(kind) == (identity["source"], identity["hash"]):
                task = kind.__new__(kind)
                try:
                    vars(task).update(_live(json.loads(identity["attributes"])))
                except (ValueError, TypeError, AttributeError, RecursionError) as fault:
                    raise EngramInputError(f"the attributes of {identity['class']} in run.json cannot be read ({fault}). Restore it from a copy.") from None
                _tasks[key] = task
                break
        else:
            known = [kind for kind in _classes if kind.__qualname__ == identity["class"]]
            if known:
                source, digest = _source(known[-1])
                raise EngramInputError(
                    f"the run was trained on another version of {identity['class']}: '{identity['source']}' had the SHA-256 {identity['hash'][:12]}…, and "
                    f"'{source}' has {digest[:12]}…. Restore the file, or, if the task is the same, open the run with "
                    f"`engram.load(folder, task={identity['class']}(…))`.")
    return _tasks.get(key)


def _fill(request):
    try:
        request = request.contents
        identity = json.loads(_host.ctypes.string_at(request.task, request.task_length))
        task = _find(identity)
        if task is None:
            return -1
        labels = {name for name, values in dict(task.factors).items() if _is_label(values)}
        batch = Batch(request, (list(task.periods), list(task.factors), labels))
        task.trials(batch)
        _return(batch, request, task)
        return 0
    except BaseException as fault:  # nothing may cross the border
        return _call.note_fault(fault)


def _is_label(values):
    return "|" in values if isinstance(values, str) else isinstance(list(values)[0], str)


def _return(batch, request, task):
    for name, pointer, shape in [
        ("inputs", request.input, (request.steps, request.trials, request.inputs)),
        ("targets", request.target, (request.steps, request.trials, request.outputs)),
        ("mask", request.mask, (request.steps, request.trials, request.outputs)),
        ("condition", request.condition, (request.trials,)),
        ("answer", request.answer, (request.trials,)),
    ]:
        if 0 in shape:
            continue
        values = np.asarray(getattr(batch, name))
        try:
            np.copyto(np.ctypeslib.as_array(pointer, shape), values, casting="unsafe")
        except ValueError:
            raise EngramInputError(
                f"{type(task).__qualname__}.trials gives batch.{name} the shape {values.shape}; it must be {shape}.") from None


def _copied(pointer, shape):
    return np.ctypeslib.as_array(pointer, shape).copy() if 0 not in shape else np.empty(shape)

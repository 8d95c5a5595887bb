"""Runs: trained networks in folders."""

import os
import re
import sys
import warnings

import numpy as np

from . import _call, _recording, _settings, _task
from ._errors import DivergedWarning, EngramInputError, in_python

_CAPITAL = re.compile(r"(?<=[a-z])([A-Z])")


class Run:
    """A trained network in a folder; `engram.load(folder)` gives it."""

    def __init__(self, path, known):
        self.path = path
        self._known = known

    @property
    def outcome(self):
        """"reached", "exhausted", "diverged" or "cancelled"; None while it runs or where it was killed."""
        return (self._known["outcome"] or {}).get("outcome")

    @property
    def reached(self):
        """Whether the criterion was reached."""
        return self.outcome == "reached"

    @property
    def result(self):
        """How training ended: outcome, updates, trials, performance, …; empty while it runs."""
        return {key: value for key, value in (self._known["outcome"] or {}).items() if key != "advice"}

    @property
    def advice(self):
        """What to try where training ended short of the criterion; else empty."""
        return in_python((self._known["outcome"] or {}).get("advice") or "")

    @property
    def task(self):
        """Name of the task."""
        return self.parameters["task"]["name"]

    @property
    def parameters(self):
        """All settings, as run.json has them: by part (task, cell, network, …), then by name."""
        return self._known["configuration"]

    @property
    def history(self):
        """The checks during training, as arrays by name (update, loss, error, overall, minimum, …); `performance` has one for each condition."""
        _, answer = _call.answer({"operation": "run", "run": self.path, "history": True})
        lines = answer["history"]
        found = {_CAPITAL.sub(r"_\1", key).lower(): _column([line.get(key) for line in lines]) for key in _keys(lines)}
        shares = [line.get("performance") or {} for line in lines]
        return {**found, "performance": {name: _column([share.get(name) for share in shares]) for name in _keys(shares)}}

    @property
    def weights(self):
        """The matrices of the network, as it uses them: W[i, j] is from j to i. A dict of arrays (w_rec, w_in, w_out, …)."""
        return {name: values for name, values in self._arrays().items() if not name.startswith("raw.")}

    @property
    def raw_weights(self):
        """The matrices as learned, before Dale's law and masks."""
        return {name[4:]: values for name, values in self._arrays().items() if name.startswith("raw.")}

    def record(self, trials=100, *, sweep=None, silence=None, periods=(), noise=True, states=True, seed=2, dt=None, threads=None, double=False, **factors):
        """
        Shows fresh trials to the network and records everything (see Recording).

        sweep: {"delay": ["0.5s", "1s"]}, with `trials` of each value; other factors are pinned by name (`delay="1s"`).
        silence: [0, 1, 2], units that send nothing, or {"delay": [0, 1, 2]} during a period alone; True and False for each unit will do.
        periods: ["delay"] cuts each trial to these and what lies between. double: computes in double precision.
        noise: False leaves out recurrent and input noise. dt: a step other than that of training, such as "10ms".
        """
        question = {
            "operation": "record", "run": self.path, "trials": _whole("trials", trials), "seed": _whole("seed", seed), "noise": bool(noise),
            "states": bool(states), "double": bool(double),
            "pins": {_settings.flag_of(name): _settings.text_of(value) for name, value in factors.items()},
            "silence": _silenced(silence), "periods": [periods] if isinstance(periods, str) else list(periods),
        }
        if sweep is not None:
            given = _settings.sweep_of(sweep)
            if len(given) != 1:
                raise EngramInputError(f"`sweep=` has {len(given)} factors; give one, and pin the others by name.")
            question["sweep"] = given[0].split("=", 1)[1]
        if dt is not None:
            question["dt"] = _settings.text_of(dt)
        if threads is not None:
            question["threads"] = _whole("threads", threads)
        _, answer = _call.answer(question)
        return _recording.Recording(answer, _call.arrays(answer["arrays"]))

    def test(self, trials=1000, *, seed=2, sweep=None, threads=None, **factors):
        """Performance on fresh trials by condition, with 95 % intervals; factors are pinned by name. A dict."""
        settings = {"trials": trials, "seed": seed, **({} if threads is None else {"threads": threads}), **factors}
        words = ["test", self.path, *_settings.words_of(settings), *(_settings.sweep_of(sweep) if sweep is not None else [])]
        return _call.command(words)[1]

    def analyse(self, analysis, *, progress=True, **settings):
        """An analysis by its name (`engram.list("analyses")`): the program's answer, with the folder of the report."""
        return _call.command(["analyse", analysis, self.path, *_settings.words_of(settings)], progress)[1]

    def __repr__(self):
        return f"<Run {self.path!r}: {self.task}, {self.outcome or 'not ended'}>"

    def _arrays(self):
        _, answer = _call.answer({"operation": "run", "run": self.path, "weights": True})
        return _call.arrays(answer["arrays"])


def load(folder, task=None):
    """
    Opens a run: a folder that `engram.train`, or the program, wrote. A run of a task in Python finds its class where that has been
    imported; `task` stands for it where it has changed since.
    """
    folder = os.fspath(folder)
    _, known = _call.answer({"operation": "run", "run": folder})
    _task.listen_for(known["configuration"])
    if task is not None:
        _task.bind(task, known)
    return Run(folder, known)


def train(task, cell=None, *, out=None, preset=None, seed=None, resume=False, threads=None, progress=True, **settings):
    """
    Trains a network on a task until the criterion is met, and gives the run. `settings` are those of the task, the cell, the network,
    the optimiser and the training: `delay="1s"`, `units=100`, `learning_rate=0.01`, as `engram.describe(...)` lists them.

    out: the folder; by default runs/TASK-PRESET-seedN. resume: go on with the run in `out`, or start it. progress: True shows a line,
    False nothing, and a function is called with the text. Ctrl-C stops at a safe point; `engram.resume(folder)` goes on as if it had
    not been stopped.
    """
    flags = {"cell": cell, "preset": preset, "seed": seed, "threads": threads, "out": out}
    name, declared = _named(task)
    words = ["train", name, *_settings.words_of({name: value for name, value in flags.items() if value is not None})]
    return _trained([*words, *(["--resume"] if resume else []), *_settings.words_of(settings)], progress, declared)


def resume(folder, *, threads=None, progress=True):
    """Goes on with a run that was interrupted; it ends with the same weights, bit for bit, as an unbroken one."""
    load(folder)
    words = ["train", "--resume", f"--out={os.fspath(folder)}"]
    return _trained([*words, *([] if threads is None else [f"--threads={_settings.text_of(threads)}"])], progress)


def sweep(task, sweep, *, seeds=None, out=None, preset=None, threads=None, progress=True, **settings):
    """
    Trains a network for each combination of settings: `engram.sweep("delayed-match", {"delay": ["0s", "1s"]}, seeds="1..5")`. Goes on
    where it was stopped.
    """
    flags = {"seeds": seeds, "preset": preset, "threads": threads, "out": out}
    name, declared = _named(task)
    words = ["sweep", name, *_settings.words_of({name: value for name, value in flags.items() if value is not None})]
    return Sweep(_call.command([*words, *_settings.sweep_of(sweep), *_settings.words_of(settings)], progress, declared)[1])


class Sweep:
    """The runs of a sweep. `rows` has a dict for each: what varies, status, updates, performance; `runs` are the runs."""

    def __init__(self, answer):
        self.folder = answer["folder"]
        self.rows = [{**row["varies"], **{key: value for key, value in row.items() if key != "varies"}} for row in answer["runs"]]

    @property
    def runs(self):
        """The runs that were trained, in the order of `rows`."""
        return [load(row["run"]) for row in self.rows if row["failure"] is None]

    def to_pandas(self):
        """A data frame with a row for each run."""
        import pandas
        return pandas.DataFrame(self.rows)

    def __len__(self):
        return len(self.rows)

    def __repr__(self):
        return f"<Sweep {self.folder!r}: {len(self)} runs, {sum(row['status'] == 'reached' for row in self.rows)} reached the criterion>"


def _named(task):
    if isinstance(task, type) and issubclass(task, _task.Task):
        task = task()
    return ("python", _task.declaration(task)) if isinstance(task, _task.Task) else (os.fspath(task), None)


def _trained(words, progress, declared=None):
    _, answer = _call.command(words, progress, declared)
    run = load(answer["run"])
    if run.advice and progress is True and answer["outcome"] != "diverged":
        print(run.advice, file=sys.stderr)
    if answer["outcome"] == "diverged":
        warnings.warn(f"training of {run.path!r} diverged: {run.advice}", DivergedWarning, stacklevel=3)
    return run


def _keys(lines):
    return list(dict.fromkeys(key for line in lines for key in line))


def _column(values):
    if all(value is None or isinstance(value, (int, float)) and not isinstance(value, bool) for value in values):
        return np.array([np.nan if value is None else value for value in values])
    return np.array([np.nan if value == "NaN" else value for value in values], dtype=object)


def _silenced(silence):
    if silence is None or isinstance(silence, str):
        return [] if silence is None else [silence]
    parts = [("@" + period, units) for period, units in silence.items()] if isinstance(silence, dict) else [("", silence)]
    return [text + period for period, units in parts for text in [_units(units)] if text]


def _units(units):
    if isinstance(units, str):
        return units
    units = np.asarray(units)
    return ",".join(str(int(unit)) for unit in (np.flatnonzero(units) if units.dtype == bool else units.ravel()))


def _whole(name, value):
    try:
        return int(value.__index__())
    except AttributeError:
        raise EngramInputError(f"`{name}={value!r}`: give a whole number.") from None

"""Runs: trained networks in folders."""

import os
import sys
import warnings

import numpy as np

from . import _call, _recording, _settings, _task
from ._errors import DivergedWarning, EngramInputError, in_python

_EXPORTS = {".npz": "npz", ".mat": "mat", ".onnx": "onnx", ".py": "pytorch"}


class Run:
    """A trained network in a folder; `engram.load(folder)` gives it."""

    def __init__(self, path, known, files=()):
        self.path = path
        self._known = known
        self._files = list(files)

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
        found = {_settings.snake(key): _column([line.get(key) for line in lines]) for key in _keys(lines)}
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
            "operation": "record", "run": self.path, "with": self._files, "trials": _whole("trials", trials), "seed": _whole("seed", seed), "noise": bool(noise),
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
        return _call.command(words, files=self._files)[1]

    def analyse(self, analysis, *, progress=True, **settings):
        """An analysis by its name (`engram.list("analyses")`): the program's answer, with the folder of the report."""
        return _call.command(["analyse", analysis, self.path, *_settings.words_of(settings)], progress, files=self._files)[1]

    def export(self, path):
        """
        Writes the network for other programs, after the ending of the path: .npz (NumPy), .mat (MATLAB, Octave), .onnx, or .py, the text of a
        PyTorch module with its weights beside it.
        """
        path = os.fspath(path)
        kind = _EXPORTS.get(os.path.splitext(path)[1].lower())
        if kind is None:
            raise EngramInputError(f"`path={path!r}`: the ending says the format; give one of {', '.join(_EXPORTS)}.")
        return _call.command(["export", self.path, f"--{kind}={path}"], files=self._files)[1]

    def __repr__(self):
        return f"<Run {self.path!r}: {self.task}, {self.outcome or 'not ended'}>"

    def _arrays(self):
        _, answer = _call.answer({"operation": "run", "run": self.path, "weights": True})
        return _call.arrays(answer["arrays"])


def load(folder, task=None, *, with_=None):
    """
    Opens a run: a folder that `engram.train`, or the program, wrote. A run of a task in Python finds its class where that has been
    imported; `task` stands for it where it has changed since. `with_` names the C# files that it was trained with.
    """
    folder = os.fspath(folder)
    files = _settings.files_of(with_)
    _, known = _call.answer({"operation": "run", "run": folder, "with": files})
    _task.listen_for(known["configuration"])
    if task is not None:
        _task.bind(task, known)
    return Run(folder, known, files)


def train(task, cell=None, *, out=None, preset=None, seed=None, resume=False, threads=None, with_=None, progress=True, **settings):
    """
    Trains a network on a task until the criterion is met, and gives the run. `settings` are those of the task, the cell, the network,
    the optimiser and the training: `delay="1s"`, `units=100`, `learning_rate=0.01`, as `engram.describe(...)` lists them.

    out: the folder; by default one in runs, named after the task, the preset, the seed and what else was set. resume: go on with the run
    in `out`, or start it. with_: a C# file, or several, with tasks, cells or losses of your own, which are then known by name. progress:
    True shows a line, False nothing, and a function is called with the text. Ctrl-C stops at a safe point; `engram.resume(folder)` goes on
    as if it had not been stopped.
    """
    flags = {"cell": cell, "preset": preset, "seed": seed, "threads": threads, "out": out}
    name, declared = _named(task)
    words = ["train", name, *_settings.words_of({name: value for name, value in flags.items() if value is not None})]
    return _trained([*words, *(["--resume"] if resume else []), *_settings.words_of(settings)], progress, declared, with_)


def resume(folder, *, threads=None, with_=None, progress=True):
    """
    Goes on with a run that was interrupted; it ends with the same weights, bit for bit, as an unbroken one. `with_` names the C# files that
    it is trained with.
    """
    load(folder, with_=with_)
    words = ["train", "--resume", f"--out={os.fspath(folder)}"]
    return _trained([*words, *([] if threads is None else [f"--threads={_settings.text_of(threads)}"])], progress, with_=with_)


def sweep(task, sweep, *, seeds=None, out=None, preset=None, threads=None, with_=None, progress=True, **settings):
    """
    Trains a network for each combination of settings: `engram.sweep("delayed-match", {"delay": ["0s", "1s"]}, seeds="1..5")`. Goes on
    where it was stopped. `with_` names C# files of your own, as for `engram.train`.
    """
    flags = {"seeds": seeds, "preset": preset, "threads": threads, "out": out}
    name, declared = _named(task)
    words = ["sweep", name, *_settings.words_of({name: value for name, value in flags.items() if value is not None})]
    files = _settings.files_of(with_)
    return Sweep(_call.command([*words, *_settings.sweep_of(sweep), *_settings.words_of(settings)], progress, declared, files)[1], files)


class Sweep:
    """
    The runs of a sweep. `rows` has a dict for each: what varies (a number where it is one, else a text such as "500ms"), run, status, updates,
    minimum (share of correct answers in the worst condition), seconds, failure; `runs` are the runs.
    """

    def __init__(self, answer, files=()):
        self.folder = answer["folder"]
        self.rows = [_row(row) for row in answer["runs"]]
        self._files = list(files)

    @property
    def runs(self):
        """The runs that were trained, in the order of `rows`."""
        return [load(row["run"], with_=self._files) for row in self.rows if row["failure"] is None]

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


def _row(row):
    varied = {_settings.snake(name): _settings.value_of(text) for name, text in row["varies"].items()}
    minimum, failure = row["minimum"], row["failure"]
    return {
        **varied, "run": row["run"], "status": row["status"], "updates": row["updates"], "minimum": None if minimum is None else float(minimum),
        "seconds": float(row["seconds"]), "failure": None if failure is None else in_python(failure),
    }


def _trained(words, progress, declared=None, with_=None):
    files = _settings.files_of(with_)
    _, answer = _call.command(words, progress, declared, files)
    run = load(answer["run"], with_=files)
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

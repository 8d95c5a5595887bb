"""Recordings as NumPy arrays, and as data frames where there is pandas."""

import numpy as np

_OF_TRIALS = ("steps", "condition", "answer", "choice", "correct")
_IN_TIME = ("rates", "states", "inputs", "targets", "mask", "outputs")


class Recording:
    """
    Trials of a task as a network went through them. T steps, B trials, N units; step k is at `times[k]` seconds, and after a trial's own
    `steps` everything is zero.

    rates (T × B × N), states (T × B × S), inputs (T × B × I), outputs, targets and mask (T × B × O: where the loss counts);
    by trial (B): steps, condition, answer, choice, correct (1, 0; −1 where not scored), and `conditions`, `answers`, `choices` by name;
    `factors`: what each trial drew, milliseconds for a time, the place of a label (`labels` has their names);
    `periods`: first step and end of each period (B × 2), −1 where a trial has none; `measures` (B) and `covariates` (T × B) of some tasks.
    """

    def __init__(self, described, arrays):
        self.task = described["task"]
        self.dt = described["dt"]
        self.input_names = list(described["inputs"])
        self.output_names = list(described["outputs"])
        self.condition_names = list(described["conditions"])
        self.choice_names = list(described["choices"])
        self.labels = {factor["name"]: list(factor["labels"]) for factor in described["factors"] if factor["labels"]}
        self._times = {factor["name"] for factor in described["factors"] if factor["kind"] == "time"}
        self.rates, self.states, self.inputs, self.targets, self.mask, self.outputs = (arrays.get(name) for name in _IN_TIME)
        self.steps, self.condition, self.answer, self.choice, self.correct = (arrays[name] for name in _OF_TRIALS)
        self.factors, self.measures, self.covariates, self.periods = (
            {name[len(kind):]: values for name, values in arrays.items() if name.startswith(kind)}
            for kind in ("factor-", "measure-", "covariate-", "period-"))

    @property
    def times(self):
        """The time of each step in seconds (T)."""
        return (np.arange(len(self.rates)) + 1) * self.dt

    @property
    def conditions(self):
        """The condition of each trial by name; empty for none (B)."""
        return _named(self.condition_names, self.condition)

    @property
    def choices(self):
        """The choice made in each trial by name; empty for none (B)."""
        return _named(self.choice_names, self.choice)

    @property
    def answers(self):
        """The right choice of each trial by name; empty for none (B)."""
        return _named(self.choice_names, self.answer)

    @property
    def performance(self):
        """Share of scored trials that were answered correctly; NaN without any."""
        scored = self.correct >= 0
        return float(np.mean(self.correct[scored])) if scored.any() else float("nan")

    def __len__(self):
        return len(self.steps)

    def __repr__(self):
        steps, trials, units = self.rates.shape
        return f"<Recording of {self.task}: {trials} trials, {units} units, up to {steps} steps of {1000 * self.dt:g} ms, {100 * self.performance:.1f} % correct>"

    def during(self, period):
        """Which steps of which trials belong to a period, as True and False (T × B)."""
        if period not in self.periods:
            raise KeyError(f"{self.task} has no period {period!r}; its periods are {', '.join(self.periods)}")
        step = np.arange(len(self.rates))[:, np.newaxis]
        first, end = self.periods[period].T
        return (step >= first) & (step < end)

    def to_pandas(self, what="trials"):
        """
        A data frame. "trials": a row for each trial, with condition, choice and factors by name (times in ms). "rates", "states",
        "inputs", "outputs" or "targets": a row for each step of each trial, a column for each unit or channel.
        """
        try:
            import pandas
        except ImportError:
            raise ImportError("to_pandas needs pandas; install it with `pip install pandas`, or use the arrays") from None
        if what == "trials":
            columns = {
                "condition": self.conditions, "answer": self.answers, "choice": self.choices,
                "correct": pandas.array(np.where(self.correct < 0, np.nan, self.correct)).astype("boolean"), "steps": self.steps.copy(),
            }
            for name, values in self.factors.items():
                key = f"{name} (ms)" if name in self._times else name
                columns[key] = _named(self.labels[name], values) if name in self.labels else values.copy()
            columns.update((name, values.copy()) for name, values in self.measures.items())
            return pandas.DataFrame(columns, index=pandas.RangeIndex(len(self), name="trial"))
        values = getattr(self, what, None) if what in _IN_TIME else None
        if values is None:
            raise ValueError(f"what={what!r} is not recorded; give 'trials', 'rates', 'states', 'inputs', 'outputs' or 'targets'")
        inside = np.arange(len(values))[np.newaxis, :] < self.steps[:, np.newaxis]
        trial, step = np.nonzero(inside)
        names = {"inputs": self.input_names}.get(what, self.output_names if what in ("outputs", "targets", "mask") else None)
        index = pandas.MultiIndex.from_arrays([trial, self.times[step]], names=["trial", "time"])
        return pandas.DataFrame(values[step, trial], index=index, columns=names)


def joined(recordings):
    """Recordings of one network one after another, trial by trial; the shorter are filled up with zeros."""
    if len(recordings) == 1:
        return Recording(*recordings[0])
    described, tables = recordings[0][0], [arrays for _, arrays in recordings]
    described = dict(described, conditions=_union(one["conditions"] for one, _ in recordings))
    longest = max(len(arrays["rates"]) for arrays in tables)
    for (one, _), arrays in zip(recordings, tables):
        # Pinned to a number that is not drawn, a task may name its conditions otherwise.
        place = np.array([described["conditions"].index(name) for name in one["conditions"]] + [-1])
        arrays["condition"] = place[arrays["condition"]]
    names = _union(tables)
    return Recording(described, {name: _joined(name, [arrays.get(name) for arrays in tables], tables, longest) for name in names})


def _joined(name, parts, tables, longest):
    trials = [len(arrays["steps"]) for arrays in tables]
    if name in _IN_TIME or name.startswith("covariate-"):
        return np.concatenate([np.pad(part, [(0, longest - len(part))] + [(0, 0)] * (part.ndim - 1)) for part in parts], axis=1)
    if name.startswith("period-"):
        parts = [np.full((count, 2), -1) if part is None else part for part, count in zip(parts, trials)]
    return np.concatenate([np.full(count, np.nan) if part is None else part for part, count in zip(parts, trials)])


def _union(lists):
    return list(dict.fromkeys(name for names in lists for name in names))


def _named(names, places):
    return np.array([*names, ""])[np.where(np.isnan(places), -1, places).astype(int)]

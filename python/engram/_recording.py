"""Recordings as NumPy arrays, and as data frames where there is pandas."""

import numpy as np

_LABELS = "labels-"
_OF_TRIALS = ("steps", "first", "condition", "answer", "choice", "correct")
_IN_TIME = ("rates", "states", "inputs", "targets", "mask", "outputs")


class Recording:
    """
    Trials of a task as a network went through them. T steps, B trials, N units; step k is at `times[k]` seconds, and after a trial's own
    `steps` everything is zero.

    rates (T × B × N), states (T × B × S), inputs (T × B × I), outputs, targets and mask (T × B × O: where the loss counts);
    by trial (B): steps, first (the step of the whole trial in row 0, where it was cut to periods), condition, answer, choice, correct (1, 0;
    −1 where not scored), and `conditions`, `answers`, `choices` by name;
    `factors`: what each trial drew, milliseconds for a time, the place of a label (`labels` has their names);
    `periods`: first row and end of each period (B × 2), −1 where a trial has none; `measures` (B) and `covariates` (T × B) of some tasks.
    """

    def __init__(self, described, arrays):
        texts = described["texts"]
        self.task = described["task"]
        self.about = "\n".join(texts["about"])
        self.input_names, self.output_names, self.condition_names, self.choice_names = (
            texts.get(name, []) for name in ("inputs", "outputs", "conditions", "choices"))
        self.labels = {name[len(_LABELS):]: names for name, names in texts.items() if name.startswith(_LABELS)}
        self._times = set(described["times"])
        self.dt = float(arrays["dt"][0])
        self.times = arrays["times"]
        self.rates, self.states, self.mask = arrays["rates"], arrays.get("states"), arrays["mask"]
        self.inputs, self.targets, self.outputs = arrays["input"], arrays["target"], arrays["output"]
        self.steps, self.first, self.condition, self.answer, self.choice, self.correct = (arrays[name] for name in _OF_TRIALS)
        self.factors, self.measures, self.covariates, self.periods = (
            {name[len(kind):]: values for name, values in arrays.items() if name.startswith(kind)}
            for kind in ("factor-", "measure-", "covariate-", "period-"))

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


def _named(names, places):
    return np.array([*names, ""])[np.where(np.isnan(places), -1, places).astype(int)]

"""A task in Python, for the tests."""

import engram


class Report(engram.Task):
    """Report the sign of a noisy stimulus."""

    inputs = ["stimulus"]
    outputs = ["left", "right"]
    conditions = ["left", "right"]
    periods = {"fixation": 0.1, "stimulus": (0.4, 0.8), "decision": 0.3}
    factors = {"side": ["left", "right"], "strength": [0.2, 0.4, 0.8]}

    def __init__(self, scatter=0.5, fails=False):
        self.scatter = scatter
        self.fails = fails

    def trials(self, batch):
        if self.fails:
            raise ZeroDivisionError("on purpose")
        sign = 2 * batch.factors["side"] - 1
        stimulus = batch.during("stimulus")
        noise = self.scatter * batch.rng.standard_normal(stimulus.shape)
        batch.inputs[:, :, 0] = stimulus * (sign * batch.factors["strength"] + noise)
        batch.targets[:, batch.trial, batch.factors["side"]] = batch.during("decision")
        batch.mask[stimulus] = 0
        batch.condition = batch.answer = batch.factors["side"]


class Hold(engram.Task):
    """Keep up one output; there is no choice, and what counts is the error."""

    inputs = ["cue"]
    outputs = ["level"]
    periods = {"cue": 0.2, "hold": (0.2, 0.6)}
    factors = {"level": (-1.0, 1.0)}
    tolerance = 0.2

    def trials(self, batch):
        batch.inputs[:, :, 0] = batch.during("cue") * batch.factors["level"]
        batch.targets[:, :, 0] = batch.during("hold") * batch.factors["level"]

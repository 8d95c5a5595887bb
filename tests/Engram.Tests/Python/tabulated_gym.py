"""An environment like those of NeuroGym, without it."""

import numpy as np


class Space:
    def __init__(self, shape=(), n=None, name=None):
        self.shape, self.name = shape, name
        if n is not None:
            self.n = n


class Gym:
    """Like NeuroGym: whole trials in ob and gt, of 9 to 12 steps; a fixation channel, and two that say what is right."""

    dt = 20
    observation_space = Space((3,), name={"fixation": 0, "stimulus": [1, 2]})
    action_space = Space(n=3, name={"fixation": 0, "choice": [1, 2]})

    def seed(self, seed=None):
        self.rng = np.random.default_rng(seed)

    def reset(self, *, seed=None, options=None):
        return np.zeros(3), {}

    def new_trial(self):
        length, side = self.rng.integers(9, 13), self.rng.integers(2)
        self.ob, self.gt = np.zeros((length, 3)), np.zeros(length, int)
        self.ob[:-3, 0] = 1
        self.ob[2:, 1 + side] = 1
        self.gt[-3:] = 1 + side

"""Environments become tasks: those that give whole trials, those that are stepped through, choices and numbers; and what is none is refused."""

import numpy as np
from refusals import refused
from tabulated_gym import Gym, Space

import engram

task = engram.Tabulated(Gym())
assert task.inputs == ["fixation", "stimulus-1", "stimulus-2"] and task.outputs == ["fixation", "choice-1", "choice-2"]
assert task.conditions == ["choice-1", "choice-2"] and task.steps == 12 and abs(task.dt - 0.02) < 1e-9
runs = [engram.train(task, units=24, dt="20ms", tau="40ms", max_updates=1000, seed=1, threads=threads, out=f"run{threads}") for threads in (1, 2)]
assert runs[0].outcome == "reached" and np.array_equal(*[run.weights["w_rec"] for run in runs]), [run.outcome for run in runs]
recording = runs[0].record(trials=40)
for trial in range(40):
    right = recording.inputs[2:5, trial, 1:3].mean(axis=0).argmax()
    assert recording.conditions[trial] == f"choice-{right + 1}"
    assert recording.targets[-1, trial, 1 + right] == 1 and recording.targets[0, trial, 0] == 1
assert recording.correct.mean() > 0.8
weights = recording.mask[:, 0, 0]
asked = recording.targets[:, 0, 0] == 0
assert abs(weights[asked].sum() - weights[~asked].sum()) < 1e-4 and abs(weights.sum() - 12) < 1e-4
print("whole trials")


class Resting(Gym):
    def new_trial(self):
        super().new_trial()
        self.gt[-1] = 0


# A task of the library, as an environment, is the task again: the same trials by its steps as by its arrays.
own = engram.Environment("perceptual-decision", dt="20ms", fixation="100ms", stimulus="200ms", decision="100ms", seed=3)
whole = engram.Tabulated(own, dt=0.02)


class Stepped:
    """Hides everything but what Gymnasium asks for."""

    def __init__(self, inner):
        self.observation_space, self.action_space, self.step, self.reset = inner.observation_space, inner.action_space, inner.step, inner.reset


stepped = engram.Tabulated(Stepped(engram.Environment("perceptual-decision", dt="20ms", fixation="100ms", stimulus="200ms", decision="100ms", seed=3)), dt=0.02)
assert whole.steps == stepped.steps > 5
first, second = whole._drawn(5, 3), stepped._drawn(5, 3)
assert all(np.array_equal(a, b) for pair in zip(first, second) for a, b in zip(*pair))
numbers = engram.Tabulated(engram.Environment("flip-flop", dt="20ms"), dt=0.02, tolerance=0.5)
assert not numbers.discrete and numbers.conditions == ["all"]
trained = engram.train(numbers, units=16, dt="20ms", max_updates=2, out="numbers")
assert trained.record(trials=3).targets.any()

# What a class draws depends on how its environment was made: each run keeps to its own.
class Scaled(Gym):
    def __init__(self, scale):
        self.scale = scale

    def new_trial(self):
        super().new_trial()
        self.ob = self.ob * self.scale


weak, strong = [engram.train(engram.Tabulated(Scaled(scale)), units=8, dt="20ms", max_updates=1, out=f"scaled{scale}") for scale in (1, 9)]
assert weak.record(trials=4, noise=False).inputs.max() == 1 and strong.record(trials=4, noise=False).inputs.max() == 9


class Bits(Gym):
    action_space = Space((3,), n=3)

    def new_trial(self):
        super().new_trial()
        self.gt = np.eye(3, dtype=int)[self.gt]


class Named(Gym):
    observation_space = Space((3,), name={"what is\nseen": 0, "a,b": [1, 2]})


assert not engram.Tabulated(Bits()).discrete and engram.Tabulated(Named()).inputs == ["observation-0", "observation-1", "observation-2"]
shared = Gym()
assert engram._tabulated._environments[(one := engram.Tabulated(shared))][1] is engram._tabulated._environments[(two := engram.Tabulated(shared))][1]

# Where every trial ends in the same right action, there is no choice to judge.
resting = engram.Tabulated(Resting())
assert resting.conditions == ["all"] and resting.outputs == ["fixation", "choice-1", "choice-2"] and not resting.chosen
print("steps and numbers")


class Other(Gym):
    def seed(self, seed=None):
        self.rng = np.random.default_rng()


class Silent:
    dt, observation_space, action_space = 20, Gym.observation_space, Gym.action_space

    def reset(self, *, seed=None, options=None):
        return np.zeros(3), {}

    def step(self, action):
        return np.zeros(3), 0.0, True, False, {}


class Lazy(Gym):
    def new_trial(self):
        pass


class Wrong(Gym):
    def new_trial(self):
        super().new_trial()
        self.gt[-1] = 7


class Given(Gym):
    """Gives what it is told to as observations or as right actions."""

    def __init__(self, ob=None, gt=None, actions=None):
        self.given = ob, gt
        if actions is not None:
            self.action_space = actions

    def new_trial(self):
        super().new_trial()
        ob, gt = self.given
        self.ob, self.gt = self.ob if ob is None else ob, self.gt if gt is None else gt(len(self.ob))


class Growing(Gym):
    longest = 12

    def new_trial(self):
        super().new_trial()
        if self.longest > 12:
            self.ob, self.gt = np.vstack([self.ob] * 3), np.concatenate([self.gt] * 3)


class Timeless(Gym):
    dt = "fast"


class Blind(Gym):
    observation_space = Space((), n=5)


growing = Growing()
late = engram.Tabulated(growing)
growing.longest = 36
refused([
    (lambda: engram.Tabulated(Other()), "other trials from the same seed"),
    (lambda: engram.Tabulated(Silent()), 'info["gt"]'),
    (lambda: engram.Tabulated(Lazy()), "does not say what is right"),
    (lambda: engram.Tabulated(Wrong()), "none of the 3"),
    (lambda: engram.Tabulated(Timeless()), "`dt=0.02`"),
    (lambda: engram.Tabulated(Given(gt=lambda length: np.full(length, 1.5))), "none of the 3"),
    (lambda: engram.Tabulated(Given(gt=lambda length: ["left"] * length)), "right actions that are no array of numbers"),
    (lambda: engram.Tabulated(Given(gt=lambda length: np.zeros(length), actions=Space((2,)))), "2 of the right action"),
    (lambda: engram.Tabulated(Given(ob=[[1, 2, 3], [1, 2]])), "observations that are no array of numbers"),
    (lambda: engram.Tabulated(Given(ob=np.zeros((0, 3)))), "a step at least"),
    (lambda: engram.Tabulated(Gym(), dt=0), "`dt=0`"),
    (lambda: engram.Tabulated(Gym(), dt="20ms"), "`dt='20ms'`"),
    (lambda: engram.Tabulated(Gym(), last=-1), "`last=-1`"),
    (lambda: engram.Tabulated(Gym(), steps=5), "a whole number from 12 on"),
    (lambda: engram.Tabulated(Gym(), tolerance="small"), "`tolerance='small'`"),
    (lambda: engram.Tabulated(Blind()), "arrays of numbers"),
    (lambda: engram.train(late, units=8, dt="20ms", max_updates=2, out="late"), "give `steps="),
])
print("refused")

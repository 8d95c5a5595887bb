"""Tasks as environments, as Gymnasium and NeuroGym have them."""

import numpy as np

from . import _call, _settings
from ._run import _named

try:
    from gymnasium import Env as _Env
    from gymnasium.spaces import Box, Discrete
except ImportError:
    class _Env:
        """Stands for gymnasium.Env where there is none."""

        metadata = {"render_modes": []}
        render_mode = None

        @property
        def unwrapped(self):
            return self

        def reset(self, *, seed=None, options=None):
            """Does nothing."""

        def close(self):
            """Does nothing."""

    class Discrete:
        """Whole numbers from 0 up to n − 1."""

        def __init__(self, n):
            self.n, self.shape, self.dtype = n, (), np.dtype(np.int64)
            self._rng = np.random.default_rng()

        def seed(self, seed=None):
            self._rng = np.random.default_rng(seed)

        def sample(self):
            return int(self._rng.integers(self.n))

        def contains(self, value):
            return isinstance(value, (int, np.integer)) and 0 <= value < self.n

        __contains__ = contains

    class Box:
        """Arrays of a shape, with bounds."""

        def __init__(self, low, high, shape, dtype=np.float32):
            self.low, self.high, self.shape, self.dtype = np.full(shape, low, dtype), np.full(shape, high, dtype), shape, np.dtype(dtype)
            self._rng = np.random.default_rng()

        def seed(self, seed=None):
            self._rng = np.random.default_rng(seed)

        def sample(self):
            return self._rng.standard_normal(self.shape).astype(self.dtype)

        def contains(self, value):
            value = np.asarray(value)
            return value.shape == self.shape and bool(np.all(value >= self.low) and np.all(value <= self.high))

        __contains__ = contains

_BLOCK = 64


class Environment(_Env):
    """
    A task of Engram, or a task in Python, as an environment: an episode is a trial, a step is `dt`, an observation is the inputs.

    Where the task asks for a choice, action 0 waits and action k makes choice k − 1 (`choices` has their names). In the period in which
    the answer is asked for, a choice ends the trial, with the reward `correct` or `wrong`; before, where all outputs should be at rest, it
    costs `early`. Where there is no choice, an action is the outputs, and the reward of a step is −Σ mask · (action − target)².

    env.reset(options={"delay": "1s"}) pins factors in the next trial. For supervised learning, `env.new_trial(delay="1s")` draws a trial,
    whose inputs are `env.ob` (T × I) and whose right action at each step is `env.gt` (T, or T × O). `with_` names C# files with tasks of
    your own.
    """

    def __init__(self, task, dt="20ms", seed=2, correct=1.0, wrong=0.0, early=-0.1, with_=None, **settings):
        self._name, self._declared = _named(task)
        self._dt = _settings.text_of(dt)
        self._files = _settings.files_of(with_)
        self._plain = {_settings.flag_of(name): _settings.text_of(value) for name, value in settings.items()}
        self.rewards = {"correct": correct, "wrong": wrong, "early": early}
        self._seed, self._next, self._block, self._first = seed, 0, None, 0
        block = self._drawn(0, 1)
        self.input_names, self.output_names, self.condition_names = block["inputs"], block["outputs"], block["conditions"]
        self.choices, self.labels, self.dt = block["choices"], block["labels"], block["dt"]
        self.observation_space = Box(-np.inf, np.inf, (len(self.input_names),), np.float32)
        asks = len(self.choices) > 0
        self.action_space = Discrete(len(self.choices) + 1) if asks else Box(-np.inf, np.inf, (len(self.output_names),), np.float32)
        self.ob = self.gt = self.trial = None
        self._step = self._steps = 0

    def new_trial(self, **factors):
        """Draws the next trial, with some factors pinned; gives what it is: trial, condition, answer, factors."""
        if factors:
            block, place = self._drawn(self._next, 1, factors), 0
        else:
            if self._block is None or not self._first <= self._next < self._first + _BLOCK:
                self._block, self._first = self._drawn(self._next, _BLOCK), self._next
            block, place = self._block, self._next - self._first
        arrays = block["arrays"]
        self._steps = int(arrays["steps"][place])
        self.ob = arrays["inputs"][:self._steps, place]
        self._targets, self._mask = arrays["targets"][:self._steps, place], arrays["mask"][:self._steps, place]
        condition, answer = int(arrays["condition"][place]), int(arrays["answer"][place])
        self.trial = {
            "trial": self._next,
            "condition": block["conditions"][condition] if condition >= 0 else "",
            "answer": self.choices[answer] if answer >= 0 else "",
            "factors": {name[7:]: float(values[place]) for name, values in arrays.items() if name.startswith("factor-")},
        }
        self._answer, self._asked = answer, _asked(self._targets, self._mask)
        self.gt = self._targets if not self.choices else np.where(self._asked, answer + 1, 0)
        self._next, self._step = self._next + 1, 0
        return self.trial

    def reset(self, *, seed=None, options=None):
        """Begins the next trial; with a seed, the first trial of that seed. Gives (observation, info)."""
        super().reset(seed=seed)
        if seed is not None:
            self._seed, self._next, self._block = int(seed), 0, None
        self.new_trial(**(options or {}))
        return self.ob[0].copy(), dict(self.trial)

    def step(self, action):
        """Makes an action. Gives (observation, reward, terminated, truncated, info)."""
        if self.trial is None or self._step >= self._steps:
            raise RuntimeError("the trial has ended, or there is none yet; call reset()")
        now = self._step
        reward, ended = self._judged(action, now)
        self._step = self._steps if ended else now + 1
        ended = ended or self._step == self._steps
        info = {**self.trial, "gt": self.gt[now], "performance": float(ended and reward == self.rewards["correct"])}
        return self.ob[min(now + 1, self._steps - 1)].copy(), reward, bool(ended), False, info

    def _judged(self, action, now):
        if not self.choices:
            error = np.asarray(action, np.float32).reshape(len(self.output_names)) - self._targets[now]
            return -float(np.sum(self._mask[now] * error * error)), False
        if int(action) not in range(len(self.choices) + 1):
            raise ValueError(f"the action {action!r} is none of 0 to {len(self.choices)}: 0 waits, and k makes choice k − 1 of {', '.join(self.choices)}")
        if int(action) == 0:
            return 0.0, False
        if self._asked[now]:
            return float(self.rewards["correct" if int(action) - 1 == self._answer else "wrong"]) if self._answer >= 0 else 0.0, True
        return (float(self.rewards["early"]) if self._mask[now].any() else 0.0), False

    def _drawn(self, first, trials, pins=None):
        question = {
            "operation": "trials", "name": self._name, "with": self._files, "settings": self._plain, "dt": self._dt, "seed": self._seed, "first": first, "trials": trials,
            "pins": {_settings.flag_of(name): _settings.text_of(value) for name, value in (pins or {}).items()},
            **({} if self._declared is None else {"task": self._declared}),
        }
        _, answer = _call.answer(question)
        return {**answer, "arrays": _call.arrays(answer["arrays"])}


def register_environments():
    """Registers each task with Gymnasium as engram/<task>-v0, for gymnasium.make; gives the names."""
    import gymnasium

    from ._catalogue import list_
    names = [f"engram/{task}-v0" for task in list_("tasks")]
    for name in names:
        if name not in gymnasium.registry:
            gymnasium.register(id=name, entry_point="engram:Environment", kwargs={"task": name[7:-3]}, order_enforce=False)
    return names


def _asked(targets, mask):
    # The answer is asked for in the last stretch in which the outputs should be what they should be at the end.
    asked = np.zeros(len(targets), bool)
    for step in range(len(targets) - 1, -1, -1):
        if not (mask[step].any() and np.array_equal(targets[step], targets[-1])):
            break
        asked[step] = True
    return asked

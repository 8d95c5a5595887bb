"""The trials of an environment as a task."""

import hashlib
import math
import threading
import weakref

import numpy as np

from ._errors import EngramInputError
from ._task import Task, is_name

_PROBED, _RARE, _MOST = 500, 0.01, 100_000
_environments = weakref.WeakKeyDictionary()


class Tabulated(Task):
    """
    The trials of an environment as a task, for networks that learn by example: each trial is drawn, and written down whole.

    engram.train(engram.Tabulated(neurogym.make("PerceptualDecisionMaking-v0", dt=20)))

    It is for environments in which nothing that is done within a trial changes what is observed: those of NeuroGym, whose new_trial() fills `ob` and
    `gt`, and those of Gymnasium whose steps say the right action of the step as info["gt"]. The same seed must draw the same trials.

    dt: seconds from one observation to the next (default: the `dt` of the environment, in milliseconds as NeuroGym has it).
    steps: the most observations of a trial (default: the most of 500 trials). Shorter trials hold their last one.
    last: how much the stretch at the end of a trial, in which one answer is right, counts beside the steps before it, each as a whole; None for
    all steps alike.
    tolerance: where no choice is judged, the greatest root mean square error of a correct trial; None for trials that are not judged.

    Outputs are the actions, each 1 where it is the right one and 0 elsewhere, or the numbers where an action is several. Where trials end in
    different right actions, a trial is correct if the output of its own is the highest at its end.
    """

    def __init__(self, environment, dt=None, steps=None, last=1.0, tolerance=None):
        inner = getattr(environment, "unwrapped", environment)
        self.environment = f"{type(inner).__module__}.{type(inner).__qualname__}"
        # Two tasks of one environment take turns.
        shared = [lock for other, lock in _environments.values() if other is environment]
        _environments[self] = environment, shared[0] if shared else threading.Lock()
        self.inputs = _channels(self, "observation_space", "observation")
        self.outputs = _channels(self, "action_space", "action")
        self.discrete = _is_discrete(environment.action_space)
        if self.discrete and len(self.outputs) < 2:
            raise EngramInputError(f"{self.environment} has one action, so that nothing can be chosen; give an environment with at least 2.")
        self.tolerance = None if tolerance is None else _positive("tolerance", tolerance, "an error above 0, or None")
        self.last = None if last is None else _positive("last", last, "a number above 0, or None")
        self.dt = _step(self, inner, dt)
        drawn = self._drawn(1, _PROBED)
        if not all(np.array_equal(one, other) for pair in zip(drawn, self._drawn(1, _PROBED)) for one, other in zip(*pair)):
            raise EngramInputError(
                f"{self.environment} draws other trials from the same seed, so that no training could be repeated; draw them from what "
                "`reset(seed=…)` or `seed(…)` seeds.")
        # Kept with a run: two environments of one class are two tasks where they draw other trials.
        self.drawn = hashlib.sha256(b"".join(part.tobytes() for trial in drawn for part in trial)).hexdigest()
        self.chosen = self.discrete and len({right[-1] for _, right in drawn}) > 1
        self.conditions = self._conditions([right[-1] for _, right in drawn]) if self.chosen else ["all"]
        longest = max(len(observed) for observed, _ in drawn)
        enough = f"a whole number from {longest} on, the most observations of {_PROBED} trials"
        self.steps = longest if steps is None else int(_positive("steps", steps, enough, longest))
        self.periods = {"trial": self.steps * self.dt}

    def trials(self, batch):
        """Fills in a block of trials of the environment."""
        seed = int(batch.rng.integers(2**31))
        room = len(batch.times)
        for place, (observed, right) in enumerate(self._drawn(seed, batch.size)):
            length = len(observed)
            if length > room:
                raise EngramInputError(
                    f"a trial of {self.environment} has {length} observations, but there is room for {room}; give `steps={length}` or more.")
            batch.inputs[:length, place] = observed
            batch.inputs[length:, place] = observed[-1]
            targets = np.eye(len(self.outputs))[right] if self.discrete else right
            batch.targets[:length, place] = targets
            batch.targets[length:, place] = targets[-1]
            if self.chosen:
                batch.answer[place], batch.condition[place] = right[-1], self._condition(right[-1])
                first = length - int(np.argmin(right[::-1] == right[-1])) if (right != right[-1]).any() else 0
                if self.last is not None and first > 0:
                    batch.mask[:first, place] = room / first / (1 + self.last)
                    batch.mask[first:, place] = room / (room - first) * self.last / (1 + self.last)
            elif not self.discrete:
                batch.mask[length:, place] = 0

    # A condition must be met often enough to be judged; what is rarer shares one, and what was never seen is counted with the rarest.
    def _conditions(self, last):
        counts = np.bincount(last, minlength=len(self.outputs))
        often = [name for name, count in zip(self.outputs, counts) if count >= _RARE * len(last)]
        return often if np.isin(last, [self.outputs.index(name) for name in often]).all() else [*often, "others"]

    def _condition(self, action):
        name = self.outputs[action]
        return self.conditions.index(name) if name in self.conditions else len(self.conditions) - 1

    def _drawn(self, seed, count):
        if self not in _environments:
            raise EngramInputError(
                f"the task is made of the trials of an environment, {self.environment}, which is not here; make it, and open the run with "
                "`engram.load(folder, task=engram.Tabulated(environment))`.")
        environment, lock = _environments[self]
        with lock:
            _seeded(environment, seed)
            return [self._trial(environment) for _ in range(count)]

    def _trial(self, environment):
        inner = getattr(environment, "unwrapped", environment)
        if hasattr(inner, "new_trial"):
            inner.new_trial()
            observed, right = getattr(inner, "ob", None), getattr(inner, "gt", None)
            if observed is None or right is None:
                raise EngramInputError(self._unknown())
        else:
            observed, right = self._stepped(environment)
        observed, right = self._array("observations", observed), self._array("right actions", right)
        width = 1 if self.discrete else len(self.outputs)
        if len(observed) == 0 or len(right) != len(observed) or (observed.shape[1], right.shape[1]) != (len(self.inputs), width):
            raise EngramInputError(
                f"a trial of {self.environment} has observations of the shape {observed.shape} and right actions of {right.shape}; there must be a step "
                f"at least, and for each {len(self.inputs)} observed numbers and {width} of the right action.")
        known = not self.discrete or ((right % 1 == 0) & (0 <= right) & (right < len(self.outputs))).all()
        if not (np.isfinite(observed).all() and np.isfinite(right).all() and known):
            raise EngramInputError(
                f"a trial of {self.environment} has observations that are not finite, or a right action that is none of the {len(self.outputs)}.")
        return observed, right[:, 0].astype(np.int64) if self.discrete else right

    # Steps × numbers.
    def _array(self, what, values):
        try:
            with np.errstate(over="ignore", invalid="ignore"):
                array = np.asarray(values, np.float32)
            return array.reshape(len(array), int(np.prod(array.shape[1:])))
        except (TypeError, ValueError):
            raise EngramInputError(f"a trial of {self.environment} has {what} that are no array of numbers with a row for each step.") from None

    def _stepped(self, environment):
        # What is done does not matter here: it is the same at every step.
        idle = 0 if self.discrete else np.zeros(environment.action_space.shape, np.float32)
        observation, ended, observed, right = environment.reset()[0], False, [], []
        while not ended:
            observed.append(observation)
            observation, _, terminated, truncated, told = environment.step(idle)
            if "gt" not in told:
                raise EngramInputError(self._unknown())
            right.append(told["gt"])
            ended = terminated or truncated
            if len(right) > _MOST:
                raise EngramInputError(f"a trial of {self.environment} does not end within {_MOST} steps; give an environment whose trials end.")
        return observed, right

    def _unknown(self):
        return (f"{self.environment} does not say what is right: neither its new_trial() fills `ob` and `gt`, as in NeuroGym, nor has its step() "
                "info[\"gt\"], the right action of the step. A network that learns by example needs one of them.")


def _seeded(environment, seed):
    inner = getattr(environment, "unwrapped", environment)
    if callable(getattr(inner, "seed", None)):
        inner.seed(seed)
    environment.reset(seed=seed)


def _step(task, inner, dt):
    if dt is not None:
        return round(_positive("dt", dt, "the seconds from one observation to the next, such as 0.02", 1e-6), 7)
    try:
        step = round(float(inner.dt) / 1000, 7)
    except (AttributeError, TypeError, ValueError):
        step = 0
    if not 0 < step < math.inf:
        raise EngramInputError(f"{task.environment} has no `dt` in milliseconds; give the seconds from one observation to the next: `dt=0.02`.")
    return step


def _positive(name, value, what, least=0.0):
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = 0
    if not (0 < number < math.inf and number >= least and (name != "steps" or number % 1 == 0)):
        raise EngramInputError(f"`{name}={value!r}`: give {what}.")
    return number


# Several bits at once have both a number and a shape.
def _is_discrete(space):
    return hasattr(space, "n") and not getattr(space, "shape", None)


def _channels(task, space, word):
    given = getattr(_environments[task][0], space, None)
    count = given.n if space == "action_space" and _is_discrete(given) else None
    if count is None:
        shape = getattr(given, "shape", None)
        if not shape:
            raise EngramInputError(
                f"the {space} of {task.environment} is {given!r}; observations must be arrays of numbers, so that their space has a `shape` such as (2,), "
                "and actions arrays too, or one of several, so that their space has `n`, how many there are.")
        count = int(np.prod(shape))
    named = {}
    names = getattr(given, "name", None)
    for name, places in names.items() if isinstance(names, dict) else ():
        places = np.ravel(places)
        if places.dtype.kind in "iu":
            named.update({int(place): name if len(places) == 1 else f"{name}-{k + 1}" for k, place in enumerate(places)})
    names = [str(named.get(place, f"{word}-{place}")).replace(" ", "-") for place in range(int(count))]
    return names if len(set(names)) == len(names) and all(map(is_name, names)) else [f"{word}-{place}" for place in range(int(count))]

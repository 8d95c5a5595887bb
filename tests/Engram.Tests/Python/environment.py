"""Every task as an environment: an agent that knows the answer is rewarded, one that does not wait is not. Without Gymnasium, or with it."""

import numpy as np
from report_task import Report

import engram

for task in [*engram.list("tasks"), Report()]:
    try:
        env = engram.Environment(task, seed=5)
    except engram.EngramInputError as fault:
        # Their inputs depend on what the network did.
        assert "closed loop" in str(fault) and task in ("grapheme-to-phoneme", "reverse"), fault
        continue
    assert env.observation_space.shape == (len(env.input_names),)
    rewards = []
    for _ in range(20):
        observation, info = env.reset()
        assert observation.shape == env.observation_space.shape and observation.dtype == np.float32
        ended, total, steps = False, 0.0, 0
        while not ended:
            action = env.gt[steps]
            observation, reward, ended, cut, told = env.step(action)
            total, steps = total + reward, steps + 1
            assert not cut
        rewards.append(total)
        scored = info["answer"] != ""
        assert total == (1.0 if scored else 0.0) if env.choices else total == 0.0, (task, total, info)
    try:
        env.step(env.action_space.sample())
    except RuntimeError:
        pass
    else:
        raise AssertionError("a trial that has ended went on")
    first = env.reset(seed=5)[0]
    assert np.array_equal(first, engram.Environment(task, seed=5).reset()[0])
print("every task")

env = engram.Environment("perceptual-decision", dt="10ms", decision="200ms")
assert env.choices == ["left", "right"] and env.action_space.n == 3
info = env.new_trial(coherence=16, direction="right")
assert info["condition"] == "right 16%" and env.ob.shape == (len(env.gt), 2) and list(env.gt[-20:]) == [2] * 20 and not env.gt[:-20].any()
observation, info = env.reset(options={"direction": "left"})
assert env.step(1)[1] == -0.1
for _ in range(len(env.gt) - 2):
    env.step(0)
observation, reward, ended, cut, info = env.step(2)
assert (reward, ended) == (0.0, True)
for wrong, said in [
    (lambda: engram.Environment("perceptual-decison"), "Did you mean"),
    (lambda: engram.Environment("perceptual-decision", decison="1s"), "ecision"),
    (lambda: env.new_trial(coherenc=3), "coherence"),
    (lambda: env.reset() and env.step(9), "0 to 2"),
]:
    try:
        wrong()
    except ValueError as fault:
        assert said in str(fault), str(fault)
    else:
        raise AssertionError(said)
print("choices")

# Where Gymnasium is there, tasks are registered with it. A module that stands for it says what it was told.
import importlib
import sys
import types

try:
    import gymnasium
except ImportError:
    gymnasium, spaces = types.ModuleType("gymnasium"), types.ModuleType("gymnasium.spaces")
    gymnasium.registry = {}
    gymnasium.Env = type("Env", (), {"reset": lambda self, *, seed=None, options=None: setattr(self, "begun", seed)})
    gymnasium.register = lambda id, entry_point, kwargs, order_enforce: gymnasium.registry.update({id: (entry_point, kwargs)})
    spaces.Box = type("Box", (), {"__init__": lambda self, low, high, shape, dtype: setattr(self, "shape", shape)})
    spaces.Discrete = type("Discrete", (), {"__init__": lambda self, n: setattr(self, "n", n)})
    sys.modules.update({"gymnasium": gymnasium, "gymnasium.spaces": spaces})
    importlib.reload(importlib.import_module("engram._environment"))
    importlib.reload(engram)
    names = engram.register_environments()
    assert names == engram.register_environments() and len(names) == len(engram.list("tasks"))
    assert gymnasium.registry["engram/delayed-match-v0"] == ("engram:Environment", {"task": "delayed-match"})
    env = engram.Environment("delayed-match")
    assert isinstance(env, gymnasium.Env) and env.action_space.n == 3 and env.reset(seed=4)[0].shape == (1,) and env.begun == 4
else:
    from gymnasium.utils.env_checker import check_env

    engram.register_environments()
    check_env(gymnasium.make("engram/delayed-match-v0", delay="0s").unwrapped, skip_render_check=True)
print("registered")

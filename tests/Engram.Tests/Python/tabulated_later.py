"""A run of tabulated trials, opened by another process: it says what to make, and goes on when that is there."""

import sys

import numpy as np
from tabulated_gym import Gym

import engram

if sys.argv[1] == "train":
    engram.train(engram.Tabulated(Gym()), units=12, dt="20ms", max_updates=3, out="later")
else:
    run = engram.load("later")
    try:
        run.record(trials=3)
    except engram.EngramInputError as fault:
        assert "engram.Tabulated(environment)" in str(fault), str(fault)
    else:
        raise AssertionError("recorded without the environment")
    run = engram.load("later", task=engram.Tabulated(Gym()))
    assert run.record(trials=3).rates.shape == (12, 3, 12)
    print("opened")

"""
Every task of the library records and reads in Python: the numbers are those of the file that `engram record` writes of the same trials.
Argument: a folder with a run (`<task>`) and such a file (`<task>.npz`) of each task.
"""

import os
import sys

import numpy as np

import engram

folder = sys.argv[1]
names = {"rates": "rates", "states": "states", "input": "inputs", "output": "outputs", "target": "targets", "mask": "mask"}
for task in engram.list("tasks"):
    run = engram.load(os.path.join(folder, task))
    recording = run.record(trials=7, seed=2)
    with np.load(os.path.join(folder, task + ".npz")) as file:
        read = set()
        for key in file.files:
            values = file[key]
            if values.dtype.kind not in "fi":
                continue
            if key in names:
                mine = getattr(recording, names[key])
            elif key.startswith("factor-"):
                mine = recording.factors[key[7:]]
            elif key.startswith("measure-"):
                mine = recording.measures[key[8:]]
            elif key.startswith("covariate-"):
                mine = recording.covariates[key[10:]]
            elif key.startswith("period-"):
                mine = recording.periods[key[7:]]
            elif key == "dt":
                mine = np.array([recording.dt])
            else:
                mine = getattr(recording, key)
            assert values.shape == mine.shape and np.array_equal(values, mine, equal_nan=True), (task, key)
            read.add(key)
    assert {"rates", "states", "condition", "correct"} <= read
    frame = recording.to_pandas()
    assert len(frame) == 7 and list(frame["steps"]) == list(recording.steps)
    assert len(recording.to_pandas("outputs")) == recording.steps.sum()
    print(task)

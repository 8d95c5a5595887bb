"""A run of a task in Python where its class is missing, or is not what it was. Argument: a folder for the files of the task."""

import os
import subprocess
import sys

import engram

folder = sys.argv[1]
file = os.path.join(folder, "mine.py")
text = '''import engram


class Mine(engram.Task):
    inputs = ["in"]
    outputs = ["out"]
    periods = {"trial": 0.5}

    def __init__(self, height=1.0):
        self.height = height

    def trials(self, batch):
        batch.inputs[:] = self.height
        batch.targets[:] = self.height
'''
with open(file, "w") as target:
    target.write(text)


def python(lines, change=""):
    with open(file, "w") as target:
        target.write(text + change)
    done = subprocess.run([sys.executable, "-c", lines], cwd=folder, capture_output=True, text=True)
    return done.returncode, (["", *(done.stdout + done.stderr).strip().splitlines()])[-1]


train = "import engram, mine; engram.train(mine.Mine(2), out='run', units=8, trials=4, max_updates=3, validation_trials=10, progress=False)"
assert python(train)[0] == 0

# Without the class: what needs no trials works, the rest says what to do.
run = engram.load(os.path.join(folder, "run"))
assert run.task == "python" and run.parameters["task"]["class"] == "Mine" and run.weights["w_rec"].shape == (8, 8)
for use in (lambda: run.record(trials=3), lambda: run.test(trials=3)):
    try:
        use()
    except engram.EngramInputError as fault:
        assert "the class Mine of python file 'mine.py'" in str(fault) and "import" in str(fault), str(fault)
    else:
        raise AssertionError("a class that is not there was found")
print("missing")

record = "import engram, mine; print(engram.load('run').record(trials=3).targets.max())"
assert python(record) == (0, "2.0")
code, said = python(record, "# changed\n")
assert code == 1 and "another version of Mine" in said and "task=Mine" in said, said
assert python("import engram, mine; print(engram.load('run', task=mine.Mine(2)).record(trials=3).targets.max())", "# changed\n") == (0, "2.0")
code, said = python("import engram, mine; mine.Mine.outputs = ['a', 'b']; engram.load('run', task=mine.Mine(2))", "# changed\n")
assert code == 1 and "as it was trained" in said, said
print("another version")

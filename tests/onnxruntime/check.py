"""Checks each model named on standard input, one path a line, as onnx.checker does; prints what is wrong with each."""
import sys

import onnx

for path in sys.stdin.read().splitlines():
    try:
        onnx.checker.check_model(path, full_check=True)
        model = onnx.load(path)
        versions = [entry.version for entry in model.opset_import]
        if model.ir_version != 8 or versions != [17]:
            print(f"{path}: IR version {model.ir_version}, operator sets {versions}")
    except Exception as fault:
        print(f"{path}: {fault}")

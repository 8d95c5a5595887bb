"""Writes the files of this folder, which tests of the readers read, and what is in them (expected.json).

/usr/bin/python3 make.py      needs NumPy, SciPy, PyTorch and Octave. The files are committed: run it again only to add one.
"""
import collections
import io
import json
import os
import pickle
import struct
import subprocess
import zipfile

import numpy as np
import scipy.io
import scipy.sparse
import torch

os.chdir(os.path.dirname(os.path.abspath(__file__)))
expected = {}


def expect(file, **arrays):
    expected[file] = {name.replace("__", "."): [list(np.atleast_1d(value).shape), [float(v) for v in np.ravel(value)]] for name, value in arrays.items()}


grid = np.arange(6).reshape(2, 3)
cube = np.arange(24).reshape(2, 3, 4)
types = ["?", "i1", "u1", "<i2", ">u2", "<i4", ">u4", ">i8", "<u8", "<f2", ">f4", "<f8"]
arrays = {f"t{place}": grid.astype(kind) for place, kind in enumerate(types)}
arrays |= {"fortran": np.asfortranarray(cube * 0.5), "scalar": np.array(2.5), "empty": np.zeros((0, 3)), "one": np.array([7.0])}
np.savez("plain.npz", **arrays, about=np.array(["first line", "zweite Zeile: ä, κ"]), word=np.array("a"))
expect("plain.npz", **arrays)
np.savez_compressed("packed.npz", **arrays)
expect("packed.npz", **arrays)
np.savez("other.npz", w=grid * 1.0, c=grid * 1j, when=np.array(["2020-01-01"], "M8[D]"), structured=np.zeros(2, [("a", "f8")]), o=np.array([{}], object))
expect("other.npz", w=grid)

# An archive whose entries have the 64-bit sizes that NumPy writes into streams.
with zipfile.ZipFile("zip64.npz", "w") as archive:
    for name, value in {"w": grid * 1.5, "v": np.float32([1, 2])}.items():
        with archive.open(name + ".npy", "w", force_zip64=True) as file:
            np.lib.format.write_array(file, value)
expect("zip64.npz", w=grid * 1.5, v=[1, 2])
np.save("column-major.npy", np.asfortranarray(cube * 0.25))
expect("column-major.npy", **{"column-major": cube * 0.25})
np.save("weights.dat", grid * 1.0)
os.replace("weights.dat.npy", "weights.dat")
expect("weights.dat", weights=grid)

content = {
    "w": grid * 1.5, "single": np.float32(grid), "i8": np.int8(grid) - 3, "u16": np.uint16(grid), "i64": np.int64(grid), "flag": grid > 2, "scalar": 4.0,
    "cube": cube * 1.0, "net": {"rec": grid * 2.0, "inner": {"b": np.array([1.0, 2.0])}, "name": "a net"}, "cells": np.array([grid * 1.0, 3.0], object),
    "text": "κ and ä", "lines": np.array(["one  ", "three"]), "empty": np.zeros((0, 0)), "z": grid * 1j, "sparse": scipy.sparse.csc_matrix(np.eye(2)),
}
found = dict(w=grid * 1.5, single=grid, i8=grid - 3, u16=grid, i64=grid, flag=grid > 2, scalar=[[4.0]], cube=cube, net__rec=grid * 2, net__inner__b=[[1.0, 2.0]],
             cells__1=grid, cells__2=[[3.0]], empty=np.zeros((0, 0)))
scipy.io.savemat("scipy.mat", content)
scipy.io.savemat("scipy-packed.mat", content, do_compression=True)
expect("scipy.mat", **found)
expect("scipy-packed.mat", **found)
subprocess.run(["octave-cli", "--eval", """
w = [0 1 2; 3 4 5] * 1.5; single_w = single(w); u = uint8([1 2 3]); flag = w > 3; s.a = w; s.b.c = [1; 2]; s.word = 'hello';
list = {w, 'x', 5}; many(1).v = 1; many(2).v = 2; range = 1:4; big = int64(9007199254740993); cube = reshape(0:23, [4 3 2]);
save -v7 octave-7.mat; save -v6 octave-6.mat; save -v4 octave-4.mat w; save -text octave-text.mat w"""], check=True)
octave = dict(w=grid * 1.5, single_w=grid * 1.5, u=[[1, 2, 3]], flag=grid * 1.5 > 3, s__a=grid * 1.5, s__b__c=[[1], [2]], list__1=grid * 1.5, list__3=[[5]],
              many__1__v=[[1]], many__2__v=[[2]], range=[[1, 2, 3, 4]], big=[[9007199254740993]], cube=np.arange(24).reshape(2, 3, 4).T)
expect("octave-7.mat", **octave)
expect("octave-6.mat", **octave)


def big_endian():
    """w = [0 1 2; 3 4 5] in doubles, big-endian, written out by hand."""
    def element(kind, data):
        return struct.pack(">II", kind, len(data)) + data + bytes(-len(data) % 8)
    numbers = struct.pack(">6d", *grid.T.ravel())
    matrix = element(6, struct.pack(">II", 6, 0)) + element(5, struct.pack(">2i", 2, 3)) + struct.pack(">HH4s", 1, 1, b"w") + element(9, numbers)
    return b"MATLAB 5.0 MAT-file".ljust(116) + bytes(8) + struct.pack(">H", 0x0100) + b"MI" + element(14, matrix)


with open("big-endian.mat", "wb") as file:
    file.write(big_endian())
expect("big-endian.mat", w=grid)


def safetensors(path, tensors):
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for name, (kind, value) in tensors.items():
        part = value.tobytes()
        header[name] = {"dtype": kind, "shape": list(value.shape), "data_offsets": [len(data), len(data) + len(part)]}
        data += part
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


half = (np.float32(grid).view(np.uint32) >> 16).astype(np.uint16)
kinds = {"F64": "f8", "F32": "f4", "F16": "f2", "I64": "i8", "I32": "i4", "I16": "i2", "I8": "i1", "U64": "u8", "U32": "u4", "U16": "u2", "U8": "u1", "BOOL": "?"}
tensors = {f"t{kind}": (kind, grid.astype("<" + code if code != "?" else "?")) for kind, code in kinds.items()} | {"tBF16": ("BF16", half)}
safetensors("types.safetensors", tensors)
expect("types.safetensors", **{name: grid if name != "tBOOL" else grid > 0 for name in tensors})

torch.manual_seed(0)
gru = torch.nn.GRU(2, 3)
torch.save(gru.state_dict(), "gru.pt")
expect("gru.pt", **{name: value.numpy() for name, value in gru.state_dict().items()})
base = torch.arange(24, dtype=torch.float64).reshape(4, 6)
views = {"base": base, "t": base.t(), "part": base[1:3, ::2], "row": base[2], "column": base[:, 1], "expanded": base[:1].expand(3, 6), "last": base.reshape(-1)[-1],
         "permuted": base.reshape(2, 3, 4).permute(2, 0, 1), "parameter": torch.nn.Parameter(torch.ones(2)), "empty": torch.zeros(0, 4)}
torch.save(views, "views.pt")
expect("views.pt", **{name: value.detach().numpy() for name, value in views.items()})
kinds = [torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool]
torch.save([torch.arange(6).reshape(2, 3).to(kind) for kind in kinds], "types.pt", pickle_protocol=4)
expect("types.pt", **{str(place): grid if kind != torch.bool else grid > 0 for place, kind in enumerate(kinds)})
linear = torch.nn.Linear(2, 1)
optimiser = torch.optim.Adam(linear.parameters(), lr=0.125)
linear(torch.ones(2)).sum().backward()
optimiser.step()
torch.save({"epoch": 3, "loss": 0.5, "note": "checkpoint", "model": collections.OrderedDict(linear.state_dict()), "done": True, "none": None,
            "big": -(2 ** 40), "optimizer": {"lr": optimiser.param_groups[0]["lr"], "betas": (0.5, 0.25)}, "type": torch.float32,
            "size": torch.Size([2, 3]), "device": torch.device("cpu")}, "checkpoint.pth")
expect("checkpoint.pth", epoch=[3], loss=[0.5], done=[1], big=[-(2 ** 40)], model__weight=linear.weight.detach().numpy(), model__bias=linear.bias.detach().numpy(),
       optimizer__lr=[0.125], optimizer__betas__0=[0.5], optimizer__betas__1=[0.25], size__0=[2], size__1=[3])
torch.save(torch.ones(2, 2), "alone.pt")
expect("alone.pt", alone=np.ones((2, 2)))

# What must be refused.
torch.save(linear, "module.pt")
torch.save(linear.state_dict(), "legacy.pt", _use_new_zipfile_serialization=False)


class Evil:
    def __reduce__(self):
        return os.system, ("touch executed",)


torch.save({"w": torch.ones(1), "evil": Evil()}, "evil.pt")
with open("evil.pkl", "wb") as file:
    pickle.dump(Evil(), file)
torch.save({"w": torch.ones(1), "epoch": np.float64(1)}, "numpy-scalar.pt")
try:
    import h5py
    with h5py.File("hdf.h5", "w") as file:
        file["w"] = grid
except ImportError:
    with open("hdf.h5", "wb") as file:
        file.write(b"\x89HDF\r\n\x1a\n" + bytes(120))
with open("matlab-7.3.mat", "wb") as file:
    file.write(b"MATLAB 7.3 MAT-file, Platform: GLNXA64".ljust(116) + bytes(8) + struct.pack("<H", 0x0200) + b"IM" + bytes(384) + b"\x89HDF\r\n\x1a\n")

with open("expected.json", "w", encoding="utf-8") as file:
    json.dump(expected, file, separators=(",", ":"))
    file.write("\n")

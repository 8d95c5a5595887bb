"""The peers of benchmarks/reservoirs: a reservoir over a series and the ridge regression of its readout, in ReservoirPy or in plain NumPy and SciPy.

    reservoirs_peer.py reservoirpy|numpy UNITS DENSITY STEPS

Prints one JSON object: seconds for the states, seconds for the regression, and the versions.
"""
import json
import sys
import time

import numpy as np
import scipy
import scipy.linalg
import scipy.sparse

kind, units, density, steps = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])
warm = 100
series = 0.9 + 0.3 * np.sin(np.arange(steps + warm + 1) * 0.13) * np.sin(np.arange(steps + warm + 1) * 0.037)
series = series.reshape(-1, 1)


def plain():
    random = np.random.default_rng(1)
    w = scipy.sparse.random(units, units, density, random_state=1, data_rvs=random.standard_normal).tocsr()
    w *= 1.25 / abs(scipy.sparse.linalg.eigs(w, k=1, return_eigenvectors=False)[0])
    w_in = random.uniform(-1, 1, units)
    began = time.perf_counter()
    states, x = np.empty((steps, units)), np.zeros(units)
    for t in range(steps + warm):
        x = 0.7 * x + 0.3 * np.tanh(w @ x + w_in * series[t, 0])
        if t >= warm:
            states[t - warm] = x
    between = time.perf_counter()
    mean, target = states.mean(0), series[warm + 1:, 0]
    gram = states.T @ states - steps * np.outer(mean, mean) + 1e-5 * np.eye(units)
    scipy.linalg.solve(gram, states.T @ target - steps * mean * target.mean(), assume_a='pos')
    return between - began, time.perf_counter() - between, ''


def reservoirpy():
    import reservoirpy
    from reservoirpy.nodes import Reservoir, Ridge
    reservoir = Reservoir(units, lr=0.3, sr=1.25, rc_connectivity=density, input_connectivity=1.0, seed=1)
    reservoir.initialize(series[:10])
    began = time.perf_counter()
    states = reservoir.run(series[:-1])
    between = time.perf_counter()
    Ridge(ridge=1e-5).fit(states[warm:], series[warm + 1:])
    return between - began, time.perf_counter() - between, reservoirpy.__version__


best = min((plain if kind == 'numpy' else reservoirpy)() for _ in range(2))
print(json.dumps({'states': best[0], 'ridge': best[1], 'version': best[2], 'numpy': np.__version__, 'scipy': scipy.__version__}))

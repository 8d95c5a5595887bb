#!/usr/bin/env python3
"""The usual search for fixed points, in PyTorch: Adam on the mean of q = ½|x − F(x)|² over all starts at once, F(x) = tanh(W x + b).

    fixed_points_peer.py make FILE --units N --starts K --gain G --seed S     writes the problem
    fixed_points_peer.py solve FILE --iterations I --threads T --rate R       searches, prints JSON

The network is an nn.RNN as PyTorch initialises it, its recurrent weights times G; the starts are normal with deviation ½. The search
computes in float32, as is usual; the q that it reports are those of its last states, computed in float64.
"""
import argparse
import json
import os
import time


def make(options):
    import numpy
    import torch

    torch.manual_seed(options.seed)
    rnn = torch.nn.RNN(2, options.units, nonlinearity='tanh', batch_first=True)
    numpy.savez(
        options.file, w=(options.gain * rnn.weight_hh_l0.detach().numpy()).astype('float32'),
        b=(rnn.bias_hh_l0 + rnn.bias_ih_l0).detach().numpy(),
        starts=(0.5 * numpy.random.RandomState(options.seed).randn(options.starts, options.units)).astype('float32'))


def solve(options):
    import numpy
    import torch

    torch.set_num_threads(options.threads)
    problem = numpy.load(options.file)
    transposed, bias = torch.from_numpy(problem['w'].T.copy()), torch.from_numpy(problem['b'])
    x = torch.from_numpy(problem['starts'].copy()).requires_grad_(True)
    optimiser = torch.optim.Adam([x], lr=options.rate)
    started = time.perf_counter()
    for _ in range(options.iterations):
        q = 0.5 * (x - torch.tanh(torch.addmm(bias, x, transposed))).square().sum(1).mean()
        optimiser.zero_grad(set_to_none=True)
        q.backward()
        optimiser.step()
    seconds = time.perf_counter() - started
    states = x.detach().numpy().astype('float64')
    steps = numpy.tanh(states @ problem['w'].T.astype('float64') + problem['b']) - states
    distinct = []
    for state in states:
        if all(numpy.linalg.norm(state - other) > options.merge for other in distinct):
            distinct.append(state)
    print(json.dumps({'seconds': seconds, 'q': sorted(0.5 * (steps ** 2).sum(1)), 'distinct': len(distinct), 'torch': torch.__version__}))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('action', choices=['make', 'solve'])
    parser.add_argument('file')
    parser.add_argument('--units', type=int, default=128)
    parser.add_argument('--starts', type=int, default=1024)
    parser.add_argument('--gain', type=float, default=1.5)
    parser.add_argument('--seed', type=int, default=0)
    parser.add_argument('--iterations', type=int, default=5000)
    parser.add_argument('--threads', type=int, default=1)
    parser.add_argument('--rate', type=float, default=0.01)
    parser.add_argument('--merge', type=float, default=1e-3)
    options = parser.parse_args()
    os.environ['OMP_NUM_THREADS'] = os.environ['OPENBLAS_NUM_THREADS'] = str(options.threads)
    (make if options.action == 'make' else solve)(options)


if __name__ == '__main__':
    main()

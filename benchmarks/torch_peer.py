#!/usr/bin/env python3
"""One training update of the same networks in PyTorch, for benchmarks/compare.

    torch_peer.py MODEL N T B [--mode eager|script|manual|naive] [--threads K] [--seconds S] [--serve] [--check]

MODEL  leaky (rate network with Dale's law, leak and recurrent noise), lowrank (rank-1 tanh), rnn (nn.RNN, relu), gru, lstm
mode   of leaky alone: eager hoists the input products and reduces the step to two fused calls, the fastest that we
       could write; script compiles that with TorchScript; manual writes the backward pass by hand; naive is the loop
       as users write it.

An update is zero_grad, forward over T steps, masked squared error, backward, clip_grad_norm_(1) and Adam. Inputs,
targets and mask are made once; the recurrent noise of leaky and lowrank is drawn in every update.

Without --serve it measures for S seconds and prints one line of JSON. With --serve it prints `ready` and then, for each
line with a number n, the milliseconds of n updates as a JSON list, and for the line `product` the GFLOP/s of a product
of (512, 512) matrices. --check compares the gradients of the modes.
"""
import argparse
import json
import os
import statistics
import sys
import time
from typing import List

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument('model', choices=['leaky', 'lowrank', 'rnn', 'gru', 'lstm'])
parser.add_argument('N', type=int)
parser.add_argument('T', type=int)
parser.add_argument('B', type=int)
parser.add_argument('--mode', default='eager', choices=['eager', 'script', 'manual', 'naive'])
parser.add_argument('--threads', type=int, default=1)
parser.add_argument('--seconds', type=float, default=6.0)
parser.add_argument('--serve', action='store_true')
parser.add_argument('--check', action='store_true')
arguments = parser.parse_args()

# Read by the libraries when they are loaded.
os.environ['OMP_NUM_THREADS'] = os.environ['OPENBLAS_NUM_THREADS'] = str(arguments.threads)
import torch  # noqa: E402
from torch import nn  # noqa: E402

torch.set_num_threads(arguments.threads)
torch.manual_seed(1)
N, T, B = arguments.N, arguments.T, arguments.B
INPUTS, OUTPUTS, ALPHA, SIGMA = 2, 2, 0.2, 0.15 * (2 / 0.2) ** 0.5


class Leaky(nn.Module):
    """x_t = (1 - a) x_{t-1} + a (W_rec r_{t-1} + W_in u_t + b + noise_t),  r = relu(x),  z = W_out r + b_out."""

    def __init__(self, units: int):
        super().__init__()
        excitatory = int(0.8 * units)
        w = torch.distributions.Gamma(2.0, 1.0).sample((units, units))
        w[:, excitatory:] *= excitatory / (units - excitatory)
        d = torch.ones(units)
        d[excitatory:] = -1
        radius = torch.linalg.eigvals(w * d).abs().max()
        self.W = nn.Parameter(w * (1.5 / radius))
        self.register_buffer('d', d)
        self.Win = nn.Parameter(torch.rand(units, INPUTS) * 0.5)
        self.Wout = nn.Parameter(torch.rand(OUTPUTS, units) * 0.1)
        self.b = nn.Parameter(torch.zeros(units))
        self.bout = nn.Parameter(torch.zeros(OUTPUTS))
        self.x0 = nn.Parameter(torch.full((units,), 0.1))
        self.N = units
        self.a = ALPHA

    def forward(self, u: torch.Tensor, noise: torch.Tensor):
        a = self.a
        Wa = (torch.relu(self.W) * self.d).t() * a
        drive = a * (torch.matmul(u, torch.relu(self.Win).t()) + self.b + noise)
        x = self.x0.expand(u.shape[1], self.N)
        r = torch.relu(x)
        rates: List[torch.Tensor] = []
        # Not drive[t]: the backward of each select would fill a (T, B, N) tensor.
        for e in torch.unbind(drive, 0):
            x = torch.addmm(torch.add(e, x, alpha=1 - a), r, Wa)
            r = torch.relu(x)
            rates.append(r)
        return torch.matmul(torch.stack(rates), torch.relu(self.Wout).t()) + self.bout


class ManualBackward(torch.autograd.Function):
    """Backpropagation through time by hand: out= kernels and one product for dW at the end."""

    @staticmethod
    def forward(ctx, drive, Wa, x0, a):
        steps, trials, units = drive.shape
        R = torch.empty(steps + 1, trials, units)
        x = x0.expand(trials, units).clone()
        R[0] = torch.relu(x)
        rates, drives = R.unbind(0), drive.unbind(0)
        for t in range(steps):
            x.mul_(1 - a).add_(drives[t]).addmm_(rates[t], Wa)
            torch.clamp_min(x, 0, out=rates[t + 1])
        ctx.save_for_backward(R, Wa, x0)
        ctx.a = a
        return R[1:]

    @staticmethod
    def backward(ctx, dR):
        R, Wa, x0 = ctx.saved_tensors
        a = ctx.a
        steps, trials, units = dR.shape
        G = torch.empty(steps, trials, units)
        errors, adjoints, rates = G.unbind(0), dR.unbind(0), R.unbind(0)
        WaT = Wa.t().contiguous()
        g, back = torch.zeros(trials, units), torch.empty(trials, units)
        for t in range(steps - 1, -1, -1):
            torch.addmm(adjoints[t], g, WaT, out=back)
            torch.mul(back, rates[t + 1] > 0, out=errors[t])
            errors[t].add_(g, alpha=1 - a)
            g = errors[t]
        dW = torch.mm(R[:-1].reshape(steps * trials, units).t(), G.reshape(steps * trials, units))
        dx0 = ((1 - a) * g + torch.mm(g, WaT) * (x0 > 0)).sum(0)
        return G, dW, dx0, None


class LeakyManual(Leaky):
    def forward(self, u, noise):
        Wa = (torch.relu(self.W) * self.d).t() * self.a
        drive = self.a * (torch.matmul(u, torch.relu(self.Win).t()) + self.b + noise)
        return torch.matmul(ManualBackward.apply(drive, Wa, self.x0, self.a), torch.relu(self.Wout).t()) + self.bout


class LeakyNaive(Leaky):
    def forward(self, u, noise):
        x = self.x0.expand(u.shape[1], self.N)
        r = torch.relu(x)
        outputs = []
        for t in range(u.shape[0]):
            W = torch.relu(self.W) * self.d
            drive = torch.matmul(r, W.t()) + torch.matmul(u[t], torch.relu(self.Win).t()) + self.b + noise[t]
            x = (1 - self.a) * x + self.a * drive
            r = torch.relu(x)
            outputs.append(torch.matmul(r, torch.relu(self.Wout).t()) + self.bout)
        return torch.stack(outputs)


class LowRank(nn.Module):
    """x_t = x_{t-1} + a (-x_{t-1} + m (n r_{t-1}) / N + I u_t) + noise_t,  r = tanh(x)."""

    def __init__(self, units: int):
        super().__init__()
        self.m = nn.Parameter(torch.randn(units, 1))
        self.n = nn.Parameter(torch.randn(units, 1))
        self.I = nn.Parameter(torch.randn(INPUTS, units))
        self.wo = nn.Parameter(torch.randn(units, OUTPUTS) / units)

    def forward(self, u, noise):
        units = self.m.shape[0]
        x = torch.zeros(u.shape[1], units)
        r = torch.tanh(x)
        drive = ALPHA * torch.matmul(u, self.I) + 0.05 * noise
        m = self.m.t() * (ALPHA / units)
        rates = []
        for e in torch.unbind(drive, 0):
            x = torch.addmm(torch.add(e, x, alpha=1 - ALPHA), torch.matmul(r, self.n), m)
            r = torch.tanh(x)
            rates.append(r)
        return torch.matmul(torch.stack(rates), self.wo)


class Layer(nn.Module):
    """A layer of PyTorch with a linear readout."""

    def __init__(self, kind: str, units: int):
        super().__init__()
        self.rnn = nn.RNN(INPUTS, units, nonlinearity='relu') if kind == 'rnn' else getattr(nn, kind.upper())(INPUTS, units)
        self.out = nn.Linear(units, OUTPUTS)

    def forward(self, u, noise):
        return self.out(self.rnn(u)[0])


def network():
    if arguments.model == 'leaky':
        kind = {'manual': LeakyManual, 'naive': LeakyNaive}.get(arguments.mode, Leaky)
        return torch.jit.script(kind(N)) if arguments.mode == 'script' else kind(N)
    return LowRank(N) if arguments.model == 'lowrank' else Layer(arguments.model, N)


net = network()
u = torch.rand(T, B, INPUTS)
y = torch.zeros(T, B, OUTPUTS)
y[T // 2:, :, 0] = 1.0
y[:, :, 1] = 0.2
mask = torch.zeros(T, B, OUTPUTS)
mask[:T // 10] = 1
mask[3 * T // 4:] = 1
mask_sum = mask.sum()
noisy = arguments.model in ('leaky', 'lowrank')
parameters = list(net.parameters())
adam = torch.optim.Adam(parameters, lr=1e-3)


def loss_of(model, noise):
    return (((model(u, noise) - y) ** 2) * mask).sum() / mask_sum


def update():
    adam.zero_grad(set_to_none=True)
    noise = torch.randn(T, B, N) if noisy else None
    loss = loss_of(net, noise * SIGMA if arguments.model == 'leaky' else noise)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(parameters, 1.0)
    adam.step()


def timed():
    start = time.perf_counter()
    update()
    return (time.perf_counter() - start) * 1e3


def product():
    size = 512
    a, b = torch.rand(size, size), torch.rand(size, size)
    times = []
    for _ in range(9):
        start = time.perf_counter()
        torch.mm(a, b)
        times.append(time.perf_counter() - start)
    return 2e-9 * size ** 3 / min(times)


def check():
    noise = torch.randn(T, B, N) * SIGMA
    reference = Leaky(N)
    loss_of(reference, noise).backward()
    expected = [p.grad for p in reference.parameters()]
    for name, other in (('naive', LeakyNaive(N)), ('manual', LeakyManual(N)), ('script', torch.jit.script(Leaky(N)))):
        other.load_state_dict(reference.state_dict())
        loss_of(other, noise).backward()
        worst = max(((p.grad - g).abs().max() / g.abs().max()).item() for p, g in zip(other.parameters(), expected))
        print(f'{name}: largest relative difference of gradients {worst:.1e}')


if arguments.check:
    check()
    sys.exit()

# TorchScript profiles first and compiles then.
for _ in range(4):
    update()

if arguments.serve:
    print('ready', flush=True)
    for line in sys.stdin:
        answer = product() if line.strip() == 'product' else [timed() for _ in range(int(line))]
        print(json.dumps(answer), flush=True)
    sys.exit()

times = []
end = time.perf_counter() + arguments.seconds
while time.perf_counter() < end or len(times) < 5:
    times.append(timed())
print(json.dumps({
    'model': arguments.model, 'mode': arguments.mode, 'N': N, 'T': T, 'B': B, 'threads': arguments.threads, 'torch': torch.__version__,
    'milliseconds': {'median': statistics.median(times), 'min': min(times), 'max': max(times)},
}))

"""One training update of path integration in PyTorch: nn.LSTM, linear bottleneck with dropout, two softmax heads, soft cross-entropy, Adam, clipping, eager.

    path_integration_peer.py [--units 128] [--bottleneck 512] [--places 256] [--directions 12] [--trials 10] [--steps 100] [--updates 60] [--threads 1]

The initial state is a linear map of what is to be answered at the start. Prints the median time of an update in milliseconds as JSON.
"""
import argparse
import json
import statistics
import time

import torch
from torch import nn
from torch.nn import functional


class PathIntegration(nn.Module):
    def __init__(self, options):
        super().__init__()
        self.places = options.places
        answers = options.places + options.directions
        self.hidden, self.cell = nn.Linear(answers, options.units), nn.Linear(answers, options.units)
        self.lstm = nn.LSTM(3, options.units)
        self.bottleneck = nn.Linear(options.units, options.bottleneck)
        self.out = nn.Linear(options.bottleneck, answers)

    def forward(self, movement, start):
        states, _ = self.lstm(movement, (self.hidden(start)[None], self.cell(start)[None]))
        return self.out(functional.dropout(self.bottleneck(states), 0.5, self.training))


def cross_entropy(outputs, targets):
    return -(targets * functional.log_softmax(outputs, -1)).sum(-1).mean()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, default in dict(units=128, bottleneck=512, places=256, directions=12, trials=10, steps=100, updates=60, threads=1).items():
        parser.add_argument(f'--{name}', type=int, default=default)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    network = PathIntegration(options)
    optimiser = torch.optim.Adam(network.parameters(), lr=1e-3)
    movement = torch.randn(options.steps, options.trials, 3)

    def targets(*shape):
        return torch.cat([torch.softmax(torch.randn(*shape, size), -1) for size in (options.places, options.directions)], -1)

    start, answers = targets(options.trials), targets(options.steps, options.trials)
    times = []
    for _ in range(options.updates):
        begin = time.perf_counter()
        optimiser.zero_grad()
        outputs = network(movement, start)
        loss = cross_entropy(outputs[..., :options.places], answers[..., :options.places]) + cross_entropy(outputs[..., options.places:], answers[..., options.places:])
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        times.append(time.perf_counter() - begin)
    print(json.dumps({'milliseconds': 1000 * statistics.median(times[len(times) // 5:]), 'torch': torch.__version__}))


if __name__ == '__main__':
    main()

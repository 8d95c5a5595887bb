"""One training update of an encoder and a decoder in PyTorch: nn.GRU both, Adam, clipping, cross-entropy, teacher forcing, eager.

    encoder_decoder_peer.py [--units 128] [--trials 64] [--length 15] [--symbols 40] [--updates 60] [--threads 1] [--embedding 0]

Symbols are one-hot vectors, as in Engram, or embedded in so many numbers. Prints the median time of an update in milliseconds as JSON.
"""
import argparse
import json
import statistics
import time

import torch
from torch import nn
from torch.nn import functional


class EncoderDecoder(nn.Module):
    def __init__(self, options):
        super().__init__()
        self.symbols, width = options.symbols, options.embedding or options.symbols + 1
        self.read = nn.Embedding(self.symbols + 1, width) if options.embedding else None
        self.write = nn.Embedding(self.symbols + 1, width) if options.embedding else None
        self.encoder, self.decoder = nn.GRU(width, options.units), nn.GRU(width, options.units)
        self.out = nn.Linear(options.units, self.symbols + 1)

    def shown(self, symbols, embedding):
        return embedding(symbols) if embedding else functional.one_hot(symbols, self.symbols + 1).float()

    def forward(self, source, fed):
        _, state = self.encoder(self.shown(source, self.read))
        states, _ = self.decoder(self.shown(fed, self.write), state)
        return self.out(states)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, default in dict(units=128, trials=64, length=15, symbols=40, updates=60, threads=1, embedding=0).items():
        parser.add_argument(f'--{name}', type=int, default=default)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    network = EncoderDecoder(options)
    optimiser = torch.optim.Adam(network.parameters(), lr=1e-3)
    source = torch.randint(0, options.symbols, (options.length, options.trials))
    end = torch.full((1, options.trials), options.symbols)
    target = torch.cat([source.flip(0), end])
    fed = torch.cat([end, source.flip(0)])
    times = []
    for _ in range(options.updates):
        start = time.perf_counter()
        optimiser.zero_grad()
        loss = functional.cross_entropy(network(source, fed).reshape(-1, options.symbols + 1), target.reshape(-1))
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        times.append(time.perf_counter() - start)
    print(json.dumps({'milliseconds': 1000 * statistics.median(times[len(times) // 5:]), 'torch': torch.__version__}))


if __name__ == '__main__':
    main()

# Networks of PyTorch, what they answer to the inputs of inputs.npz, and where they rest under a constant input.
import sys

import numpy as np
import torch

folder = sys.argv[1]
torch.manual_seed(0)
I, N, O = 2, 12, 2
u = torch.as_tensor(np.load(f"{folder}/inputs.npz")["inputs"])
constant = torch.full((1, 1, I), 0.3, dtype=torch.float64)


class Model(torch.nn.Module):
    def __init__(self, layer):
        super().__init__()
        self.rnn = layer
        self.fc = torch.nn.Linear(N, O)

    def forward(self, u):
        return self.fc(self.rnn(u)[0])

    def step(self, s):
        if isinstance(self.rnn, torch.nn.LSTM):
            _, (h, c) = self.rnn(constant, (s[:N].reshape(1, 1, N), s[N:].reshape(1, 1, N)))
            return torch.cat([h.flatten(), c.flatten()])
        return self.rnn(constant, s.reshape(1, 1, N))[1].flatten()


class Leaky(torch.nn.Module):
    """x <- x + 0.2 (-x + W tanh(x) + U u + b), z = V tanh(x)."""

    def __init__(self):
        super().__init__()
        self.recurrent = torch.nn.Linear(N, N)
        self.input = torch.nn.Linear(I, N, bias=False)
        self.output = torch.nn.Linear(N, O)

    def next(self, x, u):
        return x + 0.2 * (-x + self.recurrent(torch.tanh(x)) + self.input(u))

    def forward(self, u):
        x, z = torch.zeros(u.shape[1], N, dtype=u.dtype), []
        for now in u:
            x = self.next(x, now)
            z.append(self.output(torch.tanh(x)))
        return torch.stack(z)

    def step(self, s):
        return self.next(s, constant.flatten())


def rest(model, width):
    """Newton's method from many places: the fixed points, each once, and the places."""
    starts, found = torch.randn(40, width, dtype=torch.float64), []
    for s in starts:
        for _ in range(60):
            jacobian = torch.autograd.functional.jacobian(model.step, s) - torch.eye(width, dtype=torch.float64)
            s = s - torch.linalg.solve(jacobian, model.step(s).detach() - s)
        if (model.step(s) - s).abs().max() < 1e-12 and all((s - other).abs().max() > 1e-6 for other in found):
            found.append(s.detach())
    return torch.stack(found).numpy(), starts.numpy()


v = torch.randn(N)
two = 2 * torch.outer(v, v) / (v @ v) + 0.1 * torch.randn(N, N)
for name, model in [
    ("rnn", Model(torch.nn.RNN(I, N))), ("relu", Model(torch.nn.RNN(I, N, nonlinearity="relu"))), ("gru", Model(torch.nn.GRU(I, N))),
    ("lstm", Model(torch.nn.LSTM(I, N))), ("leaky", Leaky()),
]:
    with torch.no_grad():
        if name == "rnn":
            model.rnn.weight_hh_l0.copy_(two)
        if name == "leaky":
            model.recurrent.weight.copy_(two)
    torch.save(model.state_dict(), f"{folder}/{name}.pt")
    model = model.double()
    points, starts = rest(model, 2 * N if name == "lstm" else N)
    np.savez(f"{folder}/{name}.npz", outputs=model(u).detach().numpy(), points=points, starts=starts)

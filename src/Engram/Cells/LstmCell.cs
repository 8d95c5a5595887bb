using Engram.Configuration;
using Engram.Equations;

namespace Engram.Cells;

/// <summary>
/// Long short-term memory with a forget gate: i, f, o = σ(W h + V u + b) each, g = tanh(W_g h + V_g u + b_g),
/// c ← f∘c + i∘g, h ← o∘tanh(c).
/// </summary>
[Cite("10.1162/neco.1997.9.8.1735", "Hochreiter & Schmidhuber (1997). Long short-term memory.")]
[Cite("10.1162/089976600300015015", "Gers, Schmidhuber & Cummins (2000). Learning to forget.")]
public sealed record LstmCell : Cell
{
    /// <inheritdoc/>
    protected override void Define(Step step)
    {
        var h = step.State("h", Units);
        var c = step.State("c", Units);
        Node Apply(Activation f, Node product, string name) =>
            step.Apply(f, product + step.Linear($"v_{name}", step.Input, Units) + step.Bias($"b_{name}", Units));
        Node Gate(string name) => Apply(Activation.Sigmoid, step.Gate($"w_{name}", h, Units), name);
        var memory = (Gate("f") * c) + (Gate("i") * Apply(Activation.Tanh, step.Linear("w_g", h, Units), "g"));
        step.Next(c, memory);
        step.Next(h, Gate("o") * step.Apply(Activation.Tanh, memory));
        step.Rate(h);
    }
}

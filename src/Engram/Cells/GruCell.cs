using Engram.Configuration;
using Engram.Equations;

namespace Engram.Cells;

/// <summary>
/// The gated recurrent unit: z = σ(W_z h + V_z u + b_z), r = σ(W_r h + V_r u + b_r), h ← z∘h + (1 − z)∘tanh(c), with
/// c = W_h (r∘h) + V_h u + b_h where the gate resets before the product, or c = r∘(W_h h + c_h) + V_h u + b_h where it resets after it.
/// </summary>
[Cite(
    "10.3115/v1/D14-1179",
    "Cho et al. (2014). Learning phrase representations using RNN encoder-decoder for statistical machine translation.")]
public sealed record GruCell : Cell
{
    /// <summary>Where the reset gate acts.</summary>
    public Reset Reset { get; init; } = Reset.After;

    /// <inheritdoc/>
    protected override void Define(Step step)
    {
        var h = step.State("h", Units);
        Node Drive(string gate) => step.Linear($"v_{gate}", step.Input, Units) + step.Bias($"b_{gate}", Units);
        Node Gate(string gate) => step.Apply(Activation.Sigmoid, step.Gate($"w_{gate}", h, Units) + Drive(gate));
        var z = Gate("z");
        var r = Gate("r");
        var recurrent = Reset == Reset.Before
            ? step.Linear("w_h", r * h, Units)
            : r * (step.Linear("w_h", h, Units) + step.Bias("c_h", Units));
        var candidate = step.Apply(Activation.Tanh, recurrent + Drive("h"));
        step.Next(h, candidate + (z * (h - candidate)));
        step.Rate(h);
    }
}

/// <summary>Where the reset gate of a gated recurrent unit acts.</summary>
public enum Reset
{
    /// <summary>On the state, before the recurrent product (Cho et al. 2014).</summary>
    Before,

    /// <summary>On the recurrent product, as cuDNN and PyTorch have it.</summary>
    After,
}

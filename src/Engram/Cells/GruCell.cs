using Engram.Configuration;
using Engram.Equations;

namespace Engram.Cells;

/// <summary>
/// The gated recurrent unit: z = σ(W_z h + V_z u + b_z), r = σ(W_r h + V_r u + b_r), h ← z∘h + (1 − z)∘n with n = tanh(c), and
/// c = W_h (r∘h) + V_h u + b_h where the gate resets before the product, or c = r∘(W_h h + c_h) + V_h u + b_h where it resets after it.
/// </summary>
/// <remarks>Half of the field writes z for 1 − z: h ← (1 − z)∘h + z∘n. <see cref="Update"/> says which; both can compute the same.</remarks>
[Cite(
    "10.3115/v1/D14-1179",
    "Cho et al. (2014). Learning phrase representations using RNN encoder-decoder for statistical machine translation.")]
[Cite("10.48550/arXiv.1412.3555", "Chung, Gulcehre, Cho & Bengio (2014). Empirical evaluation of gated recurrent neural networks on sequence modeling.")]
public sealed record GruCell : Cell
{
    /// <summary>Where the reset gate acts.</summary>
    public Reset Reset { get; init; } = Reset.After;

    /// <summary>What an update gate of 1 does.</summary>
    [LaterSetting]
    public UpdateGate Update { get; init; }

    /// <summary>Probability that an input is silent for a whole training trial; the others are scaled up (Gal &amp; Ghahramani 2016).</summary>
    [LaterSetting]
    [Range(0, 0.99)]
    public double InputDropout { get; init; }

    /// <summary>Probability that a unit sends nothing to units and gates for a whole training trial; the others are scaled up (Gal &amp; Ghahramani 2016).</summary>
    [LaterSetting]
    [Range(0, 0.99)]
    public double RecurrentDropout { get; init; }

    /// <summary>Probability that the candidate n of a unit is 0 for one step of a training trial; the others are scaled up (Semeniuta et al. 2016).</summary>
    [LaterSetting]
    [Range(0, 0.99)]
    public double CandidateDropout { get; init; }

    /// <summary>Probability that a unit stays as it is for one step of a training trial; in testing it goes that much less far (Krueger et al. 2017).</summary>
    [LaterSetting]
    [Range(0, 0.99)]
    public double Zoneout { get; init; }

    /// <inheritdoc/>
    protected override void Define(Step step)
    {
        var h = step.State("h", Units);
        var (u, sent) = (Dropouts.Input(step, InputDropout), Dropouts.Recurrent(step, h, RecurrentDropout));
        Node Drive(string gate) => step.Linear($"v_{gate}", u, Units) + step.Bias($"b_{gate}", Units);
        Node Gate(string gate) => step.Apply(Activation.Sigmoid, step.Gate($"w_{gate}", sent, Units) + Drive(gate));
        var z = Gate("z");
        var r = Gate("r");
        var recurrent = Reset == Reset.Before
            ? step.Linear("w_h", r * sent, Units)
            : r * (step.Linear("w_h", sent, Units) + step.Bias("c_h", Units));
        var candidate = Dropouts.Candidate(step, step.Apply(Activation.Tanh, recurrent + Drive("h")), CandidateDropout);
        var made = Update == UpdateGate.Keep ? candidate + (z * (h - candidate)) : h + (z * (candidate - h));
        step.Next(h, Dropouts.Zoneout(step, "zoneout", h, made, Zoneout));
        step.Rate(h);
    }
}

/// <summary>What the update gate z of a gated recurrent unit says.</summary>
public enum UpdateGate
{
    /// <summary>How much of the state is kept: h ← z∘h + (1 − z)∘n, as in Cho et al. (2014), PyTorch, Keras and cuDNN.</summary>
    Keep,

    /// <summary>How much of it is replaced: h ← (1 − z)∘h + z∘n, as in Chung et al. (2014) and in most textbooks.</summary>
    Replace,
}

/// <summary>Where the reset gate of a gated recurrent unit acts.</summary>
public enum Reset
{
    /// <summary>On the state, before the recurrent product (Cho et al. 2014).</summary>
    Before,

    /// <summary>On the recurrent product, as cuDNN and PyTorch have it.</summary>
    After,
}

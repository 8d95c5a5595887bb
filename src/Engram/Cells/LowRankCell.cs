using Engram.Configuration;
using Engram.Equations;

namespace Engram.Cells;

/// <summary>
/// The rate unit with recurrent connectivity of low rank, J = m nᵀ / N: τ dx/dt = −x + (1/N) Σ_r m_r (n_rᵀ r) + W_in u + √(2τσ²) ξ,
/// r = φ(x), with m and n of one column for each of the R ranks. J is never built: a step costs N · R. Before learning the columns are
/// normal: m of deviation 1, n = ρ m + √(1 − ρ²) ξ, and W_in and w = N · W_out of given deviations; x begins at 0.
/// </summary>
[Cite(
    "10.1038/s41593-022-01088-4",
    "Dubreuil, Valente, Beiran, Mastrogiuseppe & Ostojic (2022). The role of population structure in computations through neural dynamics.")]
public sealed partial record LowRankCell : Cell
{
    private const string M = "m", N = "n", In = "w_in", Out = "w_out";

    /// <summary>R, the rank of the recurrent connectivity; at most N.</summary>
    [Range(1, 1000)]
    public int Rank { get; init; } = 1;

    /// <summary>Time constant τ of the units.</summary>
    public TimeSpan Tau { get; init; } = 100.Ms;

    /// <summary>
    /// Whether the time constant of each unit is learned, between <see cref="TauMin"/> and <see cref="TauMax"/>; analyses of low rank, which take one
    /// for all units, then refuse the network.
    /// </summary>
    [LaterSetting]
    public bool TrainTau { get; init; }

    /// <summary>The least that a learned time constant can be; not shorter than a step.</summary>
    [LaterSetting]
    public TimeSpan TauMin { get; init; } = 20.Ms;

    /// <summary>The most that a learned time constant can be.</summary>
    [LaterSetting]
    public TimeSpan TauMax { get; init; } = 1.Seconds;

    /// <summary>φ, from current to rate.</summary>
    public Activation Activation { get; init; } = Activation.Tanh;

    /// <summary>Standard deviation σ of the noise that an isolated unit's current shows in continuous time.</summary>
    [Range(0, 1e6)]
    public double Noise { get; init; }

    /// <summary>ρ, the correlation of each column of n with the same column of m before learning.</summary>
    [Range(-1, 1)]
    public double Overlap { get; init; }

    /// <summary>Standard deviation of the input weights before learning.</summary>
    [Range(0, 1e6)]
    public double InputDeviation { get; init; } = 1;

    /// <summary>Standard deviation of w, N times the weights of the readout, before learning.</summary>
    [Range(0, 1e6)]
    public double ReadoutDeviation { get; init; } = 4;

    /// <summary>Whether m is learned, where recurrent weights are at all.</summary>
    public bool TrainM { get; init; } = true;

    /// <summary>Whether n is learned, where recurrent weights are at all.</summary>
    public bool TrainN { get; init; } = true;

    /// <summary>
    /// Whether a gain of each input channel and of each output is learned, which multiplies the weights of that channel. They begin at 1.
    /// </summary>
    public bool TrainGains { get; init; }

    /// <inheritdoc/>
    public override bool HasNonNegativeRates => Activation is not (Activation.Linear or Activation.Tanh);

    /// <inheritdoc/>
    protected override void Define(Step step)
    {
        CheckSettings();
        var x = step.State("x", Units, new() { Value = 0, Held = true });
        var r = step.Apply(Activation, x);
        var alpha = TrainTau ? step.Alpha(step.TimeConstants("tau", [.. Enumerable.Repeat(Tau, Units)], TauMin, TauMax)) : null;
        var overlap = (1.0 / Units) * step.Project(N, r, Rank, Begins(1, TrainN) with { Along = M, Overlap = Mixed ? 0 : Overlap });
        var drive = step.Linear(M, overlap, Units, Begins(1, TrainM)) + step.Linear(In, step.Input, Units, Begins(InputDeviation, true))
            + Fluctuation(step, alpha);
        step.Next(x, x + ((alpha ?? step.Constant(step.Alpha(Tau))) * (drive - x)));
        step.Rate(r);
        step.ReadoutBegins(Begins(ReadoutDeviation / Units, true));
        if (TrainGains)
        {
            step.Aside(new("g_in", ParameterRole.Gain, step.Input.Width, 1) { Derivation = new GainDerivation(In, OfRows: false) });
            step.Aside(new("g_out", ParameterRole.Gain, step.Outputs, 1) { Derivation = new GainDerivation(Out, OfRows: true) });
        }

        if (Mixed)
        {
            DefinePopulations(step);
        }
    }

    // √(2/α) σ ξ
    private Node Fluctuation(Step step, Node? alpha) => alpha is null ? step.Noise("xi", Units, Math.Sqrt(2 / step.Alpha(Tau)) * Noise)
        : Noise == 0 ? step.Constant(0) : Noise * step.Root(step.Constant(2) / alpha) * step.Noise("xi", Units, 1);

    private Prescription Begins(double deviation, bool trained) =>
        Mixed ? new() { Deviation = 0, Held = true } : new() { Deviation = deviation, Held = !trained };
}

using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// Predict the chaotic series of Mackey and Glass, dx/dt = a·x(t − τ)/(1 + x(t − τ)ⁿ) − b·x, from its values one by one.
/// </summary>
/// <remarks>
/// The equation is solved by the fourth-order Runge–Kutta method, in which x(t − τ) is held for a step: from x = x(t − τ) = 1.2 a step of 1 gives 1.1175622.
/// Each trial begins with another constant history, the factor <c>start</c>, and its first 1000 samples are not shown. At τ = 17 the largest Lyapunov exponent of the
/// equation is 0.0056; the map that steps of 1 make of it has one of 0.0073, so that its valid times are rather too short than too long.
/// </remarks>
[Cite("10.1126/science.267326", "Mackey & Glass 1977, Oscillation and chaos in physiological control systems")]
[Cite("10.1016/0167-2789(82)90042-2", "Farmer 1982, Chaotic attractors of an infinite-dimensional dynamical system (Lyapunov exponents)")]
[Cite("10.1126/science.1091277", "Jaeger & Haas 2004, Harnessing nonlinearity: predicting chaotic systems and saving energy in wireless communication")]
public sealed record MackeyGlassTask : ForecastTask
{
    private const int Unseen = 1000, MostSteps = 10_000;
    private const double PublishedExponent = 0.0056;
    private static readonly string[] Value = ["x"];

    /// <summary>Delay τ, in units of time of the equation; a whole number of <see cref="Step"/>.</summary>
    [Range(0, 1e6, Above = true)]
    public double Tau { get; init; } = 17;

    /// <summary>Strength a of the production.</summary>
    [Range(0, 1e3)]
    public double A { get; init; } = 0.2;

    /// <summary>Rate b of the decay.</summary>
    [Range(0, 1e3)]
    public double B { get; init; } = 0.1;

    /// <summary>Exponent n.</summary>
    [Range(0, 1e3)]
    public double N { get; init; } = 10;

    /// <summary>Step of integration h, in units of time of the equation.</summary>
    [Range(0, 1e3, Above = true)]
    public double Step { get; init; } = 1;

    /// <summary>Steps of integration from one sample to the next.</summary>
    [Range(1, 10_000), Unit("steps")]
    public int Every { get; init; } = 1;

    /// <summary>
    /// Largest Lyapunov exponent per unit of time of the equation, in which valid times are counted; none for the published one at the published parameters, and for
    /// no valid times at others.
    /// </summary>
    [Range(0, 1e3, Above = true)]
    public double? LyapunovExponent { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Value;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => Value;

    /// <inheritdoc/>
    protected override double LyapunovTimes =>
        Every * Step * (LyapunovExponent ?? ((Tau, A, B, N) == (17, 0.2, 0.1, 10) ? PublishedExponent : double.NaN));

    /// <inheritdoc/>
    protected override void Check(IList<string> faults)
    {
        base.Check(faults);
        var steps = Tau / Step;
        if (!(Math.Abs(steps - Math.Round(steps)) < 1e-9 * steps && steps >= 0.5 && steps < MostSteps + 0.5))
        {
            faults.Add(FormattableString.Invariant(
                $"`Tau` is {Tau}, but a delay is a whole number of steps of {Step} (`Step`), at most {MostSteps}; set `Tau` to such as {Math.Clamp(Math.Round(steps), 1, MostSteps) * Step}."));
        }
    }

    /// <inheritdoc/>
    protected override void Fill(Trial trial, TrialSeries? inputs, TrialSeries targets)
    {
        ArgumentNullException.ThrowIfNull(trial);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        Span<double> past = stackalloc double[(int)Math.Round(Tau / Step)];
        var x = trial.Draw("start", 0.5, 1.5);
        past.Fill(x);
        var oldest = 0;
        for (int k = -Unseen, end = targets.Samples + Ahead; k < end; k++)
        {
            if (k >= 0)
            {
                Write(inputs, targets, k, 0, x);
            }

            for (var step = 0; step < Every; step++)
            {
                var delayed = past[oldest];
                past[oldest] = x;
                oldest = oldest + 1 < past.Length ? oldest + 1 : 0;
                x = Next(x, delayed);
            }
        }
    }

    /// <summary>One step of integration.</summary>
    /// <param name="x">x(t).</param>
    /// <param name="delayed">x(t − τ), held for the step.</param>
    internal double Next(double x, double delayed)
    {
        // k₁ = f(x), k₂ = f(x + h·k₁/2), k₃ = f(x + h·k₂/2), k₄ = f(x + h·k₃), x' = x + h·(k₁ + 2k₂ + 2k₃ + k₄)/6
        // with f(x) = a·x_τ/(1 + x_τⁿ) − b·x
        var production = A * delayed / (1 + Power(delayed));
        var k1 = production - (B * x);
        var k2 = production - (B * (x + (Step * k1 / 2)));
        var k3 = production - (B * (x + (Step * k2 / 2)));
        var k4 = production - (B * (x + (Step * k3)));
        return x + (Step * (k1 + (2 * k2) + (2 * k3) + k4) / 6);
    }

    // Whole exponents by products alone, whose bits are the same on every machine.
    private double Power(double x)
    {
        if (!double.IsInteger(N) || N > 64)
        {
            return Math.Pow(x, N);
        }

        var product = 1.0;
        for (var k = 0; k < N; k++)
        {
            product *= x;
        }

        return product;
    }
}

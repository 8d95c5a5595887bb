using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// Predict the three numbers of Lorenz's system, dx/dt = σ(y − x), dy/dt = x(ρ − z) − y, dz/dt = xy − βz, from their values one by one, or generate them without any input.
/// </summary>
/// <remarks>
/// The equations are solved by the fourth-order Runge–Kutta method. Each trial begins elsewhere, by the factors <c>start-x</c>, <c>start-y</c> and <c>start-z</c>, and its first 1000
/// samples are not shown. The largest Lyapunov exponent at the published parameters is 0.9056. A network that generates the series can know where a trial begins only by the targets of the
/// warm-up, which are fed back to it. From then on it is on its own in every test trial, and all of them have a valid time.
/// </remarks>
[Cite("10.1175/1520-0469(1963)020<0130:DNF>2.0.CO;2", "Lorenz 1963, Deterministic nonperiodic flow")]
[Cite("10.1063/1.5010300", "Pathak et al. 2017, Using machine learning to replicate chaotic attractors and calculate Lyapunov exponents from data")]
public sealed record LorenzTask : ForecastTask
{
    private const int Unseen = 1000;
    private const double PublishedExponent = 0.9056;
    private static readonly string[] Values = ["x", "y", "z"];

    // Means and standard deviations of x, y and z over 10⁶ samples at the published parameters.
    private static readonly (double Mean, double Deviation)[] Usual = [(0, 7.92), (0, 9.01), (23.55, 8.62)];

    /// <summary>Whether x, y and z are shown; otherwise there are no inputs, and the series is to be generated.</summary>
    public bool Shown { get; init; } = true;

    /// <summary>σ, the Prandtl number.</summary>
    [Range(0, 1e3)]
    public double Sigma { get; init; } = 10;

    /// <summary>ρ, the Rayleigh number relative to its critical value.</summary>
    [Range(0, 1e3)]
    public double Rho { get; init; } = 28;

    /// <summary>β, which follows from the shape of the rolls.</summary>
    [Range(0, 1e3)]
    public double Beta { get; init; } = 8.0 / 3;

    /// <summary>Step of integration, in units of time of the equations.</summary>
    [Range(0, 1, Above = true)]
    public double Step { get; init; } = 0.02;

    /// <summary>Steps of integration from one sample to the next.</summary>
    [Range(1, 10_000), Unit("steps")]
    public int Every { get; init; } = 1;

    /// <summary>Whether x, y and z are less their mean and divided by their standard deviation, both those of the published parameters.</summary>
    public bool Standardise { get; init; } = true;

    /// <summary>
    /// Largest Lyapunov exponent per unit of time of the equations, in which valid times are counted; none for the published one at the published parameters, and for
    /// no valid times at others.
    /// </summary>
    [Range(0, 1e3, Above = true)]
    public double? LyapunovExponent { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Shown ? Values : [];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => Values;

    /// <inheritdoc/>
    protected override double LyapunovTimes =>
        Every * Step * (LyapunovExponent ?? ((Sigma, Rho, Beta) == (10, 28, 8.0 / 3) ? PublishedExponent : double.NaN));

    /// <inheritdoc/>
    protected override void Fill(Trial trial, TrialSeries? inputs, TrialSeries targets)
    {
        ArgumentNullException.ThrowIfNull(trial);
        ArgumentNullException.ThrowIfNull(targets);
        var at = new Point(trial.Draw("start-x", -15, 15), trial.Draw("start-y", -20, 20), trial.Draw("start-z", 5, 40));
        for (int k = -Unseen, end = targets.Samples + Ahead; k < end; k++)
        {
            if (k >= 0)
            {
                Write(inputs, targets, k, 0, Scaled(at.X, 0));
                Write(inputs, targets, k, 1, Scaled(at.Y, 1));
                Write(inputs, targets, k, 2, Scaled(at.Z, 2));
            }

            for (var step = 0; step < Every; step++)
            {
                at = Next(at);
            }
        }
    }

    /// <summary>One step of integration.</summary>
    /// <param name="at">Where the system is.</param>
    internal Point Next(Point at)
    {
        // k₁ = f(s), k₂ = f(s + h·k₁/2), k₃ = f(s + h·k₂/2), k₄ = f(s + h·k₃), s' = s + h·(k₁ + 2k₂ + 2k₃ + k₄)/6
        var k1 = Flow(at);
        var k2 = Flow(at.Plus(Step / 2, k1));
        var k3 = Flow(at.Plus(Step / 2, k2));
        var k4 = Flow(at.Plus(Step, k3));
        return at.Plus(Step / 6, k1).Plus(Step / 3, k2).Plus(Step / 3, k3).Plus(Step / 6, k4);
    }

    // f(s) = (σ(y − x), x(ρ − z) − y, xy − βz)
    private Point Flow(Point s) => new(Sigma * (s.Y - s.X), (s.X * (Rho - s.Z)) - s.Y, (s.X * s.Y) - (Beta * s.Z));

    private double Scaled(double value, int column) => Standardise ? (value - Usual[column].Mean) / Usual[column].Deviation : value;

    /// <summary>A state of the system, or its change.</summary>
    internal readonly record struct Point(double X, double Y, double Z)
    {
        /// <summary>This and a multiple of another.</summary>
        public Point Plus(double times, Point other) => new(X + (times * other.X), Y + (times * other.Y), Z + (times * other.Z));
    }
}

using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Tasks;

/// <summary>
/// Answer random inputs u as a non-linear autoregressive moving average does (NARMA): what is asked for depends on the last ten inputs and answers, or on more.
/// </summary>
/// <remarks>
/// Inputs are uniform between 0 and 0.5. With the input u(t) the target is y(t + 1) of y(t + 1) = αy(t) + βy(t)·Σ y(t − i) + γu(t − n + 1)u(t) + δ, which
/// <see cref="NarmaDefinition"/> gives in full, and is what the inputs so far determine. Rarely y grows without bound: inputs with which it exceeds 10 are drawn anew, and the
/// measure <c>redraws</c> says how often. Samples before the first are 200 and more. The inputs follow from the factor <c>draw</c>: trials with the same number have the same.
/// </remarks>
[Cite("10.1109/72.846741", "Atiya & Parlos 2000, New results on recurrent network training: unifying the algorithms and accelerating convergence")]
[Cite("10.1016/j.neucom.2007.12.020", "Schrauwen et al. 2008, Improving reservoirs using intrinsic plasticity (order 30)")]
public sealed record NarmaTask : TimeSeriesTask
{
    private const int Unseen = 200, MostDraws = 1000, MostOrder = 1000;
    private const double Diverged = 10;
    private static readonly string[] Input = ["u"], Output = ["y"];
    private static readonly string[] Errors = SeriesErrors.And("redraws");

    /// <summary>n, how many inputs and answers ago the target depends on.</summary>
    [Range(1, MostOrder)]
    public int Order { get; init; } = 10;

    /// <summary>Which of the two recursions in use.</summary>
    public NarmaDefinition Definition { get; init; }

    /// <summary>α; none for 0.2 at order 30 and 0.3 at any other.</summary>
    [Range(-1e3, 1e3)]
    public double? Alpha { get; init; }

    /// <summary>β; none for 0.04 at order 30 and 0.05 at any other.</summary>
    [Range(-1e3, 1e3)]
    public double? Beta { get; init; }

    /// <summary>γ.</summary>
    [Range(-1e3, 1e3)]
    public double Gamma { get; init; } = 1.5;

    /// <summary>δ; none for 0.001 at order 30 and 0.1 at any other.</summary>
    [Range(-1e3, 1e3)]
    public double? Delta { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Input;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => Output;

    /// <summary>The errors, and how often the inputs had to be drawn anew.</summary>
    public override IReadOnlyList<string> Measures => Errors;

    /// <summary>How often the inputs were drawn anew.</summary>
    public override int MemoryLength => 1;

    /// <inheritdoc/>
    protected override void Fill(Trial trial, TrialSeries? inputs, TrialSeries targets)
    {
        ArgumentNullException.ThrowIfNull(trial);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        var draws = Drawn(trial);
        var redraws = 0;
        while (!TryFill(ref draws, inputs, targets))
        {
            if (++redraws == MostDraws)
            {
                throw new UsageException(FormattableString.Invariant(
                    $"NARMA of order {Order} exceeded {Diverged} in each of {MostDraws} draws of {targets.Samples} samples; set smaller coefficients, such as `Beta = {(Beta ?? 0.05) / 2}`, or shorter trials."));
            }
        }

        trial.Memory[0] = redraws;
    }

    /// <inheritdoc/>
    private protected override void MeasureMore(Trial trial, in ScoredSamples scored, Span<double> values) => values[0] = trial.Memory[0];

    private bool TryFill(ref RandomStream draws, TrialSeries inputs, TrialSeries targets)
    {
        // Both hold what was at time t in the place t mod (n + 1): the n times before t, and t itself.
        Span<double> u = stackalloc double[Order + 1], y = stackalloc double[Order + 1];
        y.Clear();
        foreach (ref var before in u)
        {
            before = 0.5 * draws.NextUniform();
        }

        var (alpha, beta, delta) = Order == 30 ? (Alpha ?? 0.2, Beta ?? 0.04, Delta ?? 0.001) : (Alpha ?? 0.3, Beta ?? 0.05, Delta ?? 0.1);
        var atiya = Definition == NarmaDefinition.AtiyaParlos;
        for (int t = 0, unseen = Unseen + Order; t < unseen + targets.Samples; t++)
        {
            var (now, next) = (t % u.Length, (t + 1) % u.Length);
            u[now] = 0.5 * draws.NextUniform();

            // The place after t is that of t − n. Atiya and Parlos: Σ over t − n + 1 … t; ReservoirPy: over t − n … t − 1.
            var sum = atiya ? -y[next] : -y[now];
            foreach (var past in y)
            {
                sum += past;
            }

            var product = u[now] * (atiya ? u[(next + 1) % u.Length] : u[next]);
            var answer = (alpha * y[now]) + (beta * y[now] * sum) + (Gamma * product) + delta;
            if (!(Math.Abs(answer) <= Diverged))
            {
                return false;
            }

            y[next] = answer;
            if (t >= unseen)
            {
                (inputs[t - unseen], targets[t - unseen]) = (u[now], answer);
            }
        }

        return true;
    }
}

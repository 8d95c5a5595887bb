using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// Say what a random input was 1, 2, … K samples ago. The measure <c>memory-capacity</c> is Σ_k corr²(u(t − k), y_k(t)), over the scored samples: how many of them
/// are known.
/// </summary>
/// <remarks>
/// Inputs are independent and uniform between −0.8 and 0.8. A linear readout of N units has a capacity of at most N. Over T scored samples each delay of which nothing is known adds about
/// 1/T, so that K/T is no memory. The inputs follow from the factor <c>draw</c>: trials with the same number have the same.
/// </remarks>
[Cite("10.24406/publica-fhg-291107", "Jaeger 2001, Short term memory in echo state networks (GMD Report 152)")]
public sealed record MemoryCapacityTask : TimeSeriesTask
{
    private const double Amplitude = 0.8;
    private const int MostDelays = 2000;
    private static readonly string[] Input = ["u"];
    private static readonly string[] Ago = [.. Enumerable.Range(1, MostDelays).Select(k => FormattableString.Invariant($"u-{k}-ago"))];
    private static readonly string[]?[] Asked = new string[]?[MostDelays + 1];
    private static readonly string[] Errors = SeriesErrors.And("memory-capacity");

    /// <summary>Longer stretches, which tell small correlations from none.</summary>
    public MemoryCapacityTask() => TestLength = [2000];

    /// <summary>K, the longest delay that is asked for.</summary>
    [Range(1, MostDelays), Unit("samples")]
    public int Delays { get; init; } = 50;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Input;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => Asked[Delays] ??= Ago[..Delays];

    /// <summary>The errors, and the memory capacity.</summary>
    public override IReadOnlyList<string> Measures => Errors;

    /// <inheritdoc/>
    protected override void Check(IList<string> faults)
    {
        base.Check(faults);
        if (LevelsOf(WarmUpFactor, WarmUp).Minimum is var warm && warm < Delays)
        {
            faults.Add(FormattableString.Invariant(
                $"`WarmUp` is {warm}, but inputs of {Delays} samples ago are asked for (`Delays`), which must have been shown; set at least {Delays}, or fewer `Delays`."));
        }
    }

    /// <inheritdoc/>
    protected override void Fill(Trial trial, TrialSeries? inputs, TrialSeries targets)
    {
        ArgumentNullException.ThrowIfNull(trial);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        var draws = Drawn(trial);
        Span<double> before = stackalloc double[Delays];
        for (var k = 0; k < Delays; k++)
        {
            before[k] = draws.NextUniform(-Amplitude, Amplitude);
        }

        for (var t = 0; t < targets.Samples; t++)
        {
            inputs[t] = draws.NextUniform(-Amplitude, Amplitude);
            for (var k = 1; k <= Delays; k++)
            {
                targets[t, k - 1] = t >= k ? inputs[t - k] : before[k - t - 1];
            }
        }
    }

    /// <inheritdoc/>
    private protected override void MeasureMore(Trial trial, in ScoredSamples scored, Span<double> values)
    {
        var capacity = 0.0;
        for (var c = 0; c < scored.Channels; c++)
        {
            var mean = 0.0;
            for (var k = scored.First; k < scored.End; k++)
            {
                mean += scored.At(k)[c];
            }

            mean /= scored.Count;
            var (target, variance) = scored.Moments(c);
            var (both, own) = (0.0, 0.0);
            for (var k = scored.First; k < scored.End; k++)
            {
                var off = scored.At(k)[c] - mean;
                both += off * (scored.Targets[k, c] - target);
                own += off * off;
            }

            // corr² = cov² / (var y · var u); an output that never changes knows nothing.
            capacity += own == 0 ? 0 : both * both / (own * variance * scored.Count);
        }

        values[0] = capacity;
    }
}

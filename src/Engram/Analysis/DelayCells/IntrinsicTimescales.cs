using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>
/// Time constants of the autocorrelation of activity. Rates are averaged over bins of a period; R(k) is the correlation over trials of two bins
/// k bins apart, and R(k) = A(e^(−kΔ/τ) + B), with Δ the length of a bin, is fitted by least squares to all pairs of bins from the lag on at
/// which R first falls.
/// </summary>
/// <param name="Period">Name of the period.</param>
/// <param name="Bin">Δ.</param>
/// <param name="Trials">Trials used.</param>
/// <param name="Population">Of the mean of R over the units.</param>
/// <param name="Units">Of each unit, N.</param>
[Cite("10.1038/nn.3862", "Murray et al. 2014, A hierarchy of intrinsic timescales across primate cortex")]
public sealed record IntrinsicTimescales(
    string Period, TimeSpan Bin, int Trials, IntrinsicTimescale Population, IReadOnlyList<IntrinsicTimescale> Units)
{
    private const int FewestTrials = 4;

    /// <summary>Measures them.</summary>
    /// <param name="recording">The recording; catch trials, and those without a step in the period, are left out.</param>
    /// <param name="period">Name of the period; bins are counted from its beginning and lie in it in all trials.</param>
    /// <param name="bin">Δ; 50 ms without.</param>
    /// <param name="factor">
    /// A factor whose values' mean rates are taken out of each bin first, so that what is remembered is no autocorrelation; none by default.
    /// </param>
    /// <exception cref="UsageException">
    /// There is no such period or factor, fewer than four trials, fewer than four bins, or a rate is not finite.
    /// </exception>
    public static IntrinsicTimescales Of(Recording recording, string period = "fixation", TimeSpan? bin = null, string? factor = null)
    {
        ArgumentNullException.ThrowIfNull(recording);
        Finite.Rates(recording);
        var groups = factor is null ? null : CueGroups.Of(recording, factor);
        PeriodSteps[] parts = [.. PeriodSteps.Of(recording, period).Where(part => part.End > part.First && groups?.GroupOf[part.Trial] is not < 0)];
        var size = (int)Math.Round((bin ?? 50.Ms) / recording.Dt);
        var shortest = parts.Length == 0 ? 0 : parts.Min(part => part.End - part.First);
        var bins = size < 1 ? 0 : shortest / size;
        if (bins < 4 || parts.Length < FewestTrials)
        {
            throw new UsageException(
                $"'{period}' lasts {TimeText.Format(shortest * recording.Dt)} or more in {parts.Length} trials, which is {bins} whole bins of "
                + $"{TimeText.Format(bin ?? 50.Ms)} in steps of {TimeText.Format(recording.Dt)}; an autocorrelation needs four bins and four "
                + "trials, so give another `bin` or period, or record more trials.");
        }

        double[][] rows =
        [
            .. Enumerable.Range(0, bins).Select(k => Selectivity.Means(
                recording, [.. parts.Select(part => new PeriodSteps(part.Trial, part.First + (k * size), part.First + ((k + 1) * size)))])),
        ];
        int[] labels = [.. parts.Select(part => groups?.GroupOf[part.Trial] ?? 0)];
        var lags = new LagCorrelations(rows, recording.Units, labels);
        var all = Enumerable.Range(0, recording.Units).Select(lags.Of).ToList();
        return new(
            period, size * recording.Dt, parts.Length, TimescaleFit.Of(LagCorrelations.Mean(all, bins - 1), size * recording.Dt, parts.Length),
            [.. all.Select(one => TimescaleFit.Of(one, size * recording.Dt, parts.Length))]);
    }
}

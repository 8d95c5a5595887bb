using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>Mean rates of the trials that have a value of a factor and steps both in a delay and in its baseline.</summary>
internal sealed class DelayTrials
{
    // Means of equal single-precision rates differ by less than this share of them.
    private const double Rounding = 1e-9;

    private readonly Recording recording;

    private DelayTrials(Recording recording, CueGroups groups, PeriodSteps[] delay, PeriodSteps[] baseline, int[] counts)
    {
        (this.recording, Groups, Delay, Counts) = (recording, groups, delay, counts);
        Labels = [.. delay.Select(part => groups.GroupOf[part.Trial])];
        (Rates, BaselineRates) = (Selectivity.Means(recording, delay), Selectivity.Means(recording, baseline));
    }

    public CueGroups Groups { get; }

    public PeriodSteps[] Delay { get; }

    /// <summary>The group of each trial (n).</summary>
    public int[] Labels { get; }

    /// <summary>Trials of each group.</summary>
    public int[] Counts { get; }

    /// <summary>Mean rate of each unit in the delay of each trial (n × N).</summary>
    public double[] Rates { get; }

    /// <summary>Likewise in the baseline.</summary>
    public double[] BaselineRates { get; }

    public int Units => recording.Units;

    /// <summary>Finds the trials.</summary>
    /// <exception cref="UsageException">Not two values with two such trials each.</exception>
    public static DelayTrials Of(Recording recording, string factor, string period, string baseline)
    {
        Finite.Rates(recording);
        var groups = CueGroups.Of(recording, factor);
        var before = PeriodSteps.Of(recording, baseline).Where(part => part.End > part.First).ToDictionary(part => part.Trial);
        PeriodSteps[] delay =
        [
            .. PeriodSteps.Of(recording, period)
                .Where(part => part.End > part.First && groups.GroupOf[part.Trial] >= 0 && before.ContainsKey(part.Trial)),
        ];
        var counts = new int[groups.Names.Length];
        foreach (var part in delay)
        {
            counts[groups.GroupOf[part.Trial]]++;
        }

        if (counts.Length < 2 || counts.Min() < 2)
        {
            throw new UsageException(
                $"{factor} took {string.Join(", ", groups.Names.Zip(counts, (name, count) => $"{name} in {count} trials"))} with steps in "
                + $"'{baseline}' and '{period}'; but delay cells need at least two values with at least two trials each; record more trials.");
        }

        return new(recording, groups, delay, [.. delay.Select(part => before[part.Trial])], counts);
    }

    /// <summary>What the delay adds to each trial's baseline (n × N).</summary>
    public double[] Changes() => Changes(Rates);

    /// <summary>Mean rates in equal bins of the shortest delay, counted from its beginning, (n × N) each.</summary>
    public double[][] Bins(TimeSpan bin)
    {
        var shortest = Delay.Min(part => part.End - part.First);
        var size = Math.Clamp((int)Math.Round(bin / recording.Dt), 1, shortest);
        return
        [
            .. Enumerable.Range(0, shortest / size).Select(k => Selectivity.Means(
                recording, [.. Delay.Select(part => new PeriodSteps(part.Trial, part.First + (k * size), part.First + ((k + 1) * size)))])),
        ];
    }

    /// <summary>What rates add to each trial's baseline (n × N); 0 where they differ by rounding.</summary>
    public double[] Changes(double[] rates) =>
    [
        .. rates.Zip(BaselineRates, (rate, before) =>
            Math.Abs(rate - before) <= Rounding * (Math.Abs(rate) + Math.Abs(before)) ? 0 : rate - before),
    ];
}

using Engram.Configuration;

namespace Engram.Studies;

/// <summary>One trial of a search: a value of each setting, and a network for each seed.</summary>
/// <param name="Number">Its number from 1, in the order proposed.</param>
/// <param name="Settings">The settings that are searched, as text.</param>
public sealed record SearchTrial(int Number, IReadOnlyList<KeyValuePair<string, string>> Settings)
{
    /// <summary>Its networks, in the order of the seeds; none where the settings do not fit together.</summary>
    public IReadOnlyList<SweepRun> Runs { get; internal init; } = [];

    /// <summary>The objective of each network; NaN of one that diverged, failed or missed the criterion that is looked for.</summary>
    public IReadOnlyList<double> Values { get; internal init; } = [];

    /// <summary>Why the settings do not fit together, so that nothing was trained; empty if they do.</summary>
    public string Refusal { get; internal init; } = "";

    /// <summary>Mean of the objective over the networks that have one; NaN without any.</summary>
    public double Mean => Sample.Mean;

    /// <summary>Its standard deviation (n − 1) over networks; null for fewer than two.</summary>
    public double? Sd => Sample.Sd;

    /// <summary>How its networks ended: <c>exhausted</c>, <c>2 exhausted, 1 diverged</c>, or <c>refused</c>.</summary>
    public string Outcome => Refusal.Length > 0 ? "refused"
        : Runs.Select(run => Kebab.Of(run.Status.ToString())).CountBy(word => word).ToList() is var counts && counts.Count == 1 ? counts[0].Key
        : string.Join(", ", counts.Select(pair => $"{pair.Value} {pair.Key}"));

    /// <summary>How good it is, for its place among the others.</summary>
    internal SearchScore Score { get; init; }

    /// <summary>Its networks as the table has them.</summary>
    internal IReadOnlyList<SweepTableRow> Rows { get; init; } = [];

    private SampleMean Sample => SampleMean.Of([.. Values.Where(double.IsFinite)]);
}

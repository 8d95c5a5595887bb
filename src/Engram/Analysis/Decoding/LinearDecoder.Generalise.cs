using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Analysis;

/// <content>Decoders tested in another condition than they were fitted in.</content>
public sealed partial record LinearDecoder
{
    /// <summary>
    /// Accuracy in every bin of decoders that are fitted to all trials with one value of a second factor and tested on those with another: whether the code
    /// is the same in both. Labels are permuted within each of the two groups.
    /// </summary>
    /// <param name="recording">The recording; catch trials are left out.</param>
    /// <param name="factor">What is decoded, named as for <see cref="Decode"/>.</param>
    /// <param name="condition">The second factor, named in the same way.</param>
    /// <param name="trainOn">Its value in trials that are fitted to, as text: <c>500ms</c>, <c>left</c>, <c>16</c>.</param>
    /// <param name="testOn">Its value in trials that are tested; all others without.</param>
    /// <param name="alignTo">Name of the period at whose start time is 0; the start of the trial without.</param>
    /// <exception cref="UsageException">
    /// There is no such factor, value, period or unit, both factors or both values are the same, or a value of the factor has fewer than two trials in
    /// one of the groups.
    /// </exception>
    public DecodingCurve Generalise(
        Recording recording, string factor, string condition, string trainOn, string? testOn = null, string? alignTo = null)
    {
        Check();
        if (factor == condition)
        {
            throw new UsageException($"{factor} is what is decoded, so it cannot also part the trials; part them by another factor.");
        }

        var (levels, conditions) = (FactorLevels.Of(recording, factor), FactorLevels.Of(recording, condition));
        var first = Place(conditions, trainOn);
        var second = testOn is null ? -1 : Place(conditions, testOn);
        if (first == second)
        {
            throw new UsageException($"Decoders cannot be fitted and tested where {condition} is {trainOn}; test them where it is another.");
        }

        int[] trials =
        [
            .. levels.Trials.Where(trial => conditions.LevelOf[trial] is var place and >= 0 && (place == first || second < 0 || place == second)),
        ];
        int[] taken = [.. trials.Select(trial => levels.LevelOf[trial]).Distinct().Order()];
        int[] labels = [.. trials.Select(trial => Array.IndexOf(taken, levels.LevelOf[trial]))];
        var names = new FactorNames(factor, [.. taken.Select(level => levels.Names[level])]);
        var groups = trials.Index().ToLookup(pair => conditions.LevelOf[pair.Item] == first, pair => pair.Index);
        var parts = Partition.Across(names, labels, [.. groups[true]], [.. groups[false]], condition);
        return Curve(recording, names, trials, labels, parts, alignTo);
    }

    private static int Place(FactorLevels levels, string value) => Array.IndexOf(levels.Names, value) is var place and >= 0 ? place
        : throw new UsageException($"No recorded trial has {levels.Factor} '{value}'. {Nearest.Hint(value, levels.Names)}");
}

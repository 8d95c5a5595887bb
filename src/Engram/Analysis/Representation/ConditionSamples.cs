using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>Mean rates in a period of the trials that have a value of a factor.</summary>
/// <param name="Names">The factor's values as text, K.</param>
/// <param name="Trials">The trials used (n).</param>
/// <param name="Labels">The value of each (n).</param>
/// <param name="Rows">Mean rates (n × N).</param>
/// <param name="Units">N.</param>
internal sealed record ConditionSamples(string[] Names, int[] Trials, int[] Labels, double[] Rows, int Units)
{
    /// <summary>Takes the means; catch trials and those without a step in the period are left out.</summary>
    /// <exception cref="UsageException">Not as many values or trials as are needed, or no such factor or period.</exception>
    public static ConditionSamples Of(Recording recording, string factor, string period, int leastTrials = 2, int leastValues = 2)
    {
        Finite.Rates(recording);
        var groups = CueGroups.Of(recording, factor);
        PeriodSteps[] parts =
            [.. PeriodSteps.Of(recording, period).Where(part => part.End > part.First && groups.GroupOf[part.Trial] >= 0)];
        int[] labels = [.. parts.Select(part => groups.GroupOf[part.Trial])];
        int[] counts = [.. groups.Names.Select((_, k) => labels.Count(label => label == k))];
        return counts.Length >= leastValues && counts.Min() >= leastTrials
            ? new(groups.Names, [.. parts.Select(part => part.Trial)], labels, Selectivity.Means(recording, parts), recording.Units)
            : throw new UsageException(
                $"{factor} took {string.Join(", ", groups.Names.Zip(counts, (name, count) => $"{name} in {count} trials"))} with a step in "
                + $"'{period}'; but at least {leastValues} values with at least {leastTrials} trials each are needed; record more trials.");
    }

    /// <summary>Mean of each group over the chosen rows (K × N).</summary>
    public static double[] Means(double[] rows, int columns, int[] labels, int groups, Func<int, bool> chosen)
    {
        var means = new double[groups * columns];
        var counts = new int[groups];
        for (var k = 0; k < labels.Length; k++)
        {
            if (chosen(k))
            {
                counts[labels[k]]++;
                Numerics.Rows.AddScaled(means.AsSpan(labels[k] * columns, columns), 1, rows.AsSpan(k * columns, columns));
            }
        }

        for (var i = 0; i < means.Length; i++)
        {
            means[i] /= counts[i / columns];
        }

        return means;
    }
}

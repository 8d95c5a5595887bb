using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>Takes units of one population out of a low-rank network, to see what the population is for.</summary>
[Cite(
    "10.1038/s41593-022-01088-4",
    "Dubreuil, Valente, Beiran, Mastrogiuseppe & Ostojic 2022, The role of population structure in computations through neural dynamics")]
public static class Inactivation
{
    /// <summary>
    /// Sets m, n and w of a share of a population's units to zero, drawn at random; their inputs stay, seen by no other unit.
    /// </summary>
    /// <param name="space">The connectivity.</param>
    /// <param name="labels">The population of each unit (N).</param>
    /// <param name="population">Which population loses units.</param>
    /// <param name="fraction">Share of its units, 0 to 1; the number is rounded.</param>
    /// <param name="seed">Decides which units.</param>
    /// <returns>The connectivity without them.</returns>
    /// <exception cref="UsageException">The labels do not fit the units, no unit has the label, or the share is not allowed.</exception>
    public static LoadingSpace Of(LoadingSpace space, IReadOnlyList<int> labels, int population, double fraction, ulong seed)
    {
        var faults = new List<string>();
        if (labels.Count != space.Units)
        {
            faults.Add($"There are {labels.Count} labels, but {space.Units} units; give one label per unit.");
        }

        if (!labels.Contains(population))
        {
            faults.Add($"No unit is in population {population}; the labels are {string.Join(", ", labels.Distinct().Order())}.");
        }

        if (!(fraction >= 0 && fraction <= 1))
        {
            faults.Add(FormattableString.Invariant($"`fraction` is {fraction}; give a share of units from 0 to 1."));
        }

        if (faults.Count > 0)
        {
            throw new UsageException(faults);
        }

        int[] members = [.. Enumerable.Range(0, labels.Count).Where(unit => labels[unit] == population)];
        var draws = new RandomStream(new StreamKey(seed, Purpose.Analysis), 0);
        var count = (int)Math.Round(fraction * members.Length);
        for (var k = 0; k < count; k++)
        {
            var other = k + draws.NextInt(members.Length - k);
            (members[k], members[other]) = (members[other], members[k]);
        }

        return space.Without(members[..count]);
    }
}

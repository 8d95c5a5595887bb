using System.Globalization;
using Engram.Configuration;
using Engram.Studies;

namespace Engram.App.Training;

/// <summary>Seeds as text: <c>1..5</c>, <c>1,3,7</c>, <c>1..3,8</c>.</summary>
internal static class SeedList
{
    /// <summary>Reads seeds.</summary>
    /// <exception cref="UsageException">They cannot be read, or are more than a sweep may have.</exception>
    public static IReadOnlyList<ulong> Parse(string text)
    {
        var seeds = new List<ulong>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var ends = part.Split("..");
            if (ends.Length > 2 || !TryParse(ends[0], out var first) || !TryParse(ends[^1], out var last) || last < first)
            {
                throw new UsageException(
                    $"`--seeds {text}`: write a range from low to high, such as 1..5, or a list, such as 1,3,7.");
            }

            if (last - first >= Sweep.MaxCount || seeds.Count > Sweep.MaxCount)
            {
                throw new UsageException($"`--seeds {text}`: a sweep can have at most {Sweep.MaxCount} seeds; write fewer.");
            }

            for (var seed = first; seed <= last; seed++)
            {
                seeds.Add(seed);
            }
        }

        return seeds;
    }

    // The greatest number is left out, so that counting to it ends.
    private static bool TryParse(string text, out ulong seed) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seed) && seed < ulong.MaxValue;
}

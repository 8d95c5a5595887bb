using System.Globalization;
using Engram.Configuration;

namespace Engram.Studies.Common;

/// <summary>Units as text: <c>3</c>, <c>0..63</c>, <c>0..9,12</c>.</summary>
internal static class UnitText
{
    /// <summary>The units, ascending.</summary>
    /// <param name="text">The text.</param>
    /// <param name="count">How many units there are.</param>
    /// <exception cref="UsageException">The text cannot be read, or names a unit that there is not.</exception>
    public static int[] Parse(string text, int count)
    {
        var units = new SortedSet<int>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var ends = part.Split("..");
            if (ends.Length > 2 || !TryParse(ends[0], out var first) || !TryParse(ends[^1], out var last) || last < first)
            {
                throw new UsageException($"`Units` is '{text}'; write units, such as 0..63 or 0..9,12.");
            }

            if (last >= count)
            {
                throw new UsageException(string.Create(
                    CultureInfo.InvariantCulture, $"`Units` is '{text}', but units are numbered 0 to {count - 1}; name others."));
            }

            units.UnionWith(Enumerable.Range(first, last - first + 1));
        }

        return [.. units];
    }

    private static bool TryParse(string text, out int unit) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out unit);
}

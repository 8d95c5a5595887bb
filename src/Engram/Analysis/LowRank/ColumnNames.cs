using Engram.Configuration;

namespace Engram.Analysis;

/// <summary>Names of the columns of a loading space.</summary>
internal static class ColumnNames
{
    /// <summary>m1 … m_R, n1 … n_R, I1 … , w1 …; a bare letter where there is one column of the kind.</summary>
    public static IReadOnlyList<string> Of(int rank, int inputs, int outputs) =>
        [.. Named("m", rank), .. Named("n", rank), .. Named("I", inputs), .. Named("w", outputs)];

    /// <summary>Place of a column; m1 stands for m where it is the only one.</summary>
    /// <exception cref="UsageException">There is no such column.</exception>
    public static int Place(IReadOnlyList<string> names, string name)
    {
        for (var k = 0; k < names.Count; k++)
        {
            if (names[k] == name || (names[k].Length == 1 && $"{names[k]}1" == name))
            {
                return k;
            }
        }

        throw new UsageException($"The loading space has no column '{name}'. {Nearest.Hint(name, names)}");
    }

    private static IEnumerable<string> Named(string letter, int count) =>
        count == 1 ? [letter] : Enumerable.Range(1, count).Select(k => $"{letter}{k}");
}

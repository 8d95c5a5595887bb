using Engram.Configuration;

namespace Engram.Analysis;

/// <summary>
/// Persistent homology over Z/2 of the Vietoris–Rips complexes of points: how long, as the distance grows up to which points are joined, there are separate components (dimension 0), loops that are
/// not filled (1), and cavities that are not (2). They are found as persistent cocycles: the coboundary of each edge, or triangle, from the longest to the shortest, is reduced until its first element
/// is no other's.
/// </summary>
[Cite("10.1007/s41468-021-00071-5", "Bauer 2021, Ripser: efficient computation of Vietoris–Rips persistence barcodes")]
internal static class RipsPersistence
{
    /// <summary>The bars.</summary>
    /// <param name="distances">Distances between the points (n × n).</param>
    /// <param name="n">n.</param>
    /// <param name="findsCavities">Whether cavities are looked for, which takes n times as long.</param>
    public static PersistenceBars Of(ReadOnlySpan<double> distances, int n, bool findsCavities = false)
    {
        var complex = new RipsComplex(distances, n);
        var (components, joins) = Joined(complex);

        // An edge that joins two components makes no loop, and a triangle that fills a loop no cavity.
        var edges = Enumerable.Range(0, complex.Edges).Reverse().Where(edge => !joins[edge]);
        var (loops, fillers) = Reduced(edges, n - 2, complex.TrianglesOf, complex.EdgeLength, complex.TriangleLength);
        if (!findsCavities)
        {
            return new(components, loops, []);
        }

        var triangles = Enumerable.Range(0, complex.Edges * n).Reverse().Where(triangle => complex.IsTriangle(triangle) && !fillers.Contains(triangle));
        return new(components, loops, Reduced(triangles, n - 3, complex.TetrahedraOf, complex.TriangleLength, complex.TetrahedronLength).Bars);
    }

    private static (PersistenceBar[] Bars, HashSet<int> Ends) Reduced(
        IEnumerable<int> cells, int size, Action<int, Span<int>> coboundary, Func<int, double> birth, Func<int, double> death)
    {
        // Of a column that needs no reduction, only the cell is kept.
        var (owners, columns, bars, buffer) = (new Dictionary<int, int>(), new Dictionary<int, int[]>(), new List<PersistenceBar>(), new int[Math.Max(0, size)]);
        foreach (var cell in cells)
        {
            coboundary(cell, buffer);
            var first = buffer.Min();
            if (owners.ContainsKey(first))
            {
                int[] column = [.. buffer.Order()];
                while (owners.TryGetValue(column[0], out var owner))
                {
                    column = Sum(column, columns.TryGetValue(owner, out var reduced) ? reduced : Sorted(owner));
                }

                columns.Add(cell, column);
                first = column[0];
            }

            owners.Add(first, cell);
            if (death(first) > birth(cell))
            {
                bars.Add(new(birth(cell), death(first)));
            }
        }

        return ([.. bars.OrderByDescending(bar => bar.Length).ThenBy(bar => bar.Birth)], [.. owners.Keys]);

        int[] Sorted(int cell)
        {
            var column = new int[size];
            coboundary(cell, column);
            Array.Sort(column);
            return column;
        }
    }

    // Shortest edges first (Kruskal).
    private static (double[] Ends, bool[] Joins) Joined(RipsComplex complex)
    {
        var (ends, joins, parents) = (new List<double>(), new bool[complex.Edges], Enumerable.Range(0, complex.Points).ToArray());
        for (var edge = 0; edge < joins.Length; edge++)
        {
            var (from, to) = complex.Ends(edge);
            var (a, b) = (Root(from), Root(to));
            if (a != b)
            {
                (parents[a], joins[edge]) = (b, true);
                ends.Add(complex.EdgeLength(edge));
            }
        }

        return ([.. ends], joins);

        int Root(int point)
        {
            while (parents[point] != point)
            {
                point = parents[point] = parents[parents[point]];
            }

            return point;
        }
    }

    // Over Z/2, what both have is gone.
    private static int[] Sum(int[] a, int[] b)
    {
        var (sum, i, j, at) = (new int[a.Length + b.Length], 0, 0, 0);
        while (i < a.Length && j < b.Length)
        {
            if (a[i] == b[j])
            {
                (i, j) = (i + 1, j + 1);
            }
            else
            {
                sum[at++] = a[i] < b[j] ? a[i++] : b[j++];
            }
        }

        a.AsSpan(i).CopyTo(sum.AsSpan(at));
        b.AsSpan(j).CopyTo(sum.AsSpan(at + a.Length - i));
        return sum[..(at + a.Length - i + b.Length - j)];
    }
}

/// <summary>Bars by dimension, longest first.</summary>
/// <param name="Components">Where the n − 1 components that join others end, shortest first.</param>
/// <param name="Loops">Loops.</param>
/// <param name="Cavities">Cavities, where they were looked for.</param>
internal sealed record PersistenceBars(double[] Components, PersistenceBar[] Loops, PersistenceBar[] Cavities);

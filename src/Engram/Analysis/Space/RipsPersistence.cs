using Engram.Configuration;

namespace Engram.Analysis;

/// <summary>
/// Persistent homology over Z/2 of the Vietoris–Rips complexes of points: how long, as the distance grows up to which points are joined, there are separate components (dimension 0) and loops that are
/// not filled (dimension 1). Loops are found as persistent cocycles: the coboundary of each edge, from the longest to the shortest, is reduced until its first triangle is no other's.
/// </summary>
[Cite("10.1007/s41468-021-00071-5", "Bauer 2021, Ripser: efficient computation of Vietoris–Rips persistence barcodes")]
internal static class RipsPersistence
{
    /// <summary>The bars.</summary>
    /// <param name="distances">Distances between the points (n × n).</param>
    /// <param name="n">n.</param>
    /// <returns>Where the n − 1 components that join others end, shortest first; and the loops that last, longest first.</returns>
    public static (double[] Components, PersistenceBar[] Loops) Of(ReadOnlySpan<double> distances, int n)
    {
        // Edges by length; equal ones in the order of their points, so that no two have the same rank.
        var count = n * (n - 1) / 2;
        var (lengths, order) = (new double[count], new (double Length, int Edge)[count]);
        var (from, to) = (new int[count], new int[count]);
        for (int i = 0, edge = 0; i < n; i++)
        {
            for (var j = i + 1; j < n; j++, edge++)
            {
                (from[edge], to[edge], order[edge]) = (i, j, (distances[(i * n) + j], edge));
            }
        }

        Array.Sort(order);
        var ranks = new int[n * n];
        for (var rank = 0; rank < count; rank++)
        {
            var (i, j) = (from[order[rank].Edge], to[order[rank].Edge]);
            (ranks[(i * n) + j], ranks[(j * n) + i], lengths[rank]) = (rank, rank, order[rank].Length);
        }

        var (components, joins) = Joined(order, from, to, n);
        var (columns, loops) = (new Dictionary<int, int[]>(), new List<PersistenceBar>());
        for (var rank = count - 1; rank >= 0; rank--)
        {
            // An edge that joins two components makes no loop.
            if (joins[rank])
            {
                continue;
            }

            var column = Coboundary(ranks, n, from[order[rank].Edge], to[order[rank].Edge]);
            while (columns.TryGetValue(column[0], out var other))
            {
                column = Sum(column, other);
            }

            columns.Add(column[0], column);
            var end = lengths[column[0] / n];
            if (end > lengths[rank])
            {
                loops.Add(new(lengths[rank], end));
            }
        }

        return (components, [.. loops.OrderByDescending(bar => bar.Length).ThenBy(bar => bar.Birth)]);
    }

    // Shortest edges first (Kruskal).
    private static (double[] Ends, bool[] Joins) Joined((double Length, int Edge)[] order, int[] from, int[] to, int n)
    {
        var (ends, joins, parents) = (new List<double>(), new bool[order.Length], Enumerable.Range(0, n).ToArray());
        for (var rank = 0; rank < order.Length; rank++)
        {
            var (a, b) = (Root(from[order[rank].Edge]), Root(to[order[rank].Edge]));
            if (a != b)
            {
                (parents[a], joins[rank]) = (b, true);
                ends.Add(order[rank].Length);
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

    // The triangles that an edge is a side of, in their order: by the rank of the longest side, and then by the point opposite to it.
    private static int[] Coboundary(int[] ranks, int n, int i, int j)
    {
        var (triangles, edge, at) = (new int[n - 2], ranks[(i * n) + j], 0);
        for (var k = 0; k < n; k++)
        {
            if (k != i && k != j)
            {
                var (a, b) = (ranks[(i * n) + k], ranks[(j * n) + k]);
                triangles[at++] = edge > a && edge > b ? (edge * n) + k : a > b ? (a * n) + j : (b * n) + i;
            }
        }

        Array.Sort(triangles);
        return triangles;
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

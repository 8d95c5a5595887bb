namespace Engram.Analysis;

/// <summary>
/// The edges, triangles and tetrahedra of some points, each with a number that grows with its longest edge: a face has a lower one than what it is a face of, as far as lengths go. Edges are numbered
/// by their rank, triangles by that of the longest side and the point opposite to it, and tetrahedra by that of the longest edge and the two points opposite to it.
/// </summary>
internal sealed class RipsComplex
{
    private readonly int n;
    private readonly int[] ranks, from, to;
    private readonly double[] lengths;

    /// <summary>Sorts the edges.</summary>
    /// <param name="distances">Distances between the points (n × n).</param>
    /// <param name="n">n, at most 500, so that numbers of tetrahedra fit.</param>
    public RipsComplex(ReadOnlySpan<double> distances, int n)
    {
        // Equal edges stand in the order of their points, so that no two have the same rank.
        var order = new (double Length, int From, int To)[n * (n - 1) / 2];
        for (int i = 0, edge = 0; i < n; i++)
        {
            for (var j = i + 1; j < n; j++)
            {
                order[edge++] = (distances[(i * n) + j], i, j);
            }
        }

        Array.Sort(order);
        (this.n, ranks) = (n, new int[n * n]);
        (from, to, lengths) = ([.. order.Select(edge => edge.From)], [.. order.Select(edge => edge.To)], [.. order.Select(edge => edge.Length)]);
        for (var rank = 0; rank < order.Length; rank++)
        {
            ranks[(from[rank] * n) + to[rank]] = ranks[(to[rank] * n) + from[rank]] = rank;
        }
    }

    /// <summary>n.</summary>
    public int Points => n;

    /// <summary>How many edges there are.</summary>
    public int Edges => lengths.Length;

    /// <summary>The ends of an edge.</summary>
    public (int From, int To) Ends(int edge) => (from[edge], to[edge]);

    /// <summary>Length of an edge.</summary>
    public double EdgeLength(int edge) => lengths[edge];

    /// <summary>Length of the longest side of a triangle.</summary>
    public double TriangleLength(int triangle) => lengths[triangle / n];

    /// <summary>Length of the longest edge of a tetrahedron.</summary>
    public double TetrahedronLength(int tetrahedron) => lengths[tetrahedron / (n * n)];

    /// <summary>Whether a number is that of a triangle.</summary>
    public bool IsTriangle(int triangle)
    {
        var (edge, k) = (triangle / n, triangle % n);
        var (i, j) = (from[edge], to[edge]);
        return k != i && k != j && ranks[(i * n) + k] < edge && ranks[(j * n) + k] < edge;
    }

    /// <summary>The triangles that an edge is a side of (n − 2), in no order.</summary>
    public void TrianglesOf(int edge, Span<int> triangles)
    {
        var (i, j, at) = (from[edge], to[edge], 0);
        for (var k = 0; k < n; k++)
        {
            if (k != i && k != j)
            {
                var (a, b) = (ranks[(i * n) + k], ranks[(j * n) + k]);
                triangles[at++] = edge > a && edge > b ? (edge * n) + k : a > b ? (a * n) + j : (b * n) + i;
            }
        }
    }

    /// <summary>The tetrahedra that a triangle is a face of (n − 3), in no order.</summary>
    public void TetrahedraOf(int triangle, Span<int> tetrahedra)
    {
        var (edge, k, at) = (triangle / n, triangle % n, 0);
        var (i, j) = (from[edge], to[edge]);
        for (var m = 0; m < n; m++)
        {
            if (m != i && m != j && m != k)
            {
                var (a, b, c) = (ranks[(i * n) + m], ranks[(j * n) + m], ranks[(k * n) + m]);
                var (longest, u, v) = edge > a && edge > b && edge > c ? (edge, k, m) : a > b && a > c ? (a, j, k) : b > c ? (b, i, k) : (c, i, j);
                tetrahedra[at++] = (((longest * n) + Math.Min(u, v)) * n) + Math.Max(u, v);
            }
        }
    }
}

using Engram.Analysis;
using Engram.Numerics;

namespace Engram.Tests.Analysis.Space;

/// <summary>Persistent homology of a few points.</summary>
public sealed class RipsPersistenceTests
{
    [Fact]
    public void A_square_has_a_loop_from_its_side_to_its_diagonal()
    {
        var (components, loops) = Of((0, 0), (1, 0), (1, 1), (0, 1));
        Assert.Equal([1, 1, 1], components);
        Assert.Equal([(1, Math.Sqrt(2))], loops.Select(bar => (bar.Birth, bar.Death)));
    }

    [Theory]
    [InlineData(6)]
    [InlineData(12)]
    [InlineData(30)]
    public void A_ring_has_one_loop_from_its_side_to_the_side_of_a_triangle_around_it(int n)
    {
        var (components, loops) = Of([.. Enumerable.Range(0, n).Select(k => 2 * Math.PI * k / n).Select(angle => (Math.Cos(angle), Math.Sin(angle)))]);
        Assert.All(components, end => Assert.Equal(2 * Math.Sin(Math.PI / n), end, 1e-12));
        var loop = Assert.Single(loops, bar => bar.Length > 1e-9);
        Assert.Equal(2 * Math.Sin(Math.PI / n), loop.Birth, 1e-12);
        Assert.Equal(Math.Sqrt(3), loop.Death, 1e-12);
    }

    [Fact]
    public void Two_rings_have_two_loops_and_join_late()
    {
        var ring = Enumerable.Range(0, 9).Select(k => 2 * Math.PI * k / 9).ToArray();
        var (components, loops) = Of([.. ring.Select(angle => (Math.Cos(angle), Math.Sin(angle))), .. ring.Select(angle => (10 + (2 * Math.Cos(angle)), 2 * Math.Sin(angle)))]);
        Assert.Equal([2 * Math.Sqrt(3), Math.Sqrt(3)], loops.Where(bar => bar.Length > 1e-9).Select(bar => bar.Death).ToArray().OrderDescending(), (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.InRange(components[^1], 6.9, 7.2);
    }

    [Fact]
    public void A_line_and_a_filled_triangle_have_no_loop()
    {
        Assert.Empty(Of((0, 0), (1, 0), (2, 0), (3.5, 0), (5, 0)).Loops);
        Assert.Empty(Of((0, 0), (1, 0), (0.5, 0.9)).Loops);
    }

    [Fact]
    public void Any_points_have_the_bars_of_the_standard_reduction_of_boundaries()
    {
        for (var set = 0; set < 20; set++)
        {
            var random = new RandomStream(new StreamKey(5, Purpose.Analysis), set);
            var points = Enumerable.Range(0, 14).Select(_ => (random.NextUniform(), random.NextUniform())).ToArray();
            var expected = Reduced(points).OrderByDescending(bar => bar.Death - bar.Birth).ToArray();
            var found = Of(points).Loops;
            Assert.Equal(expected.Length, found.Length);
            Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, (pair.Second.Birth, pair.Second.Death)));
        }
    }

    private static (double[] Components, PersistenceBar[] Loops) Of(params (double X, double Y)[] points) => RipsPersistence.Of(Distances(points), points.Length);

    private static double[] Distances((double X, double Y)[] points) =>
        [.. points.SelectMany(a => points.Select(b => Math.Sqrt(((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y)))))];

    // Boundaries of triangles over edges, column after column (Edelsbrunner, Letscher and Zomorodian).
    private static IEnumerable<(double Birth, double Death)> Reduced((double X, double Y)[] points)
    {
        var (d, n) = (Distances(points), points.Length);
        var edges = Enumerable.Range(0, n).SelectMany(i => Enumerable.Range(i + 1, n - i - 1).Select(j => (i, j))).OrderBy(edge => d[(edge.i * n) + edge.j]).ToList();
        var triangles = edges.SelectMany(edge => Enumerable.Range(edge.j + 1, n - edge.j - 1).Select(k => (int[])[edges.IndexOf(edge), edges.IndexOf((edge.i, k)), edges.IndexOf((edge.j, k))]))
            .OrderBy(sides => sides.Max());
        var columns = new Dictionary<int, HashSet<int>>();
        foreach (var sides in triangles)
        {
            var column = sides.ToHashSet();
            while (column.Count > 0 && columns.TryGetValue(column.Max(), out var other))
            {
                column.SymmetricExceptWith(other);
            }

            if (column.Count > 0)
            {
                columns.Add(column.Max(), column);
                var (birth, death) = (Length(column.Max()), Length(sides.Max()));
                if (death > birth)
                {
                    yield return (birth, death);
                }
            }
        }

        double Length(int edge) => d[(edges[edge].i * n) + edges[edge].j];
    }
}

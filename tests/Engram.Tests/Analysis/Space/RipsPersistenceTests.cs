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
    public void An_octahedron_has_a_cavity_from_its_edge_to_its_diagonal()
    {
        var (_, loops, cavities) = RipsPersistence.Of(Distances([[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]]), 6, findsCavities: true);
        Assert.Empty(loops);
        Assert.Equal([new(Math.Sqrt(2), 2)], cavities);
    }

    [Fact]
    public void A_torus_has_two_loops_and_a_cavity()
    {
        // Of a product of two rings of nine points.
        var angles = Enumerable.Range(0, 9).Select(k => 2 * Math.PI * k / 9).ToArray();
        var torus = angles.SelectMany(a => angles.Select(b => (double[])[Math.Cos(a), Math.Sin(a), Math.Cos(b), Math.Sin(b)])).ToArray();
        var (_, loops, cavities) = RipsPersistence.Of(Distances(torus), 81, findsCavities: true);
        var (long2, long1) = (loops.Where(bar => bar.Length > 0.5).ToArray(), cavities.Where(bar => bar.Length > 0.5).ToArray());
        Assert.Equal(2, long2.Length);
        Assert.Single(long1);
        Assert.All(long2, bar => Assert.Equal(Math.Sqrt(3), bar.Death, 1e-9));
    }

    [Fact]
    public void Any_points_have_the_bars_of_the_standard_reduction_of_boundaries()
    {
        var some = 0;
        for (var set = 0; set < 20; set++)
        {
            var random = new RandomStream(new StreamKey(5, Purpose.Analysis), set);
            var points = Enumerable.Range(0, 14).Select(_ => Around((random.NextNormal(), random.NextNormal(), random.NextNormal()), 0.9 + (0.2 * random.NextUniform()))).ToArray();
            var (_, loops, cavities) = RipsPersistence.Of(Distances(points), 14, findsCavities: true);
            foreach (var (dimension, bars) in new[] { (1, loops), (2, cavities) })
            {
                var expected = Reduced(Distances(points), 14, dimension).OrderByDescending(bar => bar.Length).ToArray();
                Assert.Equal(expected, bars);
            }

            some += cavities.Length;
        }

        Assert.True(some > 0);
    }

    private static (double[] Components, PersistenceBar[] Loops) Of(params (double X, double Y)[] points)
    {
        var (components, loops, cavities) = RipsPersistence.Of(Distances([.. points.Select(point => (double[])[point.X, point.Y])]), points.Length);
        Assert.Empty(cavities);
        return (components, loops);
    }

    // Near a sphere, which has a cavity.
    private static double[] Around((double X, double Y, double Z) direction, double radius) =>
        radius / Math.Sqrt((direction.X * direction.X) + (direction.Y * direction.Y) + (direction.Z * direction.Z)) is var scale
            ? [scale * direction.X, scale * direction.Y, scale * direction.Z] : [];

    private static double[] Distances(double[][] points) =>
        [.. points.SelectMany(a => points.Select(b => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum())))];

    // Boundaries of cells of one more dimension over those of the dimension, column after column (Edelsbrunner, Letscher and Zomorodian).
    private static IEnumerable<PersistenceBar> Reduced(double[] d, int n, int dimension)
    {
        var (faces, cells) = (Cells(dimension + 1), Cells(dimension + 2));
        var places = faces.Index().ToDictionary(face => string.Join(' ', face.Item), face => face.Index);
        var columns = new Dictionary<int, HashSet<int>>();
        foreach (var cell in cells)
        {
            var column = cell.Select(point => places[string.Join(' ', cell.Where(other => other != point))]).ToHashSet();
            while (column.Count > 0 && columns.TryGetValue(column.Max(), out var other))
            {
                column.SymmetricExceptWith(other);
            }

            if (column.Count > 0)
            {
                columns.Add(column.Max(), column);
                if (Length(cell) > Length(faces[column.Max()]))
                {
                    yield return new(Length(faces[column.Max()]), Length(cell));
                }
            }
        }

        List<int[]> Cells(int size) => [.. Subsets(0, size).OrderBy(Length)];
        IEnumerable<int[]> Subsets(int from, int size) => size == 0 ? [[]]
            : Enumerable.Range(from, n - from).SelectMany(first => Subsets(first + 1, size - 1).Select(rest => (int[])[first, .. rest]));
        double Length(int[] cell) => cell.SelectMany(i => cell.Select(j => d[(i * n) + j])).Max();
    }
}

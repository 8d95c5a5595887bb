using Engram.Analysis;
using Engram.Cells;
using Engram.Numerics;

namespace Engram.Tests.Analysis;

/// <summary>Loading spaces made of numbers.</summary>
internal static class Loadings
{
    /// <summary>All columns standard normal, w four times as wide.</summary>
    public static LoadingSpace Normal(int units, int rank, int inputs = 1, int outputs = 1, int seed = 1)
    {
        var stream = new RandomStream(new StreamKey(11, Purpose.Analysis), seed);
        double[][] Columns(int count, double scale)
        {
            var columns = new double[count][];
            for (var c = 0; c < count; c++)
            {
                columns[c] = new double[units];
                for (var i = 0; i < units; i++)
                {
                    columns[c][i] = scale * stream.NextNormal();
                }
            }

            return columns;
        }

        return new()
        {
            Cell = new LowRankCell { Units = units, Rank = rank },
            M = Columns(rank, 1), N = Columns(rank, 1), I = Columns(inputs, 1), W = Columns(outputs, 4),
        };
    }

    /// <summary>Columns m, n, I, w of rank 1, each unit x = G_p ξ for its population p.</summary>
    /// <param name="labels">The population of each unit.</param>
    /// <param name="factors">G of each population (4 × 4).</param>
    /// <param name="seed">Which draw.</param>
    public static LoadingSpace Planted(int[] labels, double[][,] factors, int seed = 1)
    {
        var space = Normal(labels.Length, 1, seed: seed);
        double[][] xi = [space.M[0], space.N[0], space.I[0], Array.ConvertAll(space.W[0], w => w / 4)];
        double[][] columns =
        [
            .. Enumerable.Range(0, 4).Select(c => Enumerable.Range(0, labels.Length)
                .Select(i => Enumerable.Range(0, 4).Sum(d => factors[labels[i]][c, d] * xi[d][i])).ToArray()),
        ];
        return space with { M = [columns[0]], N = [columns[1]], I = [columns[2]], W = [columns[3]] };
    }

    /// <summary>Two populations around 0: in one n follows m and I is weak, in the other n follows −m, and I is strong.</summary>
    public static readonly double[][,] Two =
    [
        new[,] { { 2, 0, 0, 0 }, { 1.9, 0.2, 0, 0 }, { 0, 0, 0.1, 0 }, { 0, 0, 0, 2 } },
        new[,] { { 1, 0, 0, 0 }, { -0.9, 0.2, 0, 0 }, { 0, 0, 4, 0 }, { 0, 0, 3, 0.3 } },
    ];

    /// <summary>A share of the units in population 0 and the rest in 1, mixed.</summary>
    public static int[] Labels(int units, int ofFive = 3) => [.. Enumerable.Range(0, units).Select(i => i % 5 < ofFive ? 0 : 1)];

    public static void Near(double[,] expected, double[,] actual, double tolerance)
    {
        Assert.Equal((expected.GetLength(0), expected.GetLength(1)), (actual.GetLength(0), actual.GetLength(1)));
        for (var i = 0; i < expected.GetLength(0); i++)
        {
            for (var j = 0; j < expected.GetLength(1); j++)
            {
                Assert.Equal(expected[i, j], actual[i, j], tolerance);
            }
        }
    }
}

using Engram.Analysis;
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;

namespace Engram.Tests.Analysis;

/// <summary>Low-rank networks with planted covariances, as loading spaces, networks and maps.</summary>
internal static class PlantedNetworks
{
    public static readonly TimeSpan Dt = 20.Ms;

    /// <summary>Random columns: n_r = Σ_s overlap_rs m_s + ½ I + noise, w = Σ m + noise.</summary>
    public static LoadingSpace Space(
        int units, double[,] overlap, int inputs = 1, int outputs = 1, int seed = 0, Activation activation = Activation.Tanh)
    {
        var (stream, rank) = (Synthetic.Stream(seed), overlap.GetLength(0));
        double[] Column() => [.. Enumerable.Range(0, units).Select(_ => stream.NextNormal())];
        double[][] m = [.. Enumerable.Range(0, rank).Select(_ => Column())];
        double[][] i = [.. Enumerable.Range(0, inputs).Select(_ => Column())];
        double[] Sum(Func<int, double> share, double rest) => [.. Column().Select((noise, unit) =>
            (rest * noise) + Enumerable.Range(0, rank).Sum(s => share(s) * m[s][unit]))];
        double[][] n = [.. Enumerable.Range(0, rank).Select(r => Sum(s => overlap[r, s], 0.3).Select((value, unit) =>
            value + (inputs > 0 ? 0.5 * i[r % inputs][unit] : 0)).ToArray())];
        return new()
        {
            Cell = new LowRankCell { Units = units, Rank = rank, Activation = activation },
            M = m,
            N = n,
            I = i,
            W = [.. Enumerable.Range(0, outputs).Select(o => Sum(s => s == o % rank ? 2 : 0.2, 0.5))],
        };
    }

    /// <summary>The parameters in the layout of the cell.</summary>
    public static double[] Parameters(LoadingSpace space, IEnumerable<ParameterShape> shapes) =>
    [
        .. shapes.SelectMany(shape => Enumerable.Range(0, shape.Count).Select(k => (k / shape.Columns, k % shape.Columns) is var (i, j)
            ? shape.Name switch
            {
                "m" => space.M[j][i],
                "n" => space.N[i][j],
                "w_in" => space.I[j][i],
                "w_out" => space.W[i][j] / space.Units,
                _ => 0,
            }
            : 0)),
    ];

    public static StepMap Map(LoadingSpace space)
    {
        var graph = space.Cell.Graph(space.I.Count, space.W.Count, Dt);
        var map = new StepMap(graph);
        map.Load([.. Parameters(space, graph.Parameters)]);
        return map;
    }

    public static Network Network(LoadingSpace space)
    {
        var graph = space.Cell.Graph(space.I.Count, space.W.Count, Dt);
        return Engram.Networks.Network.Create(space.Cell, graph, new NetworkOptions(), 1)
            .WithRaw([.. Parameters(space, graph.Parameters).Select(value => (float)value)]);
    }

    /// <summary>The loading space as a single population with its sample moments, or a chosen one.</summary>
    public static ConnectivityFit Fit(LoadingSpace space)
    {
        var columns = space.Columns;
        double[] means = [.. columns.Select(column => column.Average())];
        var covariance = new double[columns.Count, columns.Count];
        for (var a = 0; a < columns.Count; a++)
        {
            for (var b = 0; b < columns.Count; b++)
            {
                covariance[a, b] = columns[a].Zip(columns[b], (x, y) => (x - means[a]) * (y - means[b])).Average();
            }
        }

        return Fit(space.Cell, space.I.Count, space.W.Count, new Population(1, means, covariance));
    }

    public static ConnectivityFit Fit(LowRankCell cell, int inputs, int outputs, params Population[] populations) =>
        new() { Cell = cell, Inputs = inputs, Outputs = outputs, Populations = populations, Labels = new int[cell.Units] };

    /// <summary>A population with a random covariance of full rank.</summary>
    public static Population Random(int columns, double weight, int seed, double mean = 0.3)
    {
        var stream = Synthetic.Stream(seed);
        var root = new double[columns, columns];
        for (var a = 0; a < columns; a++)
        {
            for (var b = 0; b < columns; b++)
            {
                root[a, b] = stream.NextNormal() / Math.Sqrt(columns);
            }
        }

        var covariance = new double[columns, columns];
        for (var a = 0; a < columns; a++)
        {
            for (var b = 0; b < columns; b++)
            {
                covariance[a, b] = Enumerable.Range(0, columns).Sum(k => root[a, k] * root[b, k]);
            }
        }

        return new(weight, [.. Enumerable.Range(0, columns).Select(_ => mean * stream.NextNormal())], covariance);
    }

    /// <summary>Rank one, one input, one output, zero means, independent but for the covariances given.</summary>
    public static ConnectivityFit RankOne(
        double nm, double nI = 0, double m2 = 1, double noise = 0, Activation activation = Activation.Tanh)
    {
        // Columns m, n, I, w.
        double[,] covariance = { { m2, nm, 0, 2 }, { nm, 4, nI, 0 }, { 0, nI, 1, 0.5 }, { 2, 0, 0.5, 9 } };
        return Fit(new LowRankCell { Units = 10, Noise = noise, Activation = activation }, 1, 1, new Population(1, new double[4], covariance));
    }
}

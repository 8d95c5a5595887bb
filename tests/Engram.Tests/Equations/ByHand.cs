using Engram.Equations;
using Engram.Numerics;

namespace Engram.Tests.Equations;

/// <summary>Random parameters of a step by their names, and the few products that equations written out by hand need.</summary>
internal sealed class ByHand
{
    private readonly Dictionary<string, int> starts = [];
    private readonly StepGraph graph;

    public ByHand(StepGraph graph)
    {
        this.graph = graph;
        Parameters = CellContract.Parameters<double>(graph, 3);
        var start = 0;
        foreach (var shape in graph.Parameters)
        {
            starts[shape.Name] = start;
            start += shape.Count;
        }
    }

    /// <summary>All of them, in the layout of the engine.</summary>
    public double[] Parameters { get; }

    /// <summary>The numbers of one.</summary>
    public double[] this[string name] => Part(name, Parameters);

    /// <summary>One parameter's part of an array in the layout of the engine.</summary>
    public double[] Part(string name, double[] all) => all[starts[name]..(starts[name] + graph.Parameters.Single(shape => shape.Name == name).Count)];

    /// <summary>W a.</summary>
    public double[] Times(string name, double[] a)
    {
        var w = this[name];
        return [.. Enumerable.Range(0, w.Length / a.Length).Select(i => a.Select((value, j) => w[(i * a.Length) + j] * value).Sum())];
    }

    /// <summary>Wᵀ a.</summary>
    public double[] Transposed(string name, double[] a)
    {
        var w = this[name];
        var columns = w.Length / a.Length;
        return [.. Enumerable.Range(0, columns).Select(j => a.Select((value, i) => w[(i * columns) + j] * value).Sum())];
    }

    /// <summary>The sum of vectors.</summary>
    public static double[] Sum(params double[][] vectors) => [.. Enumerable.Range(0, vectors[0].Length).Select(i => vectors.Sum(vector => vector[i]))];

    /// <summary>Normal numbers.</summary>
    public static double[] Drawn(int count)
    {
        var random = new RandomStream(new StreamKey(5, Purpose.Analysis), 0);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextNormal())];
    }

    /// <summary>That numbers agree to the rounding of double precision.</summary>
    public static void Same(double[] expected, double[] made)
    {
        Assert.Equal(expected.Length, made.Length);
        Assert.All(expected.Zip(made), pair => Assert.Equal(pair.First, pair.Second, 1e-11 * (1 + Math.Abs(pair.First))));
    }
}

using Engram.Analysis;
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;

namespace Engram.Tests.Analysis;

/// <summary>Leaky networks of a few units with given weights, as maps.</summary>
internal static class SmallNetworks
{
    public static readonly TimeSpan Dt = 20.Ms;

    /// <summary>α = dt/τ.</summary>
    public const double Alpha = 0.2;

    /// <summary>τ dx/dt = −x + W f(x) + u + b, one input channel to each unit.</summary>
    public static StepMap Leaky(Activation activation, double[] weights, double[]? bias = null)
    {
        var units = bias?.Length ?? (int)Math.Sqrt(weights.Length);
        var graph = new LeakyCell { Units = units, Activation = activation, Noise = 0 }.Graph(units, 1, Dt);
        var map = new StepMap(graph);
        var identity = Enumerable.Range(0, units * units).Select(k => k % (units + 1) == 0 ? 1.0 : 0);
        map.Load([
            .. graph.Parameters.SelectMany(shape => shape.Name switch
            {
                "w_rec" => weights,
                "w_in" => identity,
                "b" => bias ?? new double[units],
                _ => new double[shape.Count],
            }),
        ]);
        return map;
    }

    /// <summary>The points that the finder finds on one thread.</summary>
    public static IReadOnlyList<FixedPoint> Points(this FixedPointFinder finder, StepMap map, double[] starts, double[] input) =>
        finder.Find(map, Dt, starts, input, cancel: TestContext.Current.CancellationToken);

    /// <summary>All points of a grid of places in n dimensions (places.Length ^ n × n).</summary>
    public static double[] Grid(int dimensions, params double[] places) =>
    [
        .. Enumerable.Range(0, (int)Math.Pow(places.Length, dimensions)).SelectMany(k => Enumerable.Range(0, dimensions)
            .Select(d => places[k / (int)Math.Pow(places.Length, d) % places.Length])),
    ];
}

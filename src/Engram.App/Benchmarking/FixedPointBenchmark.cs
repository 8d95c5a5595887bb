using System.Diagnostics;
using System.Text.Json.Nodes;
using Engram.Analysis;
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Storage;

namespace Engram.App.Benchmarking;

/// <summary>
/// One search for the fixed points of x ← tanh(W x + b), read from a file with <c>w</c> (N × N), <c>b</c> (N) and <c>starts</c> (K × N), so
/// that another program can solve the same problem.
/// </summary>
internal static class FixedPointBenchmark
{
    private static readonly TimeSpan Dt = 1.Ms;

    /// <summary>Searches, and measures how long it takes, the compilation of the step included.</summary>
    /// <param name="path">The file.</param>
    /// <param name="threads">Threads that work.</param>
    /// <param name="cancel">Cancelled when the user interrupts.</param>
    /// <returns>
    /// <c>seconds</c>; for each point q = ½|x − F(x)|², how many starts led to it, and its state; and how many starts led to none.
    /// </returns>
    public static JsonObject Run(string path, int threads, CancellationToken cancel)
    {
        var arrays = Npz.Read(path);
        var (w, b, starts) = (Values(arrays, "w", path), Values(arrays, "b", path), Values(arrays, "starts", path));
        var units = b.Length;
        if (units == 0 || w.Length != units * units || starts.Length == 0 || starts.Length % units != 0)
        {
            throw new UsageException(
                $"'{path}': w has {w.Length} values, b {b.Length} and starts {starts.Length}; they must be N × N, N and K × N.");
        }

        var clock = Stopwatch.StartNew();
        var graph = new ElmanCell { Units = units }.Graph(1, 1, Dt);
        using var map = new StepMap(graph);
        map.Load([
            .. graph.Parameters.SelectMany(shape => shape.Name switch
            {
                "w_rec" => w,
                "b" => b,
                _ => new double[shape.Count],
            }),
        ]);
        var points = new FixedPointFinder().Find(map, Dt, starts, [0], threads, cancel);
        var seconds = clock.Elapsed.TotalSeconds;
        return new()
        {
            ["seconds"] = seconds,
            ["lost"] = (starts.Length / units) - points.Sum(point => point.Starts),
            ["points"] = new JsonArray([.. points.Select(point => new JsonObject
            {
                ["q"] = Math.Pow(point.Speed * Dt.TotalSeconds, 2) / 2,
                ["kind"] = point.Kind.ToString(),
                ["starts"] = point.Starts,
                ["state"] = new JsonArray([.. point.State.Select(value => JsonValue.Create(value))]),
            })]),
        };
    }

    private static double[] Values(IReadOnlyList<NamedArray> arrays, string name, string path) =>
        arrays.FirstOrDefault(array => array.Name == name)?.Values switch
        {
            double[] values => values,
            float[] values => Array.ConvertAll(values, value => (double)value),
            _ => throw new UsageException($"'{path}' has no array {name} of floating-point numbers; it must contain w, b and starts."),
        };
}

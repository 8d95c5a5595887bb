#:project ../src/Engram/Engram.csproj
#:property PublishAot=false
#:property Configuration=Release

// How long a thousand starts of the search for fixed points of latent circuits take, on one thread, for planted networks of 512 units:
//     dotnet run benchmarks/latent-points.cs
// Of 21 searches after warm-up, in milliseconds: the median, and the processor time of one, which other programs on the machine lengthen less.
using System.Diagnostics;
using System.Reflection;
using Engram.Analysis;
using Engram.Cells;
using Engram.Numerics;

(string Name, double[,] Overlap)[] networks =
[
    ("rank 1", new[,] { { 1.4 } }),
    ("rank 2, real eigenvalues 1.5 and 1.2", new[,] { { 1.5, 0 }, { 0, 1.2 } }),
    ("rank 2, a complex pair 1.1 ± 0.2i", new[,] { { 1.1, 0.2 }, { -0.2, 1.1 } }),
    ("rank 2, equal eigenvalues 1.4: points along a ring", new[,] { { 1.4, 0 }, { 0, 1.4 } }),
    ("rank 2, equal eigenvalues 3", new[,] { { 3.0, 0 }, { 0, 3 } }),
    ("rank 3, turning away from 0", new[,] { { 1.5, 0.3, 0 }, { 0, 0.7, 0.1 }, { 0.2, 0, 1.4 } }),
];
if (typeof(LatentFixedPoints).Assembly.GetCustomAttribute<DebuggableAttribute>() is { IsJITOptimizerDisabled: true })
{
    throw new InvalidOperationException("The library was built without optimisation; its times mean nothing.");
}

var search = new LatentFixedPoints { Starts = 1000 };
foreach (var (name, overlap) in networks)
{
    var space = Planted(512, overlap);
    var fit = new GaussianMixture { ZeroMean = false }.Fit(space);
    foreach (var (kind, circuit) in new (string, LatentCircuit)[] { ("exact", new FiniteCircuit(space)), ("mean-field", new MeanFieldCircuit(fit)) })
    {
        var points = search.Find(circuit, [0.0]);
        var times = new List<double>();
        var before = TimeSpan.Zero;
        for (var round = 0; round < 26; round++)
        {
            before = round == 5 ? Environment.CpuUsage.TotalTime : before;
            var start = Stopwatch.GetTimestamp();
            search.Find(circuit, [0.0]);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        var processor = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / 21;
        Console.WriteLine(FormattableString.Invariant($"{name}, {kind}: {times.Skip(5).Order().ElementAt(10):0.0} ms, ")
            + FormattableString.Invariant($"processor {processor:0.0} ms, {points.Count} points from {points.Sum(point => point.Starts)} starts"));
    }
}

// n_r = Σ_s overlap_rs m_s + ½ I + 0.3 ξ, w = Σ m + 0.5 ξ
static LoadingSpace Planted(int units, double[,] overlap)
{
    var stream = new RandomStream(new StreamKey(1, Purpose.Analysis), 0);
    var rank = overlap.GetLength(0);
    double[] Column() => [.. Enumerable.Range(0, units).Select(_ => stream.NextNormal())];
    double[][] m = [.. Enumerable.Range(0, rank).Select(_ => Column())];
    double[] i = Column();
    double[][] n =
    [
        .. Enumerable.Range(0, rank).Select(r => Column().Select((noise, unit) =>
            Enumerable.Range(0, rank).Sum(s => overlap[r, s] * m[s][unit]) + (0.5 * i[unit]) + (0.3 * noise)).ToArray()),
    ];
    double[] w = [.. Column().Select((noise, unit) => m.Sum(column => column[unit]) + (0.5 * noise))];
    return new() { Cell = new LowRankCell { Units = units, Rank = rank }, M = m, N = n, I = [i], W = [w] };
}

using System.Diagnostics;
using Engram.Configuration;

namespace Engram.App.Benchmarking;

/// <summary>What was measured of one shape on some threads.</summary>
/// <param name="Shape">The shape.</param>
/// <param name="Threads">Threads that worked.</param>
/// <param name="Milliseconds">One update: over the rounds, of the median within a round.</param>
/// <param name="Gflops">GFLOP/s of the recurrent products, from the same times.</param>
/// <param name="Share">Share of the peak that was measured right before, round by round.</param>
/// <param name="Updates">Updates measured.</param>
/// <param name="Processor">Processor time of one update in milliseconds, round by round: other programs on the machine lengthen it less.</param>
internal sealed record BenchRow(
    BenchShape Shape, int Threads, Spread Milliseconds, Spread Gflops, Spread Share, int Updates, IReadOnlyList<double> Processor)
{
    /// <summary>Processor time relative to that of another row, round by round.</summary>
    /// <param name="other">A row of the same benchmark.</param>
    public Spread RelativeTo(BenchRow other) => Spread.Of(Processor.Zip(other.Processor, (own, others) => own / others));
}

/// <summary>
/// Measures updates of several shapes in turn, round after round, and the machine's peak before each, so that a machine that slows down
/// slows all of them.
/// </summary>
/// <param name="shapes">The shapes.</param>
/// <param name="threads">Numbers of threads.</param>
/// <param name="rounds">Rounds that count; one more goes before.</param>
/// <param name="time">How long a shape is measured in a round, at least; it is one update at least.</param>
internal sealed class Benchmark(IReadOnlyList<BenchShape> shapes, IReadOnlyList<int> threads, int rounds, TimeSpan time)
{
    // About 17 ms of 512-bit multiply-adds.
    private const int PeakRepeats = 5_000_000;

    // The run-time compiles what is called often a second time, in the background, once nothing new has been called for 100 ms.
    private static readonly TimeSpan CompilerPause = TimeSpan.FromMilliseconds(150);

    /// <summary>Peak GFLOP/s by number of threads, once measured.</summary>
    public IReadOnlyDictionary<int, Spread> Peaks { get; private set; } = new Dictionary<int, Spread>();

    /// <summary>Measures.</summary>
    /// <param name="report">Told what is done next.</param>
    /// <param name="cancel">Cancelled when the user interrupts.</param>
    /// <exception cref="OperationCanceledException">The user interrupted.</exception>
    public IReadOnlyList<BenchRow> Run(Action<string> report, CancellationToken cancel)
    {
        List<UpdateLoop> loops = [];
        var peaks = threads.ToDictionary(count => count, count => new FmaPeak(count));
        try
        {
            foreach (var shape in shapes)
            {
                foreach (var count in threads)
                {
                    cancel.ThrowIfCancellationRequested();
                    report($"compiling {shape} on {Counted.Of(count, "thread")}");
                    loops.Add(new UpdateLoop(shape, count));
                    Sample(loops[^1]);
                }
            }

            Thread.Sleep(CompilerPause);
            var samples = loops.ToDictionary(loop => loop, _ => new List<(double Milliseconds, double Peak, int Updates, double Processor)>());
            for (var round = 0; round <= rounds; round++)
            {
                report(round == 0 ? "warming up" : $"round {round} of {rounds}");
                foreach (var loop in loops)
                {
                    cancel.ThrowIfCancellationRequested();
                    var peak = peaks[loop.Threads].Measure(time > TimeSpan.Zero ? PeakRepeats : PeakRepeats / 100);

                    // One update that does not count brings the memory back into the caches.
                    loop.Run();
                    var before = Environment.CpuUsage.TotalTime;
                    var times = Sample(loop);
                    var processor = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / times.Count;
                    if (round > 0)
                    {
                        samples[loop].Add((Spread.Of(times).Median, peak, times.Count, processor));
                    }
                }
            }

            Peaks = threads.ToDictionary(
                count => count, count => Spread.Of(loops.Where(l => l.Threads == count).SelectMany(l => samples[l]).Select(s => s.Peak)));
            return [.. loops.Select(loop => Row(loop, samples[loop]))];
        }
        finally
        {
            loops.ForEach(loop => loop.Dispose());
            foreach (var peak in peaks.Values)
            {
                peak.Dispose();
            }
        }
    }

    private static BenchRow Row(UpdateLoop loop, List<(double Milliseconds, double Peak, int Updates, double Processor)> samples)
    {
        double Gflops(double milliseconds) => loop.Shape.Flops / milliseconds * 1e-6;
        return new(
            loop.Shape,
            loop.Threads,
            Spread.Of(samples.Select(s => s.Milliseconds)),
            Spread.Of(samples.Select(s => Gflops(s.Milliseconds))),
            Spread.Of(samples.Select(s => Gflops(s.Milliseconds) / s.Peak)),
            samples.Sum(s => s.Updates),
            [.. samples.Select(s => s.Processor)]);
    }

    private List<double> Sample(UpdateLoop loop)
    {
        List<double> times = [];
        var start = Stopwatch.GetTimestamp();
        do
        {
            times.Add(loop.Run());
        }
        while (Stopwatch.GetElapsedTime(start) < time);
        return times;
    }
}

using System.Diagnostics;
using Engram.Configuration;
using Engram.Storage;

namespace Engram.Studies;

/// <summary>What a study works with: it trains, measures, and takes down what the report shows.</summary>
public sealed partial class StudyContext
{
    private readonly string folder;
    private readonly StudyOptions options;
    private readonly RunLock held;
    private readonly Action<StudyProgress>? progress;
    private readonly List<(string Step, double Seconds)> timings = [];

    internal StudyContext(
        string folder, RunLock held, StudyOptions options, string command, Action<StudyProgress>? progress, CancellationToken cancel)
    {
        (this.folder, this.held, this.options, this.command, this.progress, Cancel) = (folder, held, options, command, progress, cancel);
        Threads = Math.Min(options.Threads ?? Environment.ProcessorCount, Environment.ProcessorCount);
    }

    /// <summary>Whether this is a fast smoke run, whose numbers mean nothing.</summary>
    public bool Quick => options.Quick;

    /// <summary>Threads that work. What a study finds must not depend on them.</summary>
    public int Threads { get; }

    /// <summary>Cancelled when the user interrupts.</summary>
    public CancellationToken Cancel { get; }

    internal IReadOnlyList<(string Step, double Seconds)> Timings => timings;

    /// <summary>One of two values.</summary>
    /// <typeparam name="T">Their type.</typeparam>
    /// <param name="full">For a full run.</param>
    /// <param name="quick">For a quick one.</param>
    public T Choose<T>(T full, T quick) => Quick ? quick : full;

    /// <summary>The seeds 1, 2, … of the networks of one kind.</summary>
    /// <param name="full">How many in a full run.</param>
    /// <param name="quick">How many in a quick one. <c>--seeds</c> has precedence over both.</param>
    public IReadOnlyList<ulong> Seeds(int full, int quick) =>
        [.. Enumerable.Range(1, options.Seeds ?? Choose(full, quick)).Select(seed => (ulong)seed)];

    /// <summary>Trains networks, or finds them trained.</summary>
    /// <param name="title">What is trained, in a few words.</param>
    /// <param name="sweep">The configurations. What other sweeps of the study have in common with it is trained once.</param>
    /// <returns>How each ended, in the order of the configurations.</returns>
    public IReadOnlyList<SweepRun> Train(string title, Sweep sweep) => Timed(title, () => SweepRunner.Execute(
        sweep, folder, held, Path.Combine("sweeps", FileName(title) + ".json"), Threads,
        report => progress?.Invoke(new($"training {title}", report)), Cancel, options.Executor));

    /// <summary>
    /// Measures something on each network, several at once, or finds it measured. A measurement is kept with the hash of the run, of the
    /// settings and of the code; it passes through JSON even when it is new, so that it is the same either way.
    /// </summary>
    /// <typeparam name="T">What is measured: numbers, texts, lists, records and tuples of them.</typeparam>
    /// <typeparam name="TSettings">Likewise.</typeparam>
    /// <param name="name">Name of the measurement, unique in the study.</param>
    /// <param name="runs">The networks.</param>
    /// <param name="settings">All that the measurement depends on beside the network.</param>
    /// <param name="measure">Measures; a function that uses nothing but its two arguments.</param>
    /// <returns>One measurement for each run, in their order.</returns>
    /// <exception cref="UsageException">A run failed, or <paramref name="measure"/> uses something from outside.</exception>
    public IReadOnlyList<T> Measure<T, TSettings>(
        string name, IReadOnlyList<SweepRun> runs, TSettings settings, Func<TrainedRun, TSettings, T> measure)
    {
        if (runs.Where(run => run.Status == RunStatus.Failed).ToList() is [var first, ..] failed)
        {
            throw new UsageException(
                $"'{name}' cannot be measured: {failed.Count} of {runs.Count} networks could not be trained. The first, "
                + $"'{first.Path}': {first.Failure} Fix that and run the same command again.");
        }

        var cache = MeasurementCache<T, TSettings>.Of(Path.Combine(folder, "measurements", FileName(name)), held, name, settings, measure);
        return Timed(name, () => cache.Run(runs, Threads, report => progress?.Invoke(new($"measuring {name}", report)), Cancel));
    }

    private static string FileName(string title)
    {
        var words = new string([.. title.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : ' ')]);
        return string.Join('-', words.Split(' ', StringSplitOptions.RemoveEmptyEntries)) is { Length: > 0 } name ? name
            : throw new UsageException($"'{title}' cannot name a step of a study; write letters or digits.");
    }

    private T Timed<T>(string step, Func<T> work)
    {
        var start = Stopwatch.GetTimestamp();
        var result = work();
        timings.Add((step, Stopwatch.GetElapsedTime(start).TotalSeconds));
        return result;
    }
}

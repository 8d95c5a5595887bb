using Engram.Equations;
using Engram.Numerics;
using Engram.Tasks;

namespace Engram.Learning;

/// <summary>Runs fresh trials through an engine, some at a time, and adds up what came out. Nothing is learned.</summary>
internal sealed class Evaluator(CognitiveTask task, Loss loss, TimeSpan dt, int trials, ulong seed, Purpose set)
{
    /// <summary>Trials that are run together; enough for several threads, few enough to stay small.</summary>
    public const int Chunk = 128;

    private readonly TaskBatch<float> batch = new(task, loss, dt, Math.Min(trials, Chunk), seed, set) { Measures = true };
    private readonly List<double[]> measured = [];
    private StratifiedDraws? strata;
    private IReadOnlyList<string>? expected;

    /// <summary>Whether results have what the task measures.</summary>
    public bool KeepsMeasures { get; init; }

    /// <summary>Runs trials with the weights that the engine holds.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="shown">The task, which may be eased.</param>
    /// <param name="first">Index of the first trial in its stream.</param>
    /// <param name="cancel">Looked at from time to time.</param>
    /// <returns>What came out; null when cancelled.</returns>
    public EvaluationResult? Run(Engine<float> engine, CognitiveTask shown, long first, CancellationToken cancel = default)
    {
        Show(shown);
        return Run(
            engine, new PerformanceCounter(), trials, done => batch.Draw(first + done, Math.Min(Chunk, trials - done)), cancel);
    }

    /// <summary>Runs trials in which every condition is shown equally often, and no other check's.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="shown">The task, which may be eased.</param>
    /// <param name="check">Number of the check.</param>
    /// <param name="cancel">Looked at from time to time.</param>
    /// <returns>What came out, with conditions that could not be shown; null when cancelled.</returns>
    public EvaluationResult? RunStratified(Engine<float> engine, CognitiveTask shown, long check, CancellationToken cancel = default)
    {
        Show(shown);
        (strata, expected) = (strata ?? new StratifiedDraws(trials), expected ?? ScoredConditions.Of(task));
        var picked = strata.Pick(shown, batch.Draws, check).ToArray();
        return Run(
            engine, new PerformanceCounter(expected), picked.Length,
            done => batch.Draw(picked.AsSpan(done, Math.Min(Chunk, picked.Length - done))), cancel);
    }

    private void Show(CognitiveTask shown)
    {
        if (!ReferenceEquals(batch.Task, shown))
        {
            batch.Task = shown;
        }
    }

    private EvaluationResult? Run(
        Engine<float> engine, PerformanceCounter counter, int count, Action<int> draw, CancellationToken cancel)
    {
        var sums = new HeadSums(batch.Heads);
        var (squares, mask) = (0.0, 0.0);
        measured.Clear();
        for (var done = 0; done < count; done += batch.Trials)
        {
            try
            {
                draw(done);
                engine.Stop = cancel;
                engine.Forward(batch);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return null;
            }

            batch.CountInto(counter);
            sums.Add(batch.LossSums, batch.LossWeights);
            squares += batch.SquaredErrorSum;
            mask += batch.MaskSum;
            for (var drawn = 0; drawn < batch.Trials && KeepsMeasures; drawn++)
            {
                measured.Add(batch.Measured(drawn).ToArray());
            }
        }

        return new(
            count,
            sums.Mean,
            mask > 0 ? Math.Sqrt(squares / mask) : 0,
            counter.Trials > 0 ? counter.ToPerformance() : null)
        {
            Measures = KeepsMeasures
                ? [.. batch.Task.Measures.Select((name, place) => MeasureSummary.Of(name, measured.Select(values => values[place])))] : [],
        };
    }
}

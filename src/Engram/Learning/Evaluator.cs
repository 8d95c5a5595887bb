using Engram.Equations;
using Engram.Numerics;
using Engram.Tasks;

namespace Engram.Learning;

/// <summary>Runs fresh trials through an engine, some at a time, and adds up what came out. Nothing is learned.</summary>
internal sealed class Evaluator(CognitiveTask task, Loss loss, TimeSpan dt, int trials, ulong seed, Purpose set)
{
    /// <summary>Trials that are run together; enough for several threads, few enough to stay small.</summary>
    public const int Chunk = 128;

    private readonly TaskBatch batch = new(task, loss, dt, Math.Min(trials, Chunk), seed, set) { Measures = true };

    /// <summary>Runs trials with the weights that the engine holds.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="shown">The task, which may be eased.</param>
    /// <param name="first">Index of the first trial in its stream.</param>
    /// <param name="cancel">Looked at from time to time.</param>
    /// <returns>What came out; null when cancelled.</returns>
    public EvaluationResult? Run(Engine<float> engine, CognitiveTask shown, long first, CancellationToken cancel = default)
    {
        if (!ReferenceEquals(batch.Task, shown))
        {
            batch.Task = shown;
        }

        var counter = new PerformanceCounter();
        var (sum, squares, mask, weight) = (0.0, 0.0, 0.0, 0.0);
        for (var done = 0; done < trials; done += batch.Trials)
        {
            if (cancel.IsCancellationRequested)
            {
                return null;
            }

            batch.Draw(first + done, Math.Min(Chunk, trials - done));
            engine.Forward(batch);
            batch.CountInto(counter);
            sum += batch.LossSum;
            squares += batch.SquaredErrorSum;
            mask += batch.MaskSum;
            weight += batch.LossWeight;
        }

        return new(
            trials,
            weight > 0 ? sum / weight : 0,
            mask > 0 ? Math.Sqrt(squares / mask) : 0,
            counter.Trials > 0 ? counter.ToPerformance() : null);
    }
}

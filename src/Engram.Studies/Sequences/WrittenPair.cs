using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Studies.Sequences;

/// <summary>What a recorded trial showed, and what should have been written, by the places of the symbols in their alphabets.</summary>
internal sealed class WrittenPair
{
    /// <summary>Reads a trial that was recorded without noise.</summary>
    /// <param name="task">The task.</param>
    /// <param name="recording">The recording.</param>
    /// <param name="trial">Which trial.</param>
    public WrittenPair(TransductionTask task, Recording recording, int trial)
    {
        Trial = trial;
        var (sources, targets) = (task.Alphabets.Source.Count, task.Alphabets.Target.Count);
        var steps = (int)Math.Round(task.Symbol / recording.Dt);
        var (first, end) = recording.StepsOf("source", trial)!.Value;
        for (var step = first; step < end; step += steps)
        {
            Source.Add(Highest(recording.InputAt(step, trial)[..sources]));
        }

        if (task.ReverseSource)
        {
            Source.Reverse();
        }

        for (var step = end; Highest(recording.TargetAt(step, trial)) is var symbol && symbol < targets; step += steps)
        {
            Target.Add(symbol);
        }
    }

    /// <summary>Which trial.</summary>
    public int Trial { get; }

    /// <summary>The source, in its own order.</summary>
    public List<int> Source { get; } = [];

    /// <summary>The right answer, without the end.</summary>
    public List<int> Target { get; } = [];

    private static int Highest(ReadOnlySpan<float> values)
    {
        var highest = 0;
        for (var k = 1; k < values.Length; k++)
        {
            highest = values[k] > values[highest] ? k : highest;
        }

        return highest;
    }
}

/// <summary>The answers of one method of writing.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Answers">The best answer to each source.</param>
internal sealed record WrittenMethod(string Name, IReadOnlyList<WrittenAnswer> Answers)
{
    /// <summary>Which whole answers are wrong. One that never ended is.</summary>
    public bool[] Wrong(IReadOnlyList<WrittenPair> pairs) =>
        [.. pairs.Select((pair, k) => !Answers[k].Ended || !pair.Target.SequenceEqual(Answers[k].Symbols))];

    /// <summary>The edit distance of an answer to the right one.</summary>
    public int Distance(IReadOnlyList<WrittenPair> pairs, int k) => Analysis.EditDistance.Of(Answers[k].Symbols, pairs[k].Target);
}

using Engram.Numerics;

namespace Engram.Tasks;

/// <content>What the network reads of its own answer, and how the answer is judged.</content>
public abstract partial record TransductionTask
{
    /// <summary>The most symbols that an answer can have, without its end.</summary>
    internal int MostWritten => LongestTarget;

    /// <inheritdoc/>
    protected internal sealed override bool Responds(Trial trial) => trial.Memory[Depends] != 0;

    /// <inheritdoc/>
    protected internal sealed override void Respond(Trial trial, int step, ReadOnlySpan<float> outputs, Span<float> next, TimeSpan dt)
    {
        var memory = trial.Memory;
        var (answer, end) = (trial.Periods[^1], Alphabets.Target.Count);
        var place = Place(answer, step + 1, dt);
        if (place < 1 || memory[Depends] == 0 || (place <= memory[Length] && memory[Symbols + place - 1] >= 0))
        {
            return;
        }

        if (answer.Part(Part, place, Symbol).Steps(dt).First == step + 1)
        {
            var written = Highest(outputs);
            memory[Fed] = written < end ? written + 1 : 0;
        }

        if (memory[Fed] > 0)
        {
            next[Alphabets.Source.Count + (int)memory[Fed] - 1] += 1;
        }
    }

    /// <summary>Whether what was written up to the first end is the target.</summary>
    /// <inheritdoc/>
    protected internal sealed override bool IsCorrect(Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt)
    {
        var (answer, length) = (trial.Periods[^1], (int)trial.Memory[Length]);
        for (var k = 0; k <= length; k++)
        {
            if (Written(answer, k, outputs, offset, stepStride, dt) != (k < length ? Target(trial, k) : Alphabets.Target.Count))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    protected internal sealed override void Measure(
        Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt, Span<double> values)
    {
        var (answer, length) = (trial.Periods[^1], (int)trial.Memory[Length]);

        Span<int> distances = stackalloc int[length + 1], target = stackalloc int[length];
        EditRow.Begin(distances);
        for (var i = 0; i < length; i++)
        {
            target[i] = Target(trial, i);
        }

        var parts = (int)Math.Round(answer.Duration / Symbol);
        for (var k = 0; k < parts && Written(answer, k, outputs, offset, stepStride, dt) is var written && written != Alphabets.Target.Count; k++)
        {
            EditRow.Grow(distances, target, written);
        }

        values[0] = (double)distances[length] / length;
    }

    private static int Target(Trial trial, int place)
    {
        var symbol = (int)trial.Memory[Symbols + place];
        return symbol < 0 ? -1 - symbol : symbol;
    }

    // The output that alone is highest at the last step of a symbol; −1 for none.
    private int Written(in Period answer, int place, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt) => Highest(
        outputs.Slice(offset + ((answer.Part(Part, place, Symbol).Steps(dt).End - 1) * stepStride), Alphabets.Target.Count + 1));

    // Which symbol of the answer a step belongs to; −1 before the answer.
    private int Place(in Period answer, int step, TimeSpan dt)
    {
        var first = answer.Steps(dt).First;
        if (step < first)
        {
            return -1;
        }

        // Times are rounded to ticks, so that the quotient may be off by one.
        var place = (int)((step - first) * dt / Symbol);
        while (step >= answer.Part(Part, place, Symbol).Steps(dt).End)
        {
            place++;
        }

        return place;
    }
}

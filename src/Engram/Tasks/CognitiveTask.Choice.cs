using Engram.Configuration;

namespace Engram.Tasks;

/// <content>What a network chose, beside what it should have chosen.</content>
public abstract partial record CognitiveTask
{
    /// <summary>
    /// The answers that can be chosen, of which <see cref="Trial.Answer"/> counts the right one from 0. Unless overridden, the outputs where
    /// there are several; none where the task asks for no choice.
    /// </summary>
    public virtual IReadOnlyList<string> Choices => Outputs.Count > 1 ? Outputs : [];

    /// <summary>
    /// Which of the <see cref="Choices"/> the outputs of a trial make, whatever would be right; −1 for none. Unless overridden, the output
    /// that alone is the highest at the trial's last step: a tie, such as that of a silent network, and NaN choose nothing.
    /// </summary>
    /// <param name="trial">The trial, no catch trial.</param>
    /// <param name="outputs">Outputs; that of step t and channel c is at <c>offset + t·stepStride + c</c>.</param>
    /// <param name="offset">Place of step 0, channel 0.</param>
    /// <param name="stepStride">Values from one step to the next.</param>
    /// <param name="dt">Length of a step.</param>
    protected internal virtual int Choice(Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt)
    {
        return Highest(outputs.Slice(offset + ((trial.Steps(dt) - 1) * stepStride), trial.OutputCount));
    }

    /// <summary>The place of the number that alone is the highest; −1 for none, as where there is NaN.</summary>
    /// <param name="z">At least one number.</param>
    protected static int Highest(ReadOnlySpan<float> z)
    {
        var highest = 0;
        for (var channel = 1; channel < z.Length; channel++)
        {
            highest = z[channel] > z[highest] ? channel : highest;
        }

        for (var channel = 0; channel < z.Length; channel++)
        {
            if (channel != highest && !(z[highest] > z[channel]))
            {
                return -1;
            }
        }

        return highest;
    }

    /// <summary>
    /// Names of numbers that are read from the outputs of a trial beside the choice, such as the direction that was answered; none unless
    /// overridden. Recordings keep them.
    /// </summary>
    public virtual IReadOnlyList<string> Measures => [];

    /// <summary>Reads the <see cref="Measures"/> from the outputs of a trial.</summary>
    /// <param name="trial">The trial, no catch trial.</param>
    /// <param name="outputs">Outputs; that of step t and channel c is at <c>offset + t·stepStride + c</c>.</param>
    /// <param name="offset">Place of step 0, channel 0.</param>
    /// <param name="stepStride">Values from one step to the next.</param>
    /// <param name="dt">Length of a step.</param>
    /// <param name="values">Where to write them, in the order of their names.</param>
    protected internal virtual void Measure(
        Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt, Span<double> values)
    {
    }

    /// <summary>
    /// Whether the outputs of a trial are correct; unless overridden, when the <see cref="Choice"/> is the answer. Where nothing is chosen,
    /// they are wrong.
    /// </summary>
    /// <param name="trial">The trial, one that is scored.</param>
    /// <param name="outputs">Outputs; that of step t and channel c is at <c>offset + t·stepStride + c</c>.</param>
    /// <param name="offset">Place of step 0, channel 0.</param>
    /// <param name="stepStride">Values from one step to the next.</param>
    /// <param name="dt">Length of a step.</param>
    protected internal virtual bool IsCorrect(Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt) =>
        trial.Answer >= 0 && trial.Answer < trial.ChoiceCount ? Choice(trial, outputs, offset, stepStride, dt) == trial.Answer
            : throw new UsageException(trial.ChoiceCount == 0
                ? $"{Name} has {(trial.OutputCount == 1 ? "one output, which is always the highest" : "no choices")}, but its trials are scored; override "
                    + "IsCorrect to say which outputs are correct, or set trial.IsScored to false."
                : $"A trial of {Name} is scored, but its answer is {trial.Answer}; set trial.Answer to the output that should be highest at the "
                    + $"end, from 0 to {trial.ChoiceCount - 1} ({string.Join(", ", Choices)}), or trial.IsScored to false.");
}

using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// A choice that must wait: all outputs stay low until a GO signal, the first input channel, asks for the one that is right.
/// </summary>
public abstract record DelayedChoiceTask : ChoiceTask
{
    /// <summary>The input channel of the GO signal.</summary>
    private protected const int Go = 0;

    /// <summary>What the channel of the GO signal is called.</summary>
    private protected const string GoName = "go";

    /// <summary>Input of whatever is shown, on top of the baseline.</summary>
    [Range(0, 1e6, Above = true)]
    public double StimulusInput { get; init; } = 1;

    /// <summary>Input of the GO signal, on top of the baseline.</summary>
    [Range(0, 1e6)]
    public double GoInput { get; init; } = 1;

    /// <summary>
    /// Weight in the loss of the time between fixation and the GO signal; that of fixation and decision is 1. A small one asks for patience and leaves
    /// the learning to the decision, which is a small part of a trial with long delays.
    /// </summary>
    [Range(0, 1e6)]
    public double WaitWeight { get; init; } = 0.1;

    /// <summary>Appends a period in which all outputs should be low.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="name">Name of the period.</param>
    /// <param name="duration">How long it lasts.</param>
    private protected Period Wait(Trial trial, string name, Duration duration)
    {
        var period = trial.Period(name, duration);
        trial.Target(.., LowTarget, during: period, WaitWeight);
        return period;
    }

    /// <summary>Appends the decision period with the GO signal.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="choice">The right choice.</param>
    private protected Period Ask(Trial trial, int choice)
    {
        Decide(trial, choice);
        var decision = trial.Periods[^1];
        trial.Input(Go, GoInput, during: decision);
        return decision;
    }

    /// <summary>What is seen before a delay: without a delay it stays in view until the end, and nothing must be remembered.</summary>
    /// <param name="cue">The period in which it is shown.</param>
    /// <param name="delay">The delay.</param>
    /// <param name="last">The last period.</param>
    private protected static Period InView(in Period cue, in Period delay, in Period last) =>
        delay.Duration > TimeSpan.Zero ? cue : cue with { End = last.End };

    /// <summary>Names for every count up to the most, so that composing a trial allocates nothing.</summary>
    private protected static T[] ForEach<T>(int most, Func<int, T> make) => [.. Enumerable.Range(0, most + 1).Select(make)];
}

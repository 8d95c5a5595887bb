using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>How long the parts of a trial last, with the published durations.</summary>
/// <param name="Fixation">Before the first stimulus.</param>
/// <param name="First">The first stimulus, before anything else changes.</param>
/// <param name="Delay">From the first stimulus to the second, or to the response.</param>
/// <param name="Second">The second stimulus, where it goes off before the response.</param>
/// <param name="Wait">From the end of the second stimulus to the response.</param>
internal sealed record MultiTaskTiming(Duration Fixation, Duration First, Duration Delay, Duration Second, Duration Wait)
{
    private static readonly Duration None = TimeSpan.Zero;
    private static readonly Duration Short = Duration.OneOf(200.Ms, 400.Ms, 600.Ms);
    private static readonly Duration Held = Duration.OneOf(200.Ms, 400.Ms, 800.Ms, 1600.Ms);
    private static readonly MultiTaskTiming AtGo = new(Duration.Uniform(300.Ms, 700.Ms), Duration.Uniform(500.Ms, 1500.Ms), None, None, None);
    private static readonly MultiTaskTiming AtOnce = new(Duration.Uniform(500.Ms, 2500.Ms), None, None, None, None);
    private static readonly MultiTaskTiming AfterDelay = new(Duration.Uniform(300.Ms, 700.Ms), Duration.Uniform(200.Ms, 600.Ms), Held, None, None);
    private static readonly MultiTaskTiming Together = new(Duration.Uniform(100.Ms, 400.Ms), Duration.OneOf(400.Ms, 800.Ms, 1600.Ms), None, None, None);
    private static readonly MultiTaskTiming OneByOne = new(Duration.Uniform(200.Ms, 600.Ms), Short, Held, Short, Duration.Uniform(100.Ms, 300.Ms));
    private static readonly MultiTaskTiming Compared = new(Duration.Uniform(200.Ms, 600.Ms), Short, Held, None, None);

    /// <summary>The durations of a task.</summary>
    public static MultiTaskTiming Of(MultiTaskRule rule) => rule switch
    {
        MultiTaskRule.Go or MultiTaskRule.Anti => AtGo,
        MultiTaskRule.ReactionGo or MultiTaskRule.ReactionAnti => AtOnce,
        MultiTaskRule.DelayedGo or MultiTaskRule.DelayedAnti => AfterDelay,
        <= MultiTaskRule.MultiSensoryDecision => Together,
        <= MultiTaskRule.MultiSensoryDelayedDecision => OneByOne,
        _ => Compared,
    };
}

using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// The spatial delayed-response task: food is put into one of several wells in view of the animal, a screen hides them for a delay, and then
/// the animal must reach for the well with the food. It must remember where.
/// </summary>
/// <remarks>
/// Monkeys with lesions of the lateral prefrontal cortex fail after delays of a few seconds, and do not fail without a delay. Delays in such
/// experiments last from none to ten seconds and more; here they are up to 3 s unless set. Without a delay the food stays in view.
/// </remarks>
[Cite("10.1002/cphy.cp010509", "Goldman-Rakic 1987, Circuitry of primate prefrontal cortex and regulation of behavior by representational memory")]
public sealed record DelayedResponseWhereTask : DelayedChoiceTask
{
    private const int MostWells = 8;
    private static readonly string[][] Names = ForEach(MostWells, count => Numbered("well", count));
    private static readonly string[][] Channels = ForEach<string[]>(MostWells, count => [GoName, .. Names[count]]);

    /// <summary>How many wells there are.</summary>
    [Range(2, MostWells)]
    public int Wells { get; init; } = 2;

    /// <summary>How long the food is seen at its well.</summary>
    public Duration Cue { get; init; } = 500.Ms;

    /// <summary>From the end of the cue to the GO signal.</summary>
    public Duration Delay { get; init; } = Duration.Uniform(500.Ms, 3.Seconds);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Channels[Wells];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => Names[Wells];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Conditions => Names[Wells];

    /// <inheritdoc/>
    protected override void Compose(Trial trial)
    {
        var well = trial.Choose("well", Names[Wells]);
        trial.Condition = well;

        Fixate(trial);
        var cue = Wait(trial, "cue", Cue);
        var delay = Wait(trial, "delay", Delay);
        var decision = Ask(trial, well);

        trial.Input(1 + well, StimulusInput, during: InView(cue, delay, decision));
    }
}

using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// Learned pairs: a cue is shown, and after a delay its associate and a foil, the associate of another cue, appear side by side. The side of the
/// associate must be chosen, at once or after a second delay. The pairs are the same in all trials.
/// </summary>
[Cite("10.1038/354152a0", "Sakai & Miyashita 1991, Neural organization for the long-term memory of paired associates")]
public sealed record PairedAssociatesTask : DelayedChoiceTask
{
    private const int MostPairs = 12;
    private static readonly string[] Sides = ["left", "right"];
    private static readonly string[][] Cues = ForEach(MostPairs, count => Numbered("cue", count));
    private static readonly string[][] Foils = ForEach(MostPairs, count => Numbered("foil", Math.Max(0, count - 1)));
    private static readonly string[][] Channels = ForEach<string[]>(MostPairs, count =>
        [GoName, .. Cues[count], .. Numbered("left", count), .. Numbered("right", count)]);

    private static readonly string[][] CuesAndSides = ForEach(MostPairs, count =>
        Cues[count].SelectMany(cue => Sides.Select(side => $"{cue} {side}")).ToArray());

    /// <summary>How many pairs there are.</summary>
    [Range(2, MostPairs)]
    public int Pairs { get; init; } = 4;

    /// <summary>How long the cue is shown.</summary>
    public Duration Cue { get; init; } = 500.Ms;

    /// <summary>From the end of the cue until the associate and the foil appear.</summary>
    public Duration Delay { get; init; } = Duration.Uniform(500.Ms, 2.Seconds);

    /// <summary>How long the associate and the foil are shown.</summary>
    public Duration Test { get; init; } = 500.Ms;

    /// <summary>From their end to the GO signal; with one, what was chosen must be remembered.</summary>
    public Duration SecondDelay { get; init; } = TimeSpan.Zero;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Channels[Pairs];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => Sides;

    /// <summary>The cue, and the side of its associate.</summary>
    public override IReadOnlyList<string> Conditions => CuesAndSides[Pairs];

    /// <inheritdoc/>
    protected override void Compose(Trial trial)
    {
        var cue = trial.Choose("cue", Cues[Pairs]);
        var side = trial.Choose("side", Sides);
        var foil = (cue + 1 + trial.Choose("foil", Foils[Pairs])) % Pairs;
        trial.Condition = (2 * cue) + side;

        Fixate(trial);
        var shown = Wait(trial, "sample", Cue);
        Wait(trial, "delay", Delay);
        var test = Wait(trial, "test", Test);
        Wait(trial, "second-delay", SecondDelay);
        Ask(trial, side);

        trial.Input(1 + cue, StimulusInput, during: shown);
        trial.Input(1 + Pairs + (side * Pairs) + cue, StimulusInput, during: test);
        trial.Input(1 + Pairs + ((1 - side) * Pairs) + foil, StimulusInput, during: test);
    }
}

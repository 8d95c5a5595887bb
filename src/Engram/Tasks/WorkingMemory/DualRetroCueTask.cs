using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// A field of dots moves in one of several directions at one of several speeds. In the middle of the delay a cue says which of the two will be
/// compared with a second field of dots, the probe; the answer is whether they match in that dimension. In the other, the probe matches in half
/// of the trials, whatever the answer.
/// </summary>
[Cite("10.1523/JNEUROSCI.1892-12.2012", "Riggall & Postle 2012, The relationship between working memory storage and elevated activity as measured with fMRI")]
public sealed record DualRetroCueTask : DelayedChoiceTask
{
    private const int Most = 8;
    private static readonly string[] Dimensions = ["direction", "speed"];
    private static readonly string[] Answers = ["match", "non-match"];
    private static readonly string[] CuesAndAnswers = [.. Dimensions.SelectMany(dimension => Answers.Select(answer => $"{dimension} {answer}"))];
    private static readonly string[][] DirectionNames = ForEach(Most, count => Numbered("direction", count));
    private static readonly string[][] SpeedNames = ForEach(Most, count => Numbered("speed", count));
    private static readonly string[][] Changes = ForEach(Most, count => Numbered("by", Math.Max(0, count - 1)));
    private static readonly string[][][] Channels = ForEach(Most, directions => ForEach<string[]>(Most, speeds =>
        [GoName, "cue-direction", "cue-speed", .. DirectionNames[directions], .. SpeedNames[speeds]]));

    /// <summary>How many directions there are.</summary>
    [Range(2, Most)]
    public int Directions { get; init; } = 4;

    /// <summary>How many speeds there are.</summary>
    [Range(2, Most)]
    public int Speeds { get; init; } = 4;

    /// <summary>How long the sample is shown.</summary>
    public Duration Sample { get; init; } = 1.Seconds;

    /// <summary>From the end of the sample to the cue.</summary>
    public Duration FirstDelay { get; init; } = 1.Seconds;

    /// <summary>How long the cue is shown.</summary>
    public Duration Cue { get; init; } = 500.Ms;

    /// <summary>From the end of the cue to the probe.</summary>
    public Duration Delay { get; init; } = 1.Seconds;

    /// <summary>From when the probe appears to the GO signal; it stays until the end.</summary>
    public Duration Probe { get; init; } = 500.Ms;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Channels[Directions][Speeds];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => Answers;

    /// <summary>The cued dimension, and the right answer.</summary>
    public override IReadOnlyList<string> Conditions => CuesAndAnswers;

    /// <inheritdoc/>
    protected override void Compose(Trial trial)
    {
        var direction = trial.Choose("direction", DirectionNames[Directions]);
        var speed = trial.Choose("speed", SpeedNames[Speeds]);
        var cued = trial.Choose("cued", Dimensions);
        var answer = trial.Choose("probe", Answers);
        var other = trial.Choose("uncued-probe", Answers);
        var directionChange = 1 + trial.Choose("direction-change", Changes[Directions]);
        var speedChange = 1 + trial.Choose("speed-change", Changes[Speeds]);
        var (ofDirection, ofSpeed) = cued == 0 ? (answer, other) : (other, answer);
        trial.Condition = (2 * cued) + answer;

        Fixate(trial);
        var sample = Wait(trial, "sample", Sample);
        Wait(trial, "first-delay", FirstDelay);
        var cue = Wait(trial, "cue", Cue);
        Wait(trial, "delay", Delay);
        var probe = Wait(trial, "test", Probe);
        probe = probe with { End = Ask(trial, answer).End };

        trial.Input(1 + cued, StimulusInput, during: cue);
        Show(direction, speed, sample);
        Show((direction + (ofDirection * directionChange)) % Directions, (speed + (ofSpeed * speedChange)) % Speeds, probe);

        void Show(int movesTo, int atSpeed, Period during)
        {
            trial.Input(3 + movesTo, StimulusInput, during);
            trial.Input(3 + Directions + atSpeed, StimulusInput, during);
        }
    }
}

using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// Report whether two pulses, shown with a delay between them, had the same frequency, high or low. The frequency is the height of the pulse
/// on the only input channel.
/// </summary>
/// <remarks>From A. Atanasov's report Dynamic working memory in recurrent neural networks (2016), which has no DOI.</remarks>
[Cite("10.1371/journal.pcbi.1004792", "Song, Yang & Wang 2016, Training excitatory-inhibitory recurrent neural networks")]
public sealed record DelayedMatchTask : ChoiceTask
{
    private static readonly string[] Channels = ["stimulus"];
    private static readonly string[] Frequencies = ["hi", "lo"];
    private static readonly string[] Answers = ["match", "non-match"];
    private static readonly string[] Pairs = ["hi-hi", "hi-lo", "lo-hi", "lo-lo"];

    /// <summary>The published settings.</summary>
    public DelayedMatchTask()
    {
        CatchProbability = 1.0 / 5;
        CatchDuration = 2500.Ms;
    }

    /// <summary>Input at high frequency, on top of the baseline.</summary>
    [Range(0, 1e6)]
    public double HighInput { get; init; } = 1.2;

    /// <summary>Input at low frequency, on top of the baseline.</summary>
    [Range(0, 1e6)]
    public double LowInput { get; init; } = 0.4;

    /// <summary>How long the first pulse lasts.</summary>
    public Duration Sample { get; init; } = 500.Ms;

    /// <summary>From the end of the first pulse to the start of the second; published: 0 s to 5 s, fixed or uniform.</summary>
    public Duration Delay { get; init; } = 3.Seconds;

    /// <summary>How long the second pulse lasts.</summary>
    public Duration Test { get; init; } = 500.Ms;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Channels;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => Answers;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Conditions => Pairs;

    /// <inheritdoc/>
    protected override void Compose(Trial trial)
    {
        var f1 = trial.Choose("f1", Frequencies);
        var f2 = trial.Choose("f2", Frequencies);
        trial.Condition = (2 * f1) + f2;

        Fixate(trial);
        var sample = trial.Period("sample", Sample);
        trial.Period("delay", Delay);
        var test = trial.Period("test", Test);
        Decide(trial, f1 == f2 ? 0 : 1);

        trial.Input(0, f1 == 0 ? HighInput : LowInput, during: sample);
        trial.Input(0, f2 == 0 ? HighInput : LowInput, during: test);
    }
}

using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>Report whether two pulses, shown with a delay between them, came on the same of two input channels.</summary>
/// <remarks>
/// From A. Atanasov's report Dynamic working memory in recurrent neural networks (2016), which has no DOI and names neither the height of
/// the pulse, here 1, nor the timing, here that of <see cref="DelayedMatchTask"/>.
/// </remarks>
[Cite("10.1371/journal.pcbi.1004792", "Song, Yang & Wang 2016, Training excitatory-inhibitory recurrent neural networks")]
public sealed record InputDiscriminationTask : ChoiceTask
{
    private static readonly string[] Channels = ["a", "b"];
    private static readonly string[] Answers = ["match", "non-match"];
    private static readonly string[] Pairs = ["a-a", "a-b", "b-a", "b-b"];

    /// <summary>The settings of <see cref="DelayedMatchTask"/>.</summary>
    public InputDiscriminationTask()
    {
        CatchProbability = 1.0 / 5;
        CatchDuration = 2500.Ms;
    }

    /// <summary>Input of a pulse on its channel, on top of the baseline. The other channel stays at the baseline.</summary>
    [Range(0, 1e6)]
    public double PulseInput { get; init; } = 1;

    /// <summary>How long the first pulse lasts.</summary>
    public Duration Sample { get; init; } = 500.Ms;

    /// <summary>From the end of the first pulse to the start of the second.</summary>
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
        var first = trial.Choose("first", Channels);
        var second = trial.Choose("second", Channels);
        trial.Condition = (2 * first) + second;

        Fixate(trial);
        var sample = trial.Period("sample", Sample);
        trial.Period("delay", Delay);
        var test = trial.Period("test", Test);
        Decide(trial, first == second ? 0 : 1);

        trial.Input(first, PulseInput, during: sample);
        trial.Input(second, PulseInput, during: test);
    }
}

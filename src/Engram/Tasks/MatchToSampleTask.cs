using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// Report whether two stimuli, shown with a delay between them, were of the same kind. Each of the two kinds has an input channel; the sign
/// of the only output is the answer.
/// </summary>
[Cite("10.1038/s41593-022-01088-4", "Dubreuil et al. 2022, The role of population structure in computations through neural dynamics")]
public sealed record MatchToSampleTask : SignedChoiceTask
{
    private static readonly string[] Kinds = ["a", "b"];
    private static readonly string[] Answers = ["non-match", "match"];
    private static readonly string[] Pairs = ["a-a", "a-b", "b-a", "b-b"];

    /// <summary>The published settings: noise N(0, 0.03) at every step of 20 ms.</summary>
    public MatchToSampleTask() => InputNoise = NoisePerStep(0.03);

    /// <summary>Input of a stimulus on the channel of its kind.</summary>
    [Range(0, 1e6)]
    public double Amplitude { get; init; } = 1;

    /// <summary>How long the first stimulus lasts.</summary>
    public Duration Sample { get; init; } = 500.Ms;

    /// <summary>From the end of the first stimulus to the start of the second.</summary>
    public Duration Delay { get; init; } = Duration.Uniform(500.Ms, 3000.Ms);

    /// <summary>How long the second stimulus lasts.</summary>
    public Duration Test { get; init; } = 500.Ms;

    /// <summary>How long the output is asked for, at the end: 1 for a match, −1 otherwise.</summary>
    public Duration Decision { get; init; } = 1000.Ms;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Kinds;

    /// <summary>Non-match, which is the negative response, and match.</summary>
    public override IReadOnlyList<string> Choices => Answers;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Conditions => Pairs;

    /// <inheritdoc/>
    protected override void Compose(Trial trial)
    {
        var first = trial.Choose("first", Kinds);
        var second = trial.Choose("second", Kinds);
        trial.Condition = (2 * first) + second;

        trial.Period("fixation", Fixation);
        var sample = trial.Period("sample", Sample);
        trial.Period("delay", Delay);
        var test = trial.Period("test", Test);
        var decision = trial.Period("decision", Decision);

        trial.Input(first, Amplitude, during: sample);
        trial.Input(second, Amplitude, during: test);
        Respond(trial, first == second ? 1 : -1, during: decision);
    }

    /// <inheritdoc/>
    protected override void Check(IList<string> faults) => CheckResponse(faults, nameof(Decision), Decision);
}

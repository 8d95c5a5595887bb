using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// Report the sign of a noisy signal that is seen, heard, or both. Each sense has an input channel, and a third one says that there is
/// something to see or hear.
/// </summary>
[Cite("10.1038/s41593-022-01088-4", "Dubreuil et al. 2022, The role of population structure in computations through neural dynamics")]
[Cite(
    "10.1038/nn.3865",
    "Raposo, Kaufman & Churchland 2014, A category-free neural population supports evolving demands during decision-making")]
public sealed record MultiSensoryDecisionTask : SignedChoiceTask
{
    private static readonly string[] Contexts = ["visual", "auditory", "both"];
    private static readonly string[] Directions = ["negative", "positive"];
    private static readonly string[] Channels = ["visual", "auditory", "context-visual", "context-auditory"];
    private static readonly string[] ContextsAndSigns = [.. from context in Contexts from sign in "-+" select $"{context}{sign}"];

    /// <summary>The published settings: noise N(0, 0.1) at every step of 20 ms on the two signals; the cues have none.</summary>
    public MultiSensoryDecisionTask() => InputNoise = NoisePerStep(0.1);

    /// <summary>The sizes of a signal, equally likely; of two signals each has its own, and both have the same sign.</summary>
    [Range(0, 1e6, Above = true)]
    public Levels Coherences { get; init; } = [0.1, 0.2, 0.4];

    /// <summary>Input of a cue.</summary>
    [Range(0, 1e6)]
    public double ContextStrength { get; init; } = 0.1;

    /// <summary>How long the cues are alone before the signals.</summary>
    public Duration Cue { get; init; } = 340.Ms;

    /// <summary>How long the signals are shown; the cues stay on.</summary>
    public Duration Stimulus { get; init; } = 800.Ms;

    /// <summary>From the end of signals and cues until the output is asked for.</summary>
    public Duration Delay { get; init; } = 100.Ms;

    /// <summary>How long the output is asked for, at the end: 1 after positive signals, −1 after negative ones.</summary>
    public Duration Decision { get; init; } = 20.Ms;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Channels;

    /// <summary>The senses, and the sign of their signals.</summary>
    public override IReadOnlyList<string> Conditions => ContextsAndSigns;

    /// <inheritdoc/>
    protected internal override bool IsNoisy(int channel) => channel < 2;

    /// <inheritdoc/>
    protected override void Compose(Trial trial)
    {
        var context = trial.Choose("context", Contexts);
        var direction = trial.Choose("direction", Directions);
        Span<double> coherences =
            [trial.Choose("coherence-visual", Coherences, 0, 1e6).Value, trial.Choose("coherence-auditory", Coherences, 0, 1e6).Value];
        trial.Condition = (2 * context) + direction;

        trial.Period("fixation", Fixation);
        var cue = trial.Period("cue", Cue);
        var stimulus = trial.Period("stimulus", Stimulus);
        trial.Period("delay", Delay);
        var decision = trial.Period("decision", Decision);

        var (sign, shown) = ((2 * direction) - 1, 0.0);
        for (var sense = 0; sense < 2; sense++)
        {
            if (context == sense || context == 2)
            {
                shown += coherences[sense];
                trial.Input(sense, sign * coherences[sense], during: stimulus);
                trial.Input(2 + sense, ContextStrength, during: cue with { End = stimulus.End });
            }
        }

        Respond(trial, shown > 0 ? sign : 0, during: decision);
    }

    /// <inheritdoc/>
    protected override void Check(IList<string> faults) => CheckResponse(faults, nameof(Decision), Decision);
}

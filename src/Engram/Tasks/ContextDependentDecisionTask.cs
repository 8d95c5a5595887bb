using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// Report the sign of one of two noisy signals, while a cue says which of them counts. Each signal and each cue has an input channel.
/// </summary>
[Cite("10.1038/s41593-022-01088-4", "Dubreuil et al. 2022, The role of population structure in computations through neural dynamics")]
[Cite("10.1038/nature12742", "Mante et al. 2013, Context-dependent computation by recurrent dynamics in prefrontal cortex")]
public sealed record ContextDependentDecisionTask : SignedChoiceTask
{
    private static readonly string[] Contexts = ["a", "b"];
    private static readonly string[] Channels = ["a", "b", "context-a", "context-b"];
    private const string NameA = "coherence-a", NameB = "coherence-b";
    private static readonly string[] Signs = ["-", "0", "+"];

    /// <summary>The published settings: noise N(0, 0.1) at every step of 20 ms on the two signals; the cues have none.</summary>
    public ContextDependentDecisionTask() => InputNoise = NoisePerStep(0.1);

    /// <summary>The signals of each channel, equally likely and drawn independently.</summary>
    [Range(-1e6, 1e6)]
    public Levels Coherences { get; init; } = [-0.4, -0.2, -0.1, 0.1, 0.2, 0.4];

    /// <summary>Input of the cue. Published are 0.1, and 0.5 and 1 for networks of more populations.</summary>
    [Range(0, 1e6)]
    public double ContextStrength { get; init; } = 0.1;

    /// <summary>How long the cue is alone before the signals.</summary>
    public Duration Cue { get; init; } = 340.Ms;

    /// <summary>How long the signals are shown; the cue stays on.</summary>
    public Duration Stimulus { get; init; } = 800.Ms;

    /// <summary>From the end of the signals until the output is asked for; the cue stays on.</summary>
    public Duration Delay { get; init; } = 100.Ms;

    /// <summary>
    /// How long the output is asked for, at the end: 1 after a positive signal on the channel that counts, −1 after a negative one.
    /// </summary>
    public Duration Decision { get; init; } = 20.Ms;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Channels;

    /// <summary>The cue, and the signs of both signals.</summary>
    public override IReadOnlyList<string> Conditions =>
    [
        .. from context in Contexts
           from a in LevelsOf(NameA, Coherences).Signs
           from b in LevelsOf(NameB, Coherences).Signs
           select $"{context}: a{Signs[a + 1]} b{Signs[b + 1]}",
    ];

    /// <inheritdoc/>
    protected internal override bool IsNoisy(int channel) => channel < 2;

    /// <inheritdoc/>
    protected override void Compose(Trial trial)
    {
        var context = trial.Choose("context", Contexts);
        var levelA = trial.Choose(NameA, Coherences, -1e6, 1e6);
        var levelB = trial.Choose(NameB, Coherences, -1e6, 1e6);
        var (a, b) = (levelA.Value, levelB.Value);
        var (placeA, placeB) = (Coherences.PlaceOfSign(levelA), Coherences.PlaceOfSign(levelB));
        trial.Condition = (((context * placeA.Count) + placeA.Index) * placeB.Count) + placeB.Index;

        trial.Period("fixation", Fixation);
        var cue = trial.Period("cue", Cue);
        var stimulus = trial.Period("stimulus", Stimulus);
        var delay = trial.Period("delay", Delay);
        var decision = trial.Period("decision", Decision);

        trial.Input(0, a, during: stimulus);
        trial.Input(1, b, during: stimulus);
        trial.Input(2 + context, ContextStrength, during: cue with { End = delay.End });
        Respond(trial, Math.Sign(context == 0 ? a : b), during: decision);
    }

    /// <inheritdoc/>
    protected override void Check(IList<string> faults)
    {
        CheckResponse(faults, nameof(Decision), Decision);
        if (Coherences?.All(coherence => coherence == 0) == true)
        {
            faults.Add("`Coherences` is 0, but at coherence 0 neither answer is correct, so there is nothing to learn; give at least one other value.");
        }
    }
}

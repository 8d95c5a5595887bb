using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// Report, after a delay, the sign of a noisy signal on the only input channel. The settings are those of the course on low-rank networks.
/// </summary>
/// <remarks>
/// <see cref="Dubreuil2022"/> has the settings of the paper. A coherence can be pinned to a negative number, which is a signal of the other
/// sign, and to 0, for which there is no right answer.
/// </remarks>
[Cite("10.1038/s41593-022-01088-4", "Dubreuil et al. 2022, The role of population structure in computations through neural dynamics")]
public sealed record PerceptualDecisionLowRankTask : SignedChoiceTask
{
    private const string CoherenceName = "coherence";
    private static readonly string[] NoSignal = ["0"];
    private static readonly string[] Directions = ["negative", "positive"];
    private static readonly string[] Channels = ["stimulus"];

    /// <summary>The settings of the course: noise N(0, 0.03) at every step of 20 ms.</summary>
    public PerceptualDecisionLowRankTask() => InputNoise = NoisePerStep(0.03);

    /// <summary>The settings of the paper, with noise N(0, 0.1) at every step of 20 ms and the output asked for at the last.</summary>
    public static PerceptualDecisionLowRankTask Dubreuil2022 { get; } = new()
    {
        Stimulus = 800.Ms, Delay = 100.Ms, Decision = 20.Ms, Coherences = [0.1, 0.2, 0.4], InputNoise = NoisePerStep(0.1),
    };

    /// <summary>The sizes of the signal, equally likely; with the same chance it is negative or positive.</summary>
    [Range(0, 1e6, Above = true)]
    public Levels Coherences { get; init; } = [0.032, 0.064, 0.128, 0.256, 0.512];

    /// <summary>What the signal is multiplied by.</summary>
    [Range(0, 1e6)]
    public double Strength { get; init; } = 1;

    /// <summary>How long the signal is shown.</summary>
    public Duration Stimulus { get; init; } = 820.Ms;

    /// <summary>From the end of the signal until the output is asked for.</summary>
    public Duration Delay { get; init; } = 280.Ms;

    /// <summary>How long the output is asked for, at the end: 1 after a positive signal, −1 after a negative one.</summary>
    public Duration Decision { get; init; } = 300.Ms;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Channels;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Conditions =>
        Pinned(CoherenceName) == 0 ? NoSignal :
        [
            .. from sign in "-+"
               from coherence in LevelsOf(CoherenceName, Coherences)
               select FormattableString.Invariant($"{sign}{Math.Abs(coherence)}"),
        ];

    /// <inheritdoc/>
    protected override void Compose(Trial trial)
    {
        var direction = trial.Choose("direction", Directions);
        var coherence = trial.Choose(CoherenceName, Coherences, -1e6, 1e6);
        var signal = ((2 * direction) - 1) * coherence.Value;
        var shown = coherence.Value < 0 ? 1 - direction : direction;
        trial.Condition = Pinned(CoherenceName) == 0 ? 0 : (shown * coherence.Count) + coherence.Index;

        trial.Period("fixation", Fixation);
        var stimulus = trial.Period("stimulus", Stimulus);
        trial.Period("delay", Delay);
        var decision = trial.Period("decision", Decision);

        trial.Input(0, Strength * signal, during: stimulus);
        Respond(trial, Math.Sign(signal), during: decision);
    }

    /// <inheritdoc/>
    protected override void Check(IList<string> faults) => CheckResponse(faults, nameof(Decision), Decision);
}

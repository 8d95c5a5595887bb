using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// Report whether random dots move left or right, when only a share of them (the coherence) moves together. Each direction has an input
/// channel that is tuned to it.
/// </summary>
/// <remarks>
/// A coherence can be pinned to a negative number, which is motion in the other direction. Without any coherence there is no right answer:
/// such trials are trained, by the direction drawn, and not scored.
/// </remarks>
[Cite("10.1371/journal.pcbi.1004792", "Song, Yang & Wang 2016, Training excitatory-inhibitory recurrent neural networks")]
[Cite("10.1523/JNEUROSCI.22-21-09475.2002", "Roitman & Shadlen 2002, Response of neurons in the lateral intraparietal area")]
public sealed record PerceptualDecisionTask : ChoiceTask
{
    private const string CoherenceName = "coherence";
    private static readonly string[] Directions = ["left", "right"];

    /// <summary>The published settings.</summary>
    public PerceptualDecisionTask()
    {
        CatchProbability = 1.0 / 11;
        CatchDuration = 2000.Ms;
    }

    /// <summary>The coherences of motion, equally likely.</summary>
    [Unit("%")]
    [Range(0, 100)]
    public Levels Coherences { get; init; } = [1, 2, 4, 8, 16];

    /// <summary>How much the input depends on coherence c, in per cent: the channels get (1 ± contrast·c/100)/2.</summary>
    [Range(0, 1e6)]
    public double Contrast { get; init; } = 3.2;

    /// <summary>How long the dots are shown.</summary>
    public Duration Stimulus { get; init; } = 800.Ms;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Directions;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => Directions;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Conditions =>
    [
        .. from direction in Directions
           from coherence in LevelsOf(CoherenceName, Coherences)
           select FormattableString.Invariant($"{direction} {Math.Abs(coherence)}%"),
    ];

    /// <inheritdoc/>
    protected override void Check(IList<string> faults)
    {
        base.Check(faults);
        if (Coherences?.All(coherence => coherence == 0) == true)
        {
            faults.Add("`Coherences` is 0, but at coherence 0 neither answer is correct, so there is nothing to learn; give at least one other value.");
        }
    }

    /// <inheritdoc/>
    protected override void Compose(Trial trial)
    {
        var direction = trial.Choose("direction", Directions);
        var coherence = trial.Choose(CoherenceName, Coherences, -100, 100);
        var size = Math.Abs(coherence.Value);
        direction = coherence.Value < 0 ? 1 - direction : direction;
        trial.Condition = (direction * coherence.Count) + coherence.Index;

        Fixate(trial);
        var stimulus = trial.Period("stimulus", Stimulus);
        Decide(trial, direction);

        trial.Input(direction, (1 + (Contrast * size / 100)) / 2, during: stimulus);
        trial.Input(1 - direction, (1 - (Contrast * size / 100)) / 2, during: stimulus);
        if (size == 0)
        {
            // The target is a guess, as the reward is to an animal, and neither answer is right.
            (trial.IsScored, trial.Answer) = (false, -1);
        }
    }
}

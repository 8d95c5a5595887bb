using System.Collections.Concurrent;
using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// The oculomotor delayed-response task: a cue is flashed at one of eight angles while the eyes fixate, a delay follows, and when the fixation
/// point goes off the eyes must go to where the cue was or, in the anti-saccade variant, to the opposite side. The answer is the population
/// vector of a ring of outputs, its error is in degrees.
/// </summary>
/// <remarks>
/// Published: fixation 0.75 s, cue 0.5 s, delays of 1.5, 3 or 6 s, and 0.5 s to respond. That the anti-saccade variant tells units that code the
/// cue from units that code the response is Funahashi, Chafee and Goldman-Rakic (1993), <see href="https://doi.org/10.1038/365753a0"/>. Inputs have both
/// signs and no baseline.
/// </remarks>
[Cite("10.1152/jn.1989.61.2.331", "Funahashi, Bruce & Goldman-Rakic 1989, Mnemonic coding of visual space in the monkey's dorsolateral prefrontal cortex")]
public sealed record OculomotorDelayedResponseTask : RingTask
{
    private const int FixationPoint = 0, AntiRule = 1, FirstOfCue = 2;
    private static readonly ConcurrentDictionary<int, string[]> Channels = new();
    private static readonly ConcurrentDictionary<(SaccadeRule, Levels), string[]> Names = new();
    private static readonly string[][] Rules = [["pro"], ["anti"], ["pro", "anti"]];
    private static readonly string[] MeasureNames = ["direction", "error", "target"];

    /// <summary>Without a baseline; correct is what is nearer to the right angle than to the next.</summary>
    public OculomotorDelayedResponseTask() => (BaselineInput, Tolerance) = (0, 22.5);

    /// <summary>Where the eyes are to go.</summary>
    public SaccadeRule Rule { get; init; } = SaccadeRule.Pro;

    /// <summary>The angles of the cue, equally likely.</summary>
    [Range(0, 360)]
    [Unit("°")]
    public Levels Angles { get; init; } = [0, 45, 90, 135, 180, 225, 270, 315];

    /// <summary>Input at the top of the cue's bump, and of the fixation point and the rule.</summary>
    [Range(0, 1e6, Above = true)]
    public double StimulusInput { get; init; } = 1;

    /// <summary>Weight in the loss of the response; that of the time before is 1.</summary>
    [Range(0, 1e6, Above = true)]
    public double ResponseWeight { get; init; } = 5;

    /// <summary>How long the eyes fixate before the cue.</summary>
    public Duration Fixation { get; init; } = 750.Ms;

    /// <summary>How long the cue is shown.</summary>
    public Duration Cue { get; init; } = 500.Ms;

    /// <summary>From the end of the cue until the fixation point goes off.</summary>
    public Duration Delay { get; init; } = Duration.OneOf(1500.Ms, 3000.Ms, 6000.Ms);

    /// <summary>How long the eyes have after the fixation point went off; the response is read at the end.</summary>
    public Duration Response { get; init; } = 500.Ms;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Channels.GetOrAdd(RingUnits, _ => ["fixation", "anti", .. Ring("cue-")]);

    /// <summary>The rule, where there are two, and the angle of the cue.</summary>
    public override IReadOnlyList<string> Conditions => Names.GetOrAdd((Rule, LevelsOf("angle", Angles)), static key =>
    [
        .. from rule in Rules[(int)key.Item1]
           from angle in key.Item2
           select FormattableString.Invariant($"{(key.Item1 == SaccadeRule.Mixed ? rule + " " : "")}{angle}°"),
    ]);

    /// <summary>The direction that was answered, how far it is from the right one, and the right one.</summary>
    public override IReadOnlyList<string> Measures => MeasureNames;

    /// <inheritdoc/>
    protected internal override bool RectifiesInputs => false;

    /// <inheritdoc/>
    protected override void Compose(Trial trial)
    {
        var rule = trial.Choose("rule", Rules[(int)Rule]);
        var angle = trial.Choose("angle", Angles, 0, 360);
        trial.Condition = (rule * angle.Count) + angle.Index;
        var isAnti = Rules[(int)Rule][rule] == "anti";

        var fixation = trial.Period("fixation", Fixation);
        var cue = trial.Period("cue", Cue);
        var delay = trial.Period("delay", Delay);
        var response = trial.Period("response", Response);

        var waiting = fixation with { End = delay.End };
        trial.Input(FixationPoint, StimulusInput, during: waiting);
        trial.Input(AntiRule, isAnti ? StimulusInput : 0, during: waiting);
        Show(trial, FirstOfCue..(FirstOfCue + RingUnits), angle.Value, StimulusInput, during: cue);
        Rest(trial, waiting);
        Respond(trial, angle.Value + (isAnti ? 180 : 0), response, ResponseWeight);
    }

    /// <inheritdoc/>
    protected internal override void Measure(
        Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt, Span<double> values)
    {
        ArgumentNullException.ThrowIfNull(trial);
        base.Measure(trial, outputs, offset, stepStride, dt, values[..2]);
        values[2] = trial.Direction % 360;
    }

    /// <inheritdoc/>
    protected override void Check(IList<string> faults)
    {
        base.Check(faults);
        if (Response.Minimum == TimeSpan.Zero)
        {
            faults.Add($"`Response` is {Response}, but the response is read at its end; set a duration above 0ms.");
        }
    }
}

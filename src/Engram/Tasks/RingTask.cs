using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// A task that is answered by a direction. Its outputs are units on a ring, of which unit k of n prefers 360°·k/n; the answer is their
/// population vector at the trial's last step, and is correct within so many degrees. Ring, targets and tolerance are by default those of
/// Yang et al. 2019 (doi 10.1038/s41593-018-0310-2): y_k = 0.05 + 0.8 exp(−Δ²/(2·22.5²)), correct within 36°.
/// </summary>
/// <remarks>Recordings have of each trial the direction that was answered and its error, as the measures <c>direction</c> and <c>error</c>.</remarks>
public abstract record RingTask : CognitiveTask
{
    private static readonly string[] DirectionAndError = ["direction", "error"];

    /// <summary>n, the units of the ring.</summary>
    [Range(3, 4096)]
    public int RingUnits { get; init; } = 32;

    /// <summary>What the units should do to point in a direction.</summary>
    public RingTarget RingTarget { get; init; } = RingTarget.Bump;

    /// <summary>Standard deviation of a bump.</summary>
    [Range(0, 360, Above = true)]
    [Unit("°")]
    public double Width { get; init; } = 22.5;

    /// <summary>Target at the top of a bump.</summary>
    [Range(-1e6, 1e6)]
    public double HighTarget { get; init; } = 0.85;

    /// <summary>Target of units far from it, and of all where nothing is to be answered.</summary>
    [Range(-1e6, 1e6)]
    public double LowTarget { get; init; } = 0.05;

    /// <summary>How far a correct answer may be from the right direction.</summary>
    [Range(0, 180, Above = true)]
    [Unit("°")]
    public double Tolerance { get; init; } = 36;

    /// <summary>The units of the ring by the directions that they prefer.</summary>
    public override IReadOnlyList<string> Outputs => Ring("");

    /// <summary>None: the answer is a direction.</summary>
    public override IReadOnlyList<string> Choices => [];

    /// <summary>The direction that was answered, and how far it is from the right one.</summary>
    public override IReadOnlyList<string> Measures => DirectionAndError;

    /// <summary>The first output of the ring; a task with outputs of other kinds puts them before it.</summary>
    protected virtual int FirstOfRing => 0;

    /// <summary>Names of as many channels as the ring has units, by the directions that they prefer.</summary>
    /// <param name="prefix">What the names begin with.</param>
    protected IReadOnlyList<string> Ring(string prefix) =>
        [.. Enumerable.Range(0, RingUnits).Select(unit => FormattableString.Invariant($"{prefix}{360.0 * unit / RingUnits:0.##}°"))];

    /// <summary>Shows a direction: a bump on a ring of input channels, on top of the baseline.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="channels">The ring's input channels.</param>
    /// <param name="direction">The direction, in degrees.</param>
    /// <param name="strength">Height of the bump.</param>
    /// <param name="during">The period.</param>
    protected void Show(Trial trial, Range channels, double direction, double strength, Period during)
    {
        ArgumentNullException.ThrowIfNull(trial);
        trial.Input(channels, new Shape(strength, direction, Width), during, Profiles.Ring);
    }

    /// <summary>Asks the ring to be quiet.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="during">The period.</param>
    /// <param name="weight">The loss mask there.</param>
    protected void Rest(Trial trial, Period during, double weight = 1)
    {
        ArgumentNullException.ThrowIfNull(trial);
        trial.Target(FirstOfRing..(FirstOfRing + RingUnits), LowTarget, during, weight);
    }

    /// <summary>Asks for a direction, which is the trial's right one; do this in the last period.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="direction">The direction, in degrees.</param>
    /// <param name="during">The period.</param>
    /// <param name="weight">The loss mask there.</param>
    protected void Respond(Trial trial, double direction, Period during, double weight = 1)
    {
        ArgumentNullException.ThrowIfNull(trial);
        trial.Direction = direction;
        var ring = FirstOfRing..(FirstOfRing + RingUnits);
        if (RingTarget == RingTarget.Bump)
        {
            trial.Target(ring, new Shape(HighTarget - LowTarget, direction, Width, LowTarget), during, Profiles.Ring, weight);
            return;
        }

        var turns = direction / 360;
        var nearest = (int)Math.Round((turns - Math.Floor(turns)) * RingUnits) % RingUnits;
        trial.OneHot(ring, nearest, during, HighTarget, LowTarget, weight);
    }

    /// <inheritdoc/>
    protected override void ComposeCatch(Trial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        Rest(trial, trial.Period("catch", CatchDuration));
    }

    /// <inheritdoc/>
    protected override void Check(IList<string> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        CheckTargets(faults, HighTarget, LowTarget);

        if (RingTarget == RingTarget.OneHot && Tolerance < 180.0 / RingUnits)
        {
            faults.Add(FormattableString.Invariant($"`Tolerance` is {Tolerance}°, but the unit nearest to a direction can be {180.0 / RingUnits:0.##}° ")
                + "away from it; set at least that, or more `RingUnits`.");
        }
    }

    /// <summary>Whether the direction of the ring at the trial's last step is within the tolerance; a ring that points nowhere is wrong.</summary>
    /// <inheritdoc/>
    protected internal override bool IsCorrect(Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt)
    {
        ArgumentNullException.ThrowIfNull(trial);
        return double.IsFinite(trial.Direction)
            ? Math.Abs(PopulationVector.Error(Answered(trial, outputs, offset, stepStride, dt), trial.Direction)) <= Tolerance
            : throw new UsageException($"A trial of {Name} is scored, but has no correct direction; call Respond, or set trial.IsScored to false.");
    }

    /// <inheritdoc/>
    protected internal override void Measure(
        Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt, Span<double> values)
    {
        ArgumentNullException.ThrowIfNull(trial);
        values[0] = Answered(trial, outputs, offset, stepStride, dt);
        values[1] = PopulationVector.Error(values[0], trial.Direction);
    }

    private protected double Answered(Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt) =>
        PopulationVector.Direction(outputs.Slice(offset + ((trial.Steps(dt) - 1) * stepStride) + FirstOfRing, RingUnits));
}

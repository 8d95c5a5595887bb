using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// An animal runs along the stem of a T-shaped maze, whose beginning shows on which side the reward is, remembers it to the junction, and turns. At each
/// step it has what it did, what it sees and whether it is rewarded, and predicts all of this for the next step; what it predicts to do is what it does.
/// </summary>
/// <remarks>
/// A place lasts one step where <see cref="Step"/> is dt. While the animal is led, it makes no mistake, and a trial is correct when every action is predicted. With the
/// factor <c>way</c> pinned to <c>free</c>, the loop is closed: the network's own actions move the animal. One that leads nowhere leaves it where it is, and a trial is
/// correct when the animal reaches the end of the right arm in time. The measure <c>wrong-actions</c> is the share of steps with another action than the right one.
/// <para>
/// Recordings keep three covariates. <c>part</c> is 0 in the cue zone, 1 in the stem, 2 at the junction and 3 in an arm. <c>place</c> says how many places the animal has
/// come from the beginning at the end of the step. Parts differ in length from trial to trial, so each is stretched to the length in the middle of its range: place 40 is equally far along
/// the stem in all trials. <c>arm</c> is 0 before the arms, 1 in the left one and 2 in the right one.
/// </para>
/// </remarks>
[Cite("10.1101/2023.02.23.529770", "Cheng & Brown 2025, Replay as a basis for backpropagation through time in the brain")]
public sealed record TMazeTask : ClosedLoopTask
{
    private const int Left = 0, Up = 1, Right = 2, Actions = 4, Reward = 4, NoReward = 5, Stem = 6, Cue = 7, Junction = 9, Arm = 10;
    private const int Parts = 4;
    private const string CuePeriod = "cue", StemPeriod = "stem", JunctionPeriod = "junction", ArmPeriod = "arm", WayFactor = "way";
    private static readonly string[] Channels =
        ["left", "up", "right", "down", "reward", "no-reward", "see-stem", "see-cue-left", "see-cue-right", "see-junction", "see-arm"];

    private static readonly string[] Sides = ["cue-left", "cue-right"], Ways = ["led", "free"], Errors = ["wrong-actions"];
    private static readonly string[] Known = ["place", "arm", "part"];

    // The place at the end of a step: A before the part, and more by its length as the part, of duration B, goes by.
    private static readonly Waveform Going = static (TimeSpan time, in Shape part) =>
        part.A + (part.Amplitude * Math.Clamp(time.TotalMilliseconds / part.B, 0, 1));

    private static readonly double[] Always = [1, 0], Never = [0, 1];

    /// <summary>Without a baseline, and with little noise.</summary>
    public TMazeTask() => (BaselineInput, InputNoise) = (0, 0.003);

    /// <summary>How long the animal is at one place.</summary>
    [Range(0, 1e6, Above = true)]
    public TimeSpan Step { get; init; } = 20.Ms;

    /// <summary>How long it runs where the cue is seen.</summary>
    public Duration CueZone { get; init; } = Duration.Uniform(400.Ms, 460.Ms);

    /// <summary>How long it runs from there to the junction.</summary>
    public Duration Delay { get; init; } = Duration.Uniform(1000.Ms, 1100.Ms);

    /// <summary>How long it runs along an arm.</summary>
    public Duration ArmLength { get; init; } = Duration.Uniform(400.Ms, 500.Ms);

    /// <summary>Whether the animal is led along the right way, whatever the network does, where the factor <c>way</c> is not pinned.</summary>
    public bool Guided { get; init; } = true;

    /// <summary>How much more time than needed there is where the animal is not led.</summary>
    [Range(0, 1e6)]
    public TimeSpan Patience { get; init; } = 400.Ms;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Channels;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => Channels;

    /// <summary>None: an answer is a way.</summary>
    public override IReadOnlyList<string> Choices => [];

    /// <summary>On which side the reward is.</summary>
    public override IReadOnlyList<string> Conditions => Sides;

    /// <summary>The share of steps with another action than the right one.</summary>
    public override IReadOnlyList<string> Measures => Errors;

    /// <summary>The place, the arm and the part of the maze that the animal is in.</summary>
    public override IReadOnlyList<string> Covariates => Known;

    /// <summary>How far the animal is, in steps, and in which arm: 0 for none, 1 for the left and 2 for the right one.</summary>
    public override int MemoryLength => 2;

    /// <inheritdoc/>
    protected internal override bool RectifiesInputs => false;

    /// <inheritdoc/>
    protected internal override bool Responds(Trial trial) => !trial.IsCatch && !IsLed(trial);

    /// <inheritdoc/>
    protected override void Compose(Trial trial)
    {
        trial.Condition = trial.Choose("side", Sides);
        var isLed = trial.Choose(WayFactor, Ways, Guided ? Always : Never) == 0;
        var cue = trial.Period(CuePeriod, CueZone);
        var stem = trial.Period(StemPeriod, Delay);
        var junction = trial.Following(JunctionPeriod, Step);
        var arm = trial.Period(ArmPeriod, ArmLength);
        var patience = trial.Following("patience", isLed ? TimeSpan.Zero : Patience);

        foreach (var part in new ReadOnlySpan<Period>([cue, stem, arm]))
        {
            if (part.Duration < 2 * Step)
            {
                throw new UsageException($"{part.Name} is {TimeText.Format(part.Duration)}, too short for two places of {TimeText.Format(Step)}; give at least {TimeText.Format(2 * Step)}.");
            }
        }

        // Where the animal is as long as it makes no mistake.
        for (var part = 0; part < Parts; part++)
        {
            trial.Covariate(0, Along(trial, part), trial.Periods[part], Going);
            trial.Covariate(1, part == Parts - 1 ? trial.Condition + 1 : 0, trial.Periods[part]);
            trial.Covariate(2, part, trial.Periods[part]);
        }

        var end = Along(trial, Parts - 1);
        trial.Covariate(0, end.A + end.Amplitude, patience);
        trial.Covariate(1, trial.Condition + 1, patience);
        trial.Covariate(2, Parts - 1, patience);

        var (seen, side) = (Cue + trial.Condition, trial.Condition == 0 ? Left : Right);
        var last = new Period("end", arm.End - Step, arm.End);
        if (isLed)
        {
            trial.Input(seen, 1, cue);
            trial.Input(Stem, 1, stem);
            trial.Input(Junction, 1, junction);
            trial.Input(Arm, 1, arm);
            trial.Input(Up, 1, new("up", Step, junction.End));
            trial.Input(side, 1, arm);
            trial.Input(Reward, 1, last);
        }
        else
        {
            trial.Input(seen, 1, new("first", TimeSpan.Zero, Step));
        }

        // What is asked for at a step is the input of the next one.
        Ask(trial, TimeSpan.Zero, cue.End - Step, seen, Up);
        Ask(trial, cue.End - Step, junction.Start - Step, Stem, Up);
        Ask(trial, junction.Start - Step, junction.Start, Junction, Up);
        Ask(trial, junction.Start, last.Start - Step, Arm, side);
        Ask(trial, last.Start - Step, last.Start, Arm, side, Reward);
    }

    /// <inheritdoc/>
    protected override void Check(IList<string> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        foreach (var (name, duration) in new[] { (nameof(CueZone), CueZone), (nameof(Delay), Delay), (nameof(ArmLength), ArmLength) })
        {
            if (duration.Minimum < 2 * Step)
            {
                faults.Add($"`{name}` is {duration}, but a part of the maze has two places at least, each of {TimeText.Format(Step)} (`Step`); set {TimeText.Format(2 * Step)} or more.");
            }
        }
    }

    /// <inheritdoc/>
    protected internal override void Respond(Trial trial, int step, ReadOnlySpan<float> outputs, Span<float> next, TimeSpan dt)
    {
        var way = new Way(trial, Step, dt);
        var action = Highest(outputs[..Actions]);
        var (place, arm) = way.Move((int)trial.Memory[0], (int)trial.Memory[1], action);
        (trial.Memory[0], trial.Memory[1]) = (place, arm);
        if (action >= 0)
        {
            next[action] += 1;
        }

        var (part, at) = (way.Part(place), StepGrid.Time(place + 1, dt));
        trial.Covariate(0, Going(at - trial.Periods[part].Start, Along(trial, part)));
        trial.Covariate(1, arm);
        trial.Covariate(2, part);

        next[way.Seen(place, trial.Condition)] += 1;
        if (place == way.End)
        {
            next[arm == trial.Condition + 1 ? Reward : NoReward] += 1;
        }

        // Asked for: the step after that, if the animal goes on from there.
        var then = Math.Min(place + 1, way.End);
        var (seen, wanted) = (way.Seen(then, trial.Condition), way.Wanted(place, arm, trial.Condition));
        for (var channel = 0; channel < Channels.Length; channel++)
        {
            var isReward = then == way.End && (channel is Reward or NoReward) && (channel == Reward) == (arm == 0 || arm == trial.Condition + 1);
            trial.Retarget(channel, channel == seen || channel == wanted || isReward ? 1 : 0);
        }
    }

    /// <summary>Whether every action is right, where the animal is led, or else whether it reaches the end of the right arm.</summary>
    /// <inheritdoc/>
    protected internal override bool IsCorrect(Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt)
    {
        var (wrong, place, arm, end) = Walk(trial, outputs, offset, stepStride, dt);
        return IsLed(trial) ? wrong == 0 : place == end && arm == trial.Condition + 1;
    }

    /// <inheritdoc/>
    protected internal override void Measure(
        Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt, Span<double> values) =>
        values[0] = Walk(trial, outputs, offset, stepStride, dt).Wrong;

    private (double Wrong, int Place, int Arm, int End) Walk(Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt)
    {
        var (way, isLed) = (new Way(trial, Step, dt), IsLed(trial));
        var (place, arm, wrong, steps) = (0, 0, 0, isLed ? way.End : trial.Steps(dt) - 1);
        for (var step = 0; step < steps; step++)
        {
            var (action, wanted) = (Highest(outputs.Slice(offset + (step * stepStride), Actions)), way.Wanted(place, arm, trial.Condition));
            wrong += action == wanted || (place == way.End && !isLed) ? 0 : 1;
            (place, arm) = way.Move(place, arm, isLed ? wanted : action);
        }

        return ((double)wrong / Math.Max(1, steps), place, arm, way.End);
    }

    // One part of a maze whose parts are as long as the middle of their range.
    private Shape Along(Trial trial, int part)
    {
        var (cue, stem, arm) = (Middle(CueZone), Middle(Delay), Middle(ArmLength));
        var (length, before) = part switch { 0 => (cue, 0), 1 => (stem, cue), 2 => (1, cue + stem), _ => (arm, cue + stem + 1) };
        return new(length, before, trial.Periods[part].Duration.TotalMilliseconds);
        double Middle(Duration duration) => (duration.Minimum + duration.Maximum) / (2 * Step);
    }

    private static bool IsLed(Trial trial) => trial.Factor(WayFactor) == 0;

    private static void Ask(Trial trial, TimeSpan start, TimeSpan end, int seen, int action, int reward = -1)
    {
        for (var channel = 0; channel < Channels.Length && end > start; channel++)
        {
            trial.Target(channel, channel == seen || channel == action || channel == reward ? 1 : 0, new("places", start, end));
        }
    }

    /// <summary>The places of a trial's maze, in steps.</summary>
    private readonly struct Way
    {
        private readonly int cue, junction, arm;

        public Way(Trial trial, TimeSpan step, TimeSpan dt)
        {
            var periods = trial.Periods;
            (cue, junction, arm) = (periods[0].Steps(dt).End, periods[2].Steps(dt).First, periods[3].Steps(dt).First);
            End = StepGrid.Count(periods[3].End - step, dt);
        }

        /// <summary>Where the last place begins.</summary>
        public int End { get; }

        /// <summary>In which part a place is.</summary>
        public int Part(int place) => place < cue ? 0 : place < junction ? 1 : place < arm ? 2 : 3;

        /// <summary>What is seen at a place.</summary>
        public int Seen(int place, int side) => place < cue ? Cue + side : place < junction ? Stem : place < arm ? Junction : Arm;

        /// <summary>The action that leads on, to the reward where there is a choice.</summary>
        public int Wanted(int place, int into, int side) => place < junction ? Up : (into == 0 ? side : into - 1) == 0 ? Left : Right;

        /// <summary>Where an action leads.</summary>
        public (int Place, int Arm) Move(int place, int into, int action)
        {
            var turns = place >= junction && action is Left or Right && (into == 0 || into == (action == Left ? 1 : 2));
            return (place < junction && action == Up) || turns
                ? (Math.Min(place + 1, End), place >= junction && into == 0 ? (action == Left ? 1 : 2) : into)
                : (place, into);
        }
    }
}

using System.Buffers;
using System.Runtime.CompilerServices;
using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Tasks;

/// <summary>
/// Know where one is in a room from how one moves. An animal walks about at random; the network is shown its movement in each step, and answers with the activity of place cells, and
/// perhaps others, after it. It is given what these cells do at the start before the first step (see <see cref="CognitiveTask.ContextNames"/>).
/// </summary>
/// <remarks>
/// A sample of the walk lasts one step where <see cref="Sample"/> is dt, and as many steps as fit where dt is shorter. Recordings have of each step where the animal was, as the covariates
/// <c>x</c> and <c>y</c> in metres and <c>heading</c> in radians, and of each trial how far the decoded place is from it, in centimetres: <c>error</c> at the last step, and
/// <c>mean-error</c> over all. A place is decoded as the mean of the centres of the three most active place cells. No answer is right or wrong. Inputs have neither a baseline nor noise unless
/// they are set, and are not rectified. The factor <c>walk</c> decides the whole walk: trials for which it is the same have the same.
/// </remarks>
public abstract record NavigationTask : CognitiveTask
{
    private const double CentimetresPerMetre = 100;
    private const int Coordinates = 3;
    private const double MostWalks = 999_999_999;
    private static readonly string[] Only = ["paths"], Known = ["x", "y", "heading"], Errors = ["error", "mean-error"];
    private static readonly ConditionalWeakTable<NavigationTask, Code> Codes = [];

    /// <summary>Without a baseline and without noise.</summary>
    protected NavigationTask() => (BaselineInput, InputNoise) = (0, 0);

    /// <summary>The room, in metres.</summary>
    public Arena Arena { get; init; } = Arena.Square(2.2);

    /// <summary>How the animal walks.</summary>
    public Walk Walk { get; init; } = RayleighWalk.Banino;

    /// <summary>How long a step of the walk lasts.</summary>
    [Range(0, 1e6, Above = true)]
    public TimeSpan Sample { get; init; } = 20.Ms;

    /// <summary>How long the animal walks.</summary>
    public Duration Path { get; init; } = 2.Seconds;

    /// <summary>How many place cells there are.</summary>
    [Range(3, 65_536)]
    public int PlaceCells { get; init; } = 256;

    /// <summary>Width σ of the field of a place cell.</summary>
    [Range(1e-6, 1000), Unit("m")]
    public double PlaceWidth { get; init; } = 0.01;

    /// <summary>Profile of the field of a place cell.</summary>
    public PlaceProfile PlaceProfile { get; init; } = PlaceProfile.Softmax;

    /// <summary>Ratio of the squared widths of the surround and of the field, where the profile has a surround.</summary>
    [Range(1, 1000, Above = true)]
    public double PlaceSurround { get; init; } = 2;

    /// <summary>Decides where the fields are. All networks have the same cells unless it differs.</summary>
    public ulong CellSeed { get; init; } = 1;

    /// <inheritdoc/>
    public sealed override IReadOnlyList<string> Outputs => Names("");

    /// <summary>What the outputs are to be at the start.</summary>
    public sealed override IReadOnlyList<string> ContextNames => Names("start-");

    /// <summary>One: all trials are alike.</summary>
    public sealed override IReadOnlyList<string> Conditions => Only;

    /// <summary>None: the outputs are activities.</summary>
    public sealed override IReadOnlyList<string> Choices => [];

    /// <summary>Where the animal is, and where it heads.</summary>
    public sealed override IReadOnlyList<string> Covariates => Known;

    /// <summary>How far the decoded place is from the true one, in centimetres.</summary>
    public sealed override IReadOnlyList<string> Measures => Errors;

    /// <summary>The cells whose activity is answered: place cells first, then <see cref="Others"/>.</summary>
    /// <exception cref="UsageException">A setting is not allowed.</exception>
    public PlaceTuning Places => Codes.GetValue(this, static task => new(task)).Places;

    /// <summary>Cells that are answered beside place cells, and the word that their names begin with; none unless overridden.</summary>
    private protected virtual (SpatialCells Cells, string Name)? Others => null;

    /// <summary>Writes the inputs of a step.</summary>
    /// <param name="vx">Velocity along x, in metres per second.</param>
    /// <param name="vy">Velocity along y.</param>
    /// <param name="turn">By how much it turned at the end of the step, in radians.</param>
    /// <param name="inputs">Receives the inputs.</param>
    private protected abstract void Move(double vx, double vy, double turn, Span<float> inputs);

    /// <inheritdoc/>
    protected internal sealed override bool RectifiesInputs => false;

    /// <inheritdoc/>
    protected sealed override void Compose(Trial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        (trial.Condition, trial.IsScored) = (0, false);
        var path = trial.Period("path", Path);
        var (way, moves) = (trial.Series(Coordinates, Sample, path, Reading.Hold), trial.Series(Inputs.Count, Sample, path, Reading.Hold));
        var code = Codes.GetValue(this, static task => new(task));
        var activity = trial.Series(code.Count, Sample, path, Reading.Hold);
        var random = new RandomStream(new StreamKey((ulong)trial.Draw("walk", 0, MostWalks), Purpose.Walks), 0);
        if (!trial.IsListing)
        {
            Walks(trial, code, random, way, moves, activity);
        }

        trial.Input(.., moves, path);
        trial.Target(.., activity, path);
        for (var column = 0; column < Coordinates; column++)
        {
            trial.Covariate(column, way, path, column);
        }
    }

    /// <inheritdoc/>
    protected internal sealed override void Measure(Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt, Span<double> values)
    {
        ArgumentNullException.ThrowIfNull(trial);
        var (places, way, steps) = (Places, trial.Made(0), trial.Steps(dt));
        var (sum, last) = (0.0, 0.0);
        for (var t = 0; t < steps; t++)
        {
            var (x, y) = places.Decode(outputs.Slice(offset + (t * stepStride), places.Count));
            var (dx, dy) = (x - way.At((t + 1) * dt), y - way.At((t + 1) * dt, 1));
            last = CentimetresPerMetre * Math.Sqrt((dx * dx) + (dy * dy));
            sum += last;
        }

        (values[0], values[1]) = (last, sum / steps);
    }

    /// <inheritdoc/>
    protected override void Check(IList<string> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        foreach (var fault in Settings.Faults(Walk))
        {
            faults.Add($"`Walk`: {fault}");
        }

        if (Path.Maximum > TimeSpan.Zero && Sample > TimeSpan.Zero)
        {
            Walk.Check(Arena, StepGrid.Time((int)Math.Min(Math.Ceiling(Path.Maximum / Sample), int.MaxValue), Sample), faults);
        }
    }

    private void Walks(Trial trial, Code code, RandomStream random, TrialSeries way, TrialSeries moves, TrialSeries activity)
    {
        var buffer = ArrayPool<double>.Shared.Rent(code.Count);
        var rented = ArrayPool<Walk.Walker>.Shared.Rent(way.Samples + 1);
        var went = rented.AsSpan(0, way.Samples + 1);
        var seconds = Sample.TotalSeconds;
        Walk.Go(Arena, Sample, went, ref random);
        code.Of(went[0], buffer);
        for (var cell = 0; cell < code.Count; cell++)
        {
            trial.Context(cell, buffer[cell]);
        }

        for (var k = 0; k < way.Samples; k++)
        {
            var (before, at) = (went[k], went[k + 1]);
            Move((at.X - before.X) / seconds, (at.Y - before.Y) / seconds, Trajectory.Wrapped(at.Heading - before.Heading), moves.Row(k));
            (way[k, 0], way[k, 1], way[k, 2]) = (at.X, at.Y, at.Heading);
            code.Of(at, buffer);
            var row = activity.Row(k);
            for (var cell = 0; cell < row.Length; cell++)
            {
                row[cell] = (float)buffer[cell];
            }
        }

        ArrayPool<double>.Shared.Return(buffer);
        ArrayPool<Walk.Walker>.Shared.Return(rented);
    }

    // Names may be asked for before the settings are checked.
    private string[] Names(string prefix) =>
    [
        .. Enumerable.Range(1, Math.Max(0, PlaceCells)).Select(cell => FormattableString.Invariant($"{prefix}place-{cell}")),
        .. Others is { } others ? Enumerable.Range(1, Math.Max(0, others.Cells.Count)).Select(cell => FormattableString.Invariant($"{prefix}{others.Name}-{cell}")) : [],
    ];

    // The cells of a task, found once.
    private sealed class Code
    {
        private readonly SpatialTuning? others;

        public Code(NavigationTask task)
        {
            Places = new PlaceTargets
            {
                Count = task.PlaceCells, Width = task.PlaceWidth, Profile = task.PlaceProfile, Surround = task.PlaceSurround, Seed = task.CellSeed,
            }.In(task.Arena);
            others = task.Others?.Cells.In(task.Arena);
        }

        public PlaceTuning Places { get; }

        public int Count => Places.Count + (others?.Count ?? 0);

        public void Of(Walk.Walker at, Span<double> activity)
        {
            Places.Activity(at.X, at.Y, at.Heading, activity);
            others?.Activity(at.X, at.Y, at.Heading, activity[Places.Count..]);
        }
    }
}

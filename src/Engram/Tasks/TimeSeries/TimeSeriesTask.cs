using System.Numerics;
using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Tasks;

/// <summary>
/// A stretch of a time series: a warm-up, which is shown and not scored, and then samples that are. Every trial is another stretch.
/// </summary>
/// <remarks>
/// A sample lasts one step where <see cref="Sample"/> is dt, and as many steps as fit where dt is shorter; a longer dt is refused. In the warm-up the
/// targets are known and have no weight in the loss, so that a network whose outputs are fed back can be given them. Measures read the outputs at the last
/// step of each scored sample. Inputs have neither a baseline nor noise unless they are set, and are not rectified. No answer is right or wrong.
/// </remarks>
public abstract record TimeSeriesTask : ClosedLoopTask
{
    /// <summary>The most samples that a trial can have.</summary>
    private protected const int Most = 10_000_000;

    /// <summary>Names of factors.</summary>
    private protected const string WarmUpFactor = "warm-up", LengthFactor = "length";

    private const string Part = "sample";
    private const double MostDraws = 999_999_999;
    private static readonly string[] Only = ["series"];

    /// <summary>Without a baseline and without noise.</summary>
    protected TimeSeriesTask() => (BaselineInput, InputNoise) = (0, 0);

    /// <summary>How long one sample lasts.</summary>
    [Range(0, 1e6, Above = true)]
    public TimeSpan Sample { get; init; } = 20.Ms;

    /// <summary>How many samples are shown before the first that is scored.</summary>
    [Range(0, Most), Unit("samples")]
    public Levels WarmUp { get; init; } = [100];

    /// <summary>How many samples are scored in a training trial.</summary>
    [Range(1, Most), Unit("samples")]
    public Levels Length { get; init; } = [2000];

    /// <summary>How many samples are scored in a validation or test trial.</summary>
    [Range(1, Most), Unit("samples")]
    public Levels TestLength { get; init; } = [500];

    /// <summary>One: all trials are alike.</summary>
    public override IReadOnlyList<string> Conditions => Only;

    /// <summary>None: the outputs are numbers.</summary>
    public sealed override IReadOnlyList<string> Choices => [];

    /// <summary>Root mean squared error, as it is and normalised in three ways; see <see cref="SeriesErrors"/>.</summary>
    public override IReadOnlyList<string> Measures => SeriesErrors.Names;

    /// <inheritdoc/>
    public override int MemoryLength => 0;

    /// <summary>Draws the factors of a trial's series and writes its samples, from the first of the warm-up to the last.</summary>
    /// <param name="trial">The trial. Numbers beside its factors come from <see cref="Trial.Stream()"/>.</param>
    /// <param name="inputs">What is shown at each sample, a column for each input; null where there are none.</param>
    /// <param name="targets">What is to be answered at each sample, a column for each output.</param>
    protected abstract void Fill(Trial trial, TrialSeries? inputs, TrialSeries targets);

    /// <summary>How many samples of its own outputs the network is to be shown in place of the scored ones; 0 for none.</summary>
    /// <param name="trial">The trial, which is given that factor.</param>
    private protected virtual int FreeRun(Trial trial) => 0;

    /// <summary>How many samples there are for a trial.</summary>
    /// <param name="trial">The trial.</param>
    private protected virtual int Available(Trial trial) => Most;

    /// <summary>Reads the measures of this task beside the errors.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="scored">What was answered, and what should have been.</param>
    /// <param name="values">Where to write them.</param>
    private protected virtual void MeasureMore(Trial trial, in ScoredSamples scored, Span<double> values)
    {
    }

    /// <inheritdoc/>
    protected internal override bool RectifiesInputs => false;

    /// <inheritdoc/>
    protected internal override bool Responds(Trial trial) => false;

    /// <inheritdoc/>
    protected internal override void Respond(Trial trial, int step, ReadOnlySpan<float> outputs, Span<float> next, TimeSpan dt)
    {
    }

    /// <inheritdoc/>
    protected sealed override void Compose(Trial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        (trial.Condition, trial.IsScored) = (0, false);
        var warm = Whole(trial.Choose(WarmUpFactor, WarmUp, 0, Most).Value, 0);
        var length = Whole(trial.Choose(LengthFactor, Lengths(trial), 1, Most).Value, 1);
        var free = FreeRun(trial);
        var closes = free > 0 && !trial.IsLongest;
        var scored = closes ? free : Math.Min(Math.Max(length, free), Available(trial) - warm);
        var total = warm + scored;
        var washout = trial.Following("washout", StepGrid.Time(warm, Sample));
        var run = trial.Following(closes ? "free-run" : "prediction", StepGrid.Time(total, Sample) - washout.Duration);

        var whole = washout with { End = run.End };
        var targets = trial.Series(Outputs.Count, Sample, whole, Reading.Hold);
        var inputs = Inputs.Count > 0 ? trial.Series(Inputs.Count, Sample, whole, Reading.Hold) : null;
        Fill(trial, inputs, targets);
        if (warm > 0)
        {
            trial.Target(.., targets, washout, weight: 0);
        }

        // The last sample has a period of its own, so that a step longer than a sample is refused.
        var last = run with { Name = Part, Start = StepGrid.Time(total - 1, Sample) };
        if (scored > 1)
        {
            var others = run with { End = last.Start };
            trial.Target(.., targets, others, others.Start);
        }

        trial.Target(.., targets, last, last.Start);
        if (inputs is not null)
        {
            trial.Input(.., inputs, closes ? washout : whole);
        }
    }

    /// <inheritdoc/>
    protected override void Check(IList<string> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        CheckWhole(faults, nameof(WarmUp), LevelsOf(WarmUpFactor, WarmUp));
        CheckWhole(faults, nameof(Length), LevelsOf(LengthFactor, Length));
        if (Pinned(LengthFactor) is null)
        {
            CheckWhole(faults, nameof(TestLength), TestLength);
        }
    }

    /// <inheritdoc/>
    protected internal sealed override void Measure(
        Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt, Span<double> values)
    {
        ArgumentNullException.ThrowIfNull(trial);
        var scored = new ScoredSamples(trial, Sample, outputs, offset, stepStride, dt);
        SeriesErrors.Measure(scored, values);
        MeasureMore(trial, scored, values[SeriesErrors.Names.Count..]);
    }

    /// <summary>Gives the targets of a step as long as the series warms up.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="trial">The trial.</param>
    /// <param name="step">The step, from 0.</param>
    /// <param name="dt">Length of a step.</param>
    /// <param name="targets">Receives the targets (O); left as they are once samples are scored.</param>
    internal void Teach<T>(Trial trial, int step, TimeSpan dt, Span<T> targets)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sample = SampleOf(step, dt);
        for (var channel = 0; channel < targets.Length && StepGrid.Time(sample, Sample) < trial.Periods[0].End; channel++)
        {
            targets[channel] = T.CreateTruncating(trial.Made(0)[sample, channel]);
        }
    }

    /// <summary>The sample that a step of a trial belongs to, from 0.</summary>
    /// <param name="step">The step, from 0.</param>
    /// <param name="dt">Length of a step.</param>
    private protected int SampleOf(int step, TimeSpan dt)
    {
        // Times are rounded to ticks, so that the quotient may be off by one.
        var sample = (int)(step * dt / Sample);
        while (step >= StepGrid.Count(StepGrid.Time(sample + 1, Sample), dt))
        {
            sample++;
        }

        return sample;
    }

    /// <summary>Random numbers that follow from the factor <c>draw</c> alone: trials for which it is the same have the same.</summary>
    /// <param name="trial">The trial, which is given that factor.</param>
    private protected static RandomStream Drawn(Trial trial) =>
        new(new StreamKey((ulong)Math.Max(0, trial.Draw("draw", 0, MostDraws)), Purpose.Analysis), 0, 1);

    /// <summary>Refuses numbers of samples that are not whole.</summary>
    /// <param name="faults">Where to add the fault.</param>
    /// <param name="setting">Name of the property.</param>
    /// <param name="levels">Its numbers.</param>
    private protected static void CheckWhole(IList<string> faults, string setting, Levels levels)
    {
        if (levels.Any(level => !double.IsInteger(level)))
        {
            faults.Add(FormattableString.Invariant(
                $"`{setting}` is {levels}, but samples are counted; write whole numbers, such as {Math.Ceiling(levels.Maximum)}."));
        }
    }

    /// <summary>A number of samples that may be eased, and so need not be whole.</summary>
    /// <param name="value">The number.</param>
    /// <param name="least">The least that it can be.</param>
    private protected static int Whole(double value, int least) => (int)Math.Clamp(Math.Round(value), least, Most);

    private Levels Lengths(Trial trial) =>
        trial.IsTraining || (trial.IsLongest && Length.Maximum > TestLength.Maximum) ? Length : TestLength;
}

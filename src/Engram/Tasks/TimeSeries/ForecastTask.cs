using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// See a time series and say what it will be some samples ahead. A test can close the loop instead: after the warm-up the network is shown its own predictions
/// for as many samples as <see cref="Horizon"/> says, and these are scored.
/// </summary>
/// <remarks>
/// At sample k the input is s(k) and the target s(k + <see cref="Ahead"/>). In a closed loop the input at sample k is what was answered at k − ahead, from the
/// first sample after the warm-up on. A trial either predicts from the series or runs on its own outputs, and its measures are of that alone. Training trials
/// never close the loop. The measure <c>valid-time</c> is NaN where the series is shown. Otherwise it is the time until √⟨(z_c − y_c)²/σ_c²⟩, the mean over outputs,
/// first exceeds <see cref="ValidError"/>, σ_c being the deviation of the target over the whole trial, in Lyapunov times: time times the largest exponent. A horizon that was
/// valid to its end counts as its length.
/// </remarks>
[Cite("10.1016/j.neunet.2020.02.016", "Vlachas et al. 2020, Backpropagation algorithms and reservoir computing in recurrent neural networks for the forecasting of complex spatiotemporal dynamics (valid prediction time)")]
public abstract record ForecastTask : TimeSeriesTask
{
    // What a trial remembers: the first sample of the closed loop, 0 where it is open; then the answers to the samples of late.
    private const int Closed = 0, Answers = 1;

    /// <summary>Name of the factor that says for how many samples the loop is closed.</summary>
    private protected const string HorizonFactor = "horizon";

    private static readonly string[] Errors = SeriesErrors.And("valid-time");

    /// <summary>How many samples ahead the series is predicted.</summary>
    [Range(1, 10_000), Unit("samples")]
    public int Ahead { get; init; } = 1;

    /// <summary>For how many samples validation and test trials close the loop in place of predicting from the series; 0 for not at all.</summary>
    [Range(0, Most), Unit("samples")]
    public Levels Horizon { get; init; } = [0];

    /// <summary>A closed loop is valid until its normalised error exceeds this.</summary>
    [Range(0, 1e6, Above = true)]
    public double ValidError { get; init; } = 0.4;

    /// <summary>The errors, and the time for which a closed loop is valid, in Lyapunov times.</summary>
    public sealed override IReadOnlyList<string> Measures => Errors;

    /// <inheritdoc/>
    public sealed override int MemoryLength => Answers + (Ahead * Outputs.Count);

    /// <summary>How many Lyapunov times one sample lasts; NaN where that is not known.</summary>
    protected abstract double LyapunovTimes { get; }

    /// <summary>The output that predicts an input; −1 where none does.</summary>
    /// <param name="input">The input, from 0.</param>
    private protected virtual int Predicting(int input) => input;

    /// <inheritdoc/>
    private protected sealed override int FreeRun(Trial trial)
    {
        var horizon = Whole(trial.Choose(HorizonFactor, Horizon, 0, Most).Value, 0);
        var free = trial.IsTraining ? 0 : horizon;
        trial.Memory[Closed] = free > 0 ? Whole(trial.Factor(WarmUpFactor), 0) : 0;
        return free;
    }

    /// <inheritdoc/>
    protected internal sealed override bool Responds(Trial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        return trial.Memory[Closed] > 0;
    }

    /// <inheritdoc/>
    protected internal sealed override void Respond(Trial trial, int step, ReadOnlySpan<float> outputs, Span<float> next, TimeSpan dt)
    {
        ArgumentNullException.ThrowIfNull(trial);
        var memory = trial.Memory;
        if (memory[Closed] == 0)
        {
            return;
        }

        // The answer to sample k is in the place k mod ahead until sample k + ahead, whose input it is, is over.
        var (now, then) = (SampleOf(step, dt), SampleOf(step + 1, dt));
        if (then > now)
        {
            var place = Answers + (now % Ahead * outputs.Length);
            for (var c = 0; c < outputs.Length; c++)
            {
                memory[place + c] = outputs[c];
            }
        }

        if (then >= memory[Closed])
        {
            var place = Answers + (then % Ahead * outputs.Length);
            for (var c = 0; c < next.Length; c++)
            {
                next[c] += (float)memory[place + Predicting(c)];
            }
        }
    }

    /// <inheritdoc/>
    protected override void Check(IList<string> faults)
    {
        base.Check(faults);
        var (horizon, warm) = (LevelsOf(HorizonFactor, Horizon), LevelsOf(WarmUpFactor, WarmUp).Minimum);
        CheckWhole(faults, nameof(Horizon), horizon);
        if (horizon.Maximum > 0 && Inputs.Count == 0)
        {
            faults.Add($"`Horizon` is {horizon}, but nothing is shown that the network's predictions could take the place of; leave it at 0.");
        }

        if (horizon.Maximum > 0 && warm < Ahead)
        {
            faults.Add(FormattableString.Invariant(
                $"`WarmUp` is {warm}, but before a closed loop (`Horizon`) the network must have predicted its first input, {Ahead} ahead; set at least {Ahead}."));
        }
    }

    /// <summary>Writes a number of the series as the input of its sample and as the target of the one that predicts it.</summary>
    /// <param name="inputs">Where inputs go; null where there are none.</param>
    /// <param name="targets">Where targets go.</param>
    /// <param name="sample">Which sample of the series, from 0 up to but without the trial's samples plus <see cref="Ahead"/>.</param>
    /// <param name="column">Which input, and which output.</param>
    /// <param name="value">The number.</param>
    protected void Write(TrialSeries? inputs, TrialSeries targets, int sample, int column, double value)
    {
        ArgumentNullException.ThrowIfNull(targets);
        if (!float.IsFinite((float)value))
        {
            throw new UsageException(FormattableString.Invariant(
                $"Sample {sample} of the series is {value}: with these parameters it grows without bound. Set a smaller `Step`, or parameters nearer to the published ones."));
        }

        if (sample < inputs?.Samples)
        {
            inputs[sample, column] = value;
        }

        if (sample >= Ahead)
        {
            targets[sample - Ahead, column] = value;
        }
    }

    /// <inheritdoc/>
    private protected sealed override void MeasureMore(Trial trial, in ScoredSamples scored, Span<double> values)
    {
        values[0] = double.NaN;
        if (trial.Memory[Closed] == 0 && Inputs.Count > 0)
        {
            return;
        }

        Span<double> variance = stackalloc double[scored.Channels];
        for (var c = 0; c < variance.Length; c++)
        {
            variance[c] = scored.Moments(c, 0).Variance;
        }

        var valid = 0;
        while (valid < scored.Count && IsValid(scored, scored.First + valid, variance))
        {
            valid++;
        }

        values[0] = valid * LyapunovTimes;
    }

    private bool IsValid(in ScoredSamples scored, int k, ReadOnlySpan<double> variance)
    {
        var z = scored.At(k);
        var sum = 0.0;
        for (var c = 0; c < z.Length; c++)
        {
            var off = z[c] - scored.Targets[k, c];
            sum += off * off / variance[c];
        }

        return Math.Sqrt(sum / z.Length) <= ValidError;
    }
}

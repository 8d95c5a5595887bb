using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// One of a pair of tasks that are learned one after the other. The pulse is an exponential times a sine,
/// u(t) = Pulse · exp(±t/τ) · (level − sin ωt'), with t from the pulse and t' from the beginning of the trial.
/// </summary>
/// <remarks>In the code behind the report the sine runs in steps, so that the task changes with dt; here it runs in time.</remarks>
public abstract record ForgettingTask : SequentialTask
{
    private const int Most = 100;
    private static readonly string[] AllOutputs = Named("output-", Most);
    private static readonly string[] OneCondition = ["sequence"];
    private static readonly string[] Cued = ["pulse", "task-a", "task-b"];

    /// <summary>The settings that both have in common.</summary>
    protected ForgettingTask()
    {
        (Wait, Sequence, Amplitude) = (Duration.Uniform(100.Ms, 400.Ms), 600.Ms, 4);
    }

    /// <summary>n, how many outputs peak in turn.</summary>
    [Range(1, Most)]
    public int Peaks { get; init; } = 10;

    /// <summary>From one peak to the next, and from the pulse to the first.</summary>
    [Range(0)]
    public TimeSpan Spacing { get; init; } = 50.Ms;

    /// <summary>Time constant τ with which the pulse decays or grows.</summary>
    [Range(0, Above = true)]
    public TimeSpan PulseTau { get; init; } = 500.Ms;

    /// <summary>Angular frequency ω of the sine.</summary>
    [Range(0, 1e6)]
    [Unit("rad/s")]
    public double AngularFrequency { get; init; }

    /// <summary>Level on which the sine runs.</summary>
    [Range(-1e6, 1e6)]
    public double Level { get; init; }

    /// <summary>
    /// Input on a channel of the task's own from the beginning to the end of a trial, so that the network is told which of the two tasks it is;
    /// 0, as published, for no such channels.
    /// </summary>
    [Range(0, 1e6)]
    public double Cue { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Cue > 0 ? Cued : base.Inputs;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => Peaks is >= 1 and <= Most ? AllOutputs[..Peaks] : [];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Conditions => OneCondition;

    /// <summary>The input channel that is the task's own.</summary>
    private protected abstract int CueChannel { get; }

    /// <summary>1/τ with its sign: positive for a pulse that grows.</summary>
    private protected abstract double Growth { get; }

    /// <summary>When an output peaks, from the pulse on, in milliseconds.</summary>
    private protected abstract double PeakOf(int output, (Period Wait, Period Sequence) periods);

    /// <inheritdoc/>
    protected override void Compose(Trial trial)
    {
        var periods = Periods(trial);
        var perMs = AngularFrequency / 1000;
        trial.Input(
            0,
            new Shape(PulseInput, Growth, perMs, -perMs * periods.Wait.Duration.TotalMilliseconds, Level),
            periods.Sequence,
            Waveforms.ExponentialSine);
        if (Cue > 0)
        {
            trial.Input(CueChannel, Cue, periods.Wait);
            trial.Input(CueChannel, Cue, periods.Sequence);
        }

        for (var i = 0; i < Peaks; i++)
        {
            Peak(trial, i, PeakOf(i, periods), periods);
        }
    }
}

using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// A pulse on the one input channel comes after a wait, and outputs peak one after another. Targets are Gaussians in time; the loss counts
/// from the first step to the last.
/// </summary>
public abstract record SequentialTask : CognitiveTask
{
    // The share of the targets' power that the outputs may miss and still follow them.
    private const double Tolerance = 0.1;
    private const string WaitName = "wait", SequenceName = "sequence";
    private static readonly string[] Channels = ["pulse"];

    /// <summary>From the beginning of a trial to the pulse.</summary>
    public Duration Wait { get; init; } = Duration.Uniform(100.Ms, 200.Ms);

    /// <summary>From the pulse to the end of the trial.</summary>
    public Duration Sequence { get; init; } = 900.Ms;

    /// <summary>Input at the beginning of the pulse, on top of the baseline.</summary>
    [Range(0, 1e6)]
    public double PulseInput { get; init; } = 4;

    /// <summary>Height of a peak.</summary>
    [Range(0, 1e6, Above = true)]
    public double Amplitude { get; init; } = 12;

    /// <summary>Standard deviation of a peak.</summary>
    [Range(0, Above = true)]
    public TimeSpan Width { get; init; } = 20.Ms;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Channels;

    /// <summary>None: the outputs are followed in time.</summary>
    public override IReadOnlyList<string> Choices => [];

    /// <summary>Lays out the two periods of a trial.</summary>
    /// <param name="trial">The trial.</param>
    /// <returns>That before the pulse and that from the pulse on.</returns>
    protected (Period Wait, Period Sequence) Periods(Trial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        trial.Condition = 0;
        return (trial.Period(WaitName, Wait), trial.Period(SequenceName, Sequence));
    }

    /// <summary>Asks an output for a peak, and for nothing before and after it.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="output">The output.</param>
    /// <param name="peak">When it peaks, from the pulse on; negative for a time before it.</param>
    /// <param name="periods">The trial's periods.</param>
    protected void Peak(Trial trial, int output, double peak, (Period Wait, Period Sequence) periods)
    {
        ArgumentNullException.ThrowIfNull(trial);
        var width = Width.TotalMilliseconds;
        trial.Target(output, new Shape(Amplitude, peak + periods.Wait.Duration.TotalMilliseconds, width), periods.Wait, Waveforms.Gaussian);
        trial.Target(output, new Shape(Amplitude, peak, width), periods.Sequence, Waveforms.Gaussian);
    }

    /// <summary>Adds a fault where the trial ends before the pulse.</summary>
    /// <inheritdoc/>
    protected override void Check(IList<string> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        if (Sequence.Minimum == TimeSpan.Zero)
        {
            faults.Add($"`Sequence` is {Sequence}, but the outputs peak during it; set a duration above 0ms.");
        }
    }

    /// <summary>
    /// Whether the outputs follow the targets: Σ (y − z)² ≤ 0.1 Σ y² over steps and outputs. Outputs that stay at zero do not, nor do those
    /// that peak at other times.
    /// </summary>
    /// <inheritdoc/>
    protected internal override bool IsCorrect(Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt)
    {
        var (missed, power) = (0.0, 0.0);
        foreach (ref readonly var asked in trial.Targets.Entries)
        {
            ref readonly var target = ref trial.Targets.Of(asked);
            var (first, last) = target.Steps(dt);
            var (from, to) = target.Course(dt);
            var rest = target.IsConstant ? target.Value : 0;
            for (var t = first; t < last; t++)
            {
                var y = t >= from && t < to ? target.At((t + 1) * dt, asked.Channel) : rest;
                var error = y - outputs[offset + (t * stepStride) + asked.Channel];
                (missed, power) = (missed + (error * error), power + (y * y));
            }
        }

        return missed <= Tolerance * power;
    }

    /// <summary>Names of outputs, each with the group of outputs that it belongs to.</summary>
    private protected static string[] Named(string prefix, int count) =>
        [.. Enumerable.Range(1, count).Select(number => FormattableString.Invariant($"{prefix}{number}"))];
}

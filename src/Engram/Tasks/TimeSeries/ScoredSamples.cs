namespace Engram.Tasks;

/// <summary>The scored samples of a trial of a time series: what was answered at the last step of each, and what should have been.</summary>
internal readonly ref struct ScoredSamples
{
    private readonly ReadOnlySpan<float> outputs;
    private readonly int offset, stepStride;
    private readonly TimeSpan sample, dt;

    /// <summary>Those of a trial.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="sample">How long a sample lasts.</param>
    /// <param name="outputs">Outputs of many trials.</param>
    /// <param name="offset">Place of step 0, channel 0.</param>
    /// <param name="stepStride">Values from one step to the next.</param>
    /// <param name="dt">Length of a step.</param>
    public ScoredSamples(Trial trial, TimeSpan sample, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt)
    {
        this.outputs = outputs;
        (this.offset, this.stepStride, this.sample, this.dt) = (offset, stepStride, sample, dt);
        (Targets, Channels) = (trial.Made(0), trial.OutputCount);
        (First, End) = ((int)Math.Round(trial.Periods[0].Duration / sample), (int)Math.Round(trial.Duration / sample));
    }

    /// <summary>What should be answered, from the first sample of the warm-up on (samples × outputs).</summary>
    public TrialSeries Targets { get; }

    /// <summary>How many outputs there are.</summary>
    public int Channels { get; }

    /// <summary>The first sample that is scored, counted from the beginning of the warm-up.</summary>
    public int First { get; }

    /// <summary>The sample after the last.</summary>
    public int End { get; }

    /// <summary>How many samples are scored.</summary>
    public int Count => End - First;

    /// <summary>The answers to a sample, one for each output.</summary>
    /// <param name="k">Which sample, from the beginning of the warm-up.</param>
    public ReadOnlySpan<float> At(int k) =>
        outputs.Slice(offset + ((StepGrid.Count(StepGrid.Time(k + 1, sample), dt) - 1) * stepStride), Channels);

    /// <summary>Mean and variance of a target over the scored samples.</summary>
    /// <param name="channel">Which output.</param>
    /// <param name="first">The first sample that counts; the first scored one by default.</param>
    public (double Mean, double Variance) Moments(int channel, int? first = null)
    {
        var (sum, squares, from) = (0.0, 0.0, first ?? First);
        for (var k = from; k < End; k++)
        {
            sum += Targets[k, channel];
        }

        var mean = sum / (End - from);
        for (var k = from; k < End; k++)
        {
            var off = Targets[k, channel] - mean;
            squares += off * off;
        }

        return (mean, squares / (End - from));
    }
}

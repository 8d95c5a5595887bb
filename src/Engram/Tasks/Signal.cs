namespace Engram.Tasks;

/// <summary>
/// What is shown on, or asked of, a range of channels during one period: one number, a course in time, a number for each channel, or a series.
/// </summary>
internal readonly record struct Signal(int First, int Count, Period Period, Shape Shape, double Weight)
{
    public Waveform? Waveform { get; init; }

    public Profile? Profile { get; init; }

    public Series? Series { get; init; }

    /// <summary>What each channel makes of the series; null where the first channel has the column of that number, and so on.</summary>
    public Tuning? Tuning { get; init; }

    /// <summary>Column of the first channel.</summary>
    public int Column { get; init; }

    /// <summary>Time of the series at the start of the period.</summary>
    public TimeSpan From { get; init; }

    /// <summary>The amplitude: the value itself where there is nothing else.</summary>
    public double Value => Shape.Amplitude;

    /// <summary>Whether the value of a channel is the same throughout the period.</summary>
    public bool IsConstant => Waveform is null && Series is null;

    /// <summary>The value of a channel that <see cref="IsConstant"/>.</summary>
    public double Of(int channel) => Profile is null ? Value : Profile(channel - First, Count, Shape);

    /// <summary>The value of a channel at a time of the trial.</summary>
    public double At(TimeSpan time, int channel) => Waveform is not null ? Waveform(time - Period.Start, Shape)
        : Series is null ? Of(channel)
        : Tuning is null ? Series.At(time - Period.Start + From, Column + channel - First) : Tuned(time - Period.Start + From, channel - First);

    /// <summary>Whether each channel has a column of a series.</summary>
    public bool IsSeries => Waveform is null && Series is not null && Tuning is null;

    /// <summary>The values of channels at a time of the trial, where it <see cref="IsSeries"/>.</summary>
    public void ReadRow(TimeSpan time, int channel, Span<float> values) => Series!.ReadRow(time - Period.Start + From, Column + channel - First, values);

    /// <summary>The steps of the period, half-open.</summary>
    public (int First, int Last) Steps(TimeSpan dt) => Period.Steps(dt);

    /// <summary>Those of the steps, half-open, outside which the signal is 0 or has no course in time.</summary>
    public (int First, int Last) Course(TimeSpan dt)
    {
        var (first, last) = Steps(dt);
        if (IsConstant)
        {
            return (first, first);
        }

        if (!ReferenceEquals(Waveform, Waveforms.Gaussian))
        {
            return (first, last);
        }

        // Step k lies at (k + 1)·dt; a step more on each side is evaluated, so that rounding leaves none out.
        var (centre, reach) = (Period.Start.TotalMilliseconds + Shape.A, Waveforms.GaussianReach * Shape.B);
        var from = (int)Math.Clamp(Math.Floor((centre - reach) / dt.TotalMilliseconds) - 2, first, last);
        return (from, (int)Math.Clamp(Math.Ceiling((centre + reach) / dt.TotalMilliseconds) + 1, from, last));
    }

    private double Tuned(TimeSpan time, int unit)
    {
        Span<double> values = stackalloc double[Series!.Columns];
        for (var column = 0; column < values.Length; column++)
        {
            values[column] = Series.At(time, column);
        }

        return Tuning!(unit, values, Shape);
    }
}

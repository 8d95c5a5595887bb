namespace Engram.Tasks;

/// <summary>
/// A stretch of a trial, (<see cref="Start"/>, <see cref="End"/>]. It owns the steps whose time t has Start &lt; t ≤ End; step k, from 0,
/// is at time (k + 1)·dt.
/// </summary>
/// <param name="Name">Its name, which is also that of the factor that says how long it lasts.</param>
/// <param name="Start">Where it starts, from the beginning of the trial.</param>
/// <param name="End">Where it ends, from the beginning of the trial.</param>
public readonly record struct Period(string Name, TimeSpan Start, TimeSpan End)
{
    /// <summary>How long it lasts.</summary>
    public TimeSpan Duration => End - Start;

    /// <summary>Its steps, from the first up to but without the end. Step k lies in (start, end] when start &lt; (k + 1)·dt ≤ end.</summary>
    /// <param name="dt">Length of a step.</param>
    public (int First, int End) Steps(TimeSpan dt) => (StepGrid.Count(Start, dt), StepGrid.Count(End, dt));
}

/// <summary>A signal on one channel during one period: constant at the amplitude, or with a course in time.</summary>
internal readonly record struct Signal(int Channel, Period Period, Shape Shape, Waveform? Waveform, double Weight)
{
    public double Value => Shape.Amplitude;

    public double At(TimeSpan time) => Waveform is null ? Value : Waveform(time - Period.Start, Shape);

    /// <summary>The steps of the period, half-open.</summary>
    public (int First, int Last) Steps(TimeSpan dt) => Period.Steps(dt);

    /// <summary>Those of the steps, half-open, outside which the signal is 0 or has no course in time.</summary>
    public (int First, int Last) Course(TimeSpan dt)
    {
        var (first, last) = Steps(dt);
        if (Waveform is null)
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
}

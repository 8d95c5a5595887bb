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

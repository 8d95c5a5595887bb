namespace Engram.Tasks;

/// <summary>
/// A stretch of a trial, (<see cref="Start"/>, <see cref="End"/>]. It owns the steps whose time t has Start &lt; t ≤ End; step k, from 0,
/// is at time (k + 1)·dt.
/// </summary>
/// <param name="Name">Its name, which is also that of the factor that says how long it lasts, where one does.</param>
/// <param name="Start">Where it starts, from the beginning of the trial.</param>
/// <param name="End">Where it ends, from the beginning of the trial.</param>
public readonly record struct Period(string Name, TimeSpan Start, TimeSpan End)
{
    /// <summary>How long it lasts.</summary>
    public TimeSpan Duration => End - Start;

    /// <summary>One of the equal parts that it begins with, such as the time of one symbol of a sequence.</summary>
    /// <param name="name">Name of the part.</param>
    /// <param name="place">Which, from 0.</param>
    /// <param name="every">How long a part lasts.</param>
    public Period Part(string name, int place, TimeSpan every)
    {
        return new(name, Start + StepGrid.Time(place, every), Start + StepGrid.Time(place + 1, every));
    }

    /// <summary>Its steps, from the first up to but without the end. Step k lies in (start, end] when start &lt; (k + 1)·dt ≤ end.</summary>
    /// <param name="dt">Length of a step.</param>
    public (int First, int End) Steps(TimeSpan dt) => (StepGrid.Count(Start, dt), StepGrid.Count(End, dt));
}

namespace Engram.Tasks;

/// <summary>
/// Steps of a trial: step k, from 0, is at time (k + 1)·dt, and belongs to whatever lasts until then or longer. A time that falls short of a
/// step by no more than 10 µs reaches it: 60 steps of 16.6667 ms are one second, although they are 2 µs longer.
/// </summary>
public static class StepGrid
{
    private const long Tolerance = 10 * TimeSpan.TicksPerMicrosecond;

    /// <summary>How many steps have been made at a time after the start.</summary>
    /// <param name="time">The time, from 0.</param>
    /// <param name="dt">Length of a step.</param>
    public static int Count(TimeSpan time, TimeSpan dt) =>
        (int)Math.Min(int.MaxValue / 2, (time.Ticks + Math.Min(Tolerance, dt.Ticks / 10)) / dt.Ticks);
}

namespace Engram.Tasks;

/// <summary>
/// Steps of a trial: step k, from 0, is at time (k + 1)·dt, and belongs to whatever lasts until then or longer. A time that falls short of a
/// step by no more than 10 µs reaches it.
/// </summary>
/// <remarks>
/// Times are kept in ticks of 100 ns, of which 1/1024 s is 9765.625, and people write 1/60 s as <c>16.6667ms</c> or <c>16.667ms</c>. A dt that
/// differs from a whole number of steps a second by less than its own last digit is taken for that, so that no error adds up over a trial.
/// </remarks>
internal static class StepGrid
{
    private const long Tolerance = 10 * TimeSpan.TicksPerMicrosecond;

    /// <summary>The most steps that are counted; a later time has as many.</summary>
    public const int Most = int.MaxValue / 2;

    // A dt in whole tenths of a millisecond is as it was written.
    private const long Exact = TimeSpan.TicksPerMillisecond / 10;

    // For a shorter dt, whole numbers of steps a second lie so close that some would be near any dt.
    private const long LeastTicks = 4_500, LeastMicroseconds = 50_000;

    /// <summary>How many steps have been made at a time after the start.</summary>
    /// <param name="time">The time, from 0.</param>
    /// <param name="dt">Length of a step.</param>
    public static int Count(TimeSpan time, TimeSpan dt)
    {
        var reached = (Int128)time.Ticks + Math.Min(Tolerance, dt.Ticks / 10);
        var perSecond = dt.Ticks % Exact == 0 ? 0 : PerSecond(dt.Ticks);
        return (int)Int128.Min(Most, perSecond > 0 ? reached * perSecond / TimeSpan.TicksPerSecond : reached / dt.Ticks);
    }

    /// <summary>How long so many steps last: the time at which the last of them is made, so that no error of a dt that was rounded adds up.</summary>
    /// <param name="count">How many steps.</param>
    /// <param name="dt">Length of a step.</param>
    public static TimeSpan Time(int count, TimeSpan dt)
    {
        var perSecond = dt.Ticks % Exact == 0 ? 0 : PerSecond(dt.Ticks);
        return perSecond > 0 ? new(((count * TimeSpan.TicksPerSecond) + (perSecond / 2)) / perSecond) : count * dt;
    }

    // n where |dt − 1 s/n| is within the last digit of dt, which is cut off at a tick and rounded before it; 0 for none.
    private static long PerSecond(long dt)
    {
        var n = (TimeSpan.TicksPerSecond + (dt / 2)) / dt;
        var off = Math.Abs((n * dt) - TimeSpan.TicksPerSecond);
        return dt % TimeSpan.TicksPerMicrosecond == 0
            ? dt >= LeastMicroseconds && 2 * off <= TimeSpan.TicksPerMicrosecond * n ? n : 0
            : dt >= LeastTicks && off <= n ? n : 0;
    }
}

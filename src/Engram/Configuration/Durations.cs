namespace Engram.Configuration;

/// <summary>Durations as the papers write them: <c>500.Ms</c>, <c>1.5.Seconds</c>.</summary>
public static class Durations
{
    extension(int value)
    {
        /// <summary>So many milliseconds.</summary>
        public TimeSpan Ms => TimeSpan.FromMilliseconds(value);

        /// <summary>So many seconds.</summary>
        public TimeSpan Seconds => TimeSpan.FromSeconds(value);
    }

    extension(double value)
    {
        /// <summary>So many milliseconds, to the nearest 100 ns.</summary>
        public TimeSpan Ms => Nearest(value, TimeSpan.TicksPerMillisecond);

        /// <summary>So many seconds, to the nearest 100 ns.</summary>
        public TimeSpan Seconds => Nearest(value, TimeSpan.TicksPerSecond);
    }

    // TimeSpan.FromSeconds(0.043) is cut off at 42.9999 ms.
    private static TimeSpan Nearest(double value, long ticks) => Math.Round(value * ticks) is var nearest && Math.Abs(nearest) < long.MaxValue
        ? new TimeSpan((long)nearest)
        : throw new UsageException(FormattableString.Invariant($"{value} is not a time; give a finite number below {long.MaxValue / ticks}."));
}

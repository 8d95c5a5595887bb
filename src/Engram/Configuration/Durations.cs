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
        /// <summary>So many milliseconds.</summary>
        public TimeSpan Ms => TimeSpan.FromMilliseconds(value);

        /// <summary>So many seconds.</summary>
        public TimeSpan Seconds => TimeSpan.FromSeconds(value);
    }
}

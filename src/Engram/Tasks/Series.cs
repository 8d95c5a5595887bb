using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// Numbers in time for inputs, targets and covariates: a recorded signal, the path of an animal, a function. It has one or several columns. Its
/// values are found at the times of the steps, so that dt changes nothing. Sampled at an interval of dt, step k has sample k.
/// </summary>
public abstract class Series
{
    private protected Series(int columns, TimeSpan duration) => (Columns, Duration) = (columns, duration);

    /// <summary>How many numbers there are at each time.</summary>
    public int Columns { get; private protected set; }

    /// <summary>For how long there are values, from the beginning of the series.</summary>
    public TimeSpan Duration { get; private protected set; }

    /// <summary>The value at a time.</summary>
    /// <param name="time">Since the beginning of the series; above zero, at most its <see cref="Duration"/>.</param>
    /// <param name="column">Which column, from 0.</param>
    public abstract double At(TimeSpan time, int column = 0);

    /// <summary>The values of columns side by side at a time.</summary>
    /// <param name="time">As for <see cref="At"/>.</param>
    /// <param name="first">The first column.</param>
    /// <param name="values">Receives as many columns.</param>
    internal virtual void ReadRow(TimeSpan time, int first, Span<float> values)
    {
        for (var column = 0; column < values.Length; column++)
        {
            values[column] = (float)At(time, first + column);
        }
    }

    /// <summary>A sampled signal of one column.</summary>
    /// <param name="values">Its samples; not copied.</param>
    /// <param name="every">From one sample to the next.</param>
    /// <param name="reading">How values between samples are found.</param>
    /// <exception cref="UsageException">No samples, one that is not finite, or an interval of nothing.</exception>
    public static Series Of(float[] values, TimeSpan every, Reading reading = Reading.Hold) => Of(values, 1, every, reading);

    /// <summary>Sampled signals, side by side.</summary>
    /// <param name="values">Samples (samples × columns), the columns of a sample side by side; not copied.</param>
    /// <param name="columns">How many columns.</param>
    /// <param name="every">From one sample to the next.</param>
    /// <param name="reading">How values between samples are found.</param>
    /// <exception cref="UsageException">
    /// No samples, one that is not finite, a length that is no multiple of the columns, or an interval of nothing.
    /// </exception>
    public static Series Of(float[] values, int columns, TimeSpan every, Reading reading = Reading.Hold)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (columns < 1 || values.Length == 0 || values.Length % columns != 0)
        {
            throw new UsageException($"A series of {columns} columns cannot have {values.Length} values; give a multiple of {columns}, at "
                + "least one sample.");
        }

        if (every <= TimeSpan.Zero)
        {
            throw new UsageException($"A series is sampled every {TimeText.Format(every)}; give an interval above 0ms.");
        }

        return Array.FindIndex(values, value => !float.IsFinite(value)) is >= 0 and var odd
            ? throw new UsageException(FormattableString.Invariant(
                $"Sample {odd / columns} of a series is {values[odd]} in column {odd % columns}; give finite numbers."))
            : new SampledSeries(values, columns, every, reading);
    }

    /// <summary>A function of time and column, which always gives the same for the same.</summary>
    /// <param name="columns">How many columns.</param>
    /// <param name="value">The value at a time since the beginning, of a column from 0.</param>
    /// <exception cref="UsageException">No columns.</exception>
    public static Series Of(int columns, Func<TimeSpan, int, double> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return columns > 0 ? new FunctionSeries(columns, value)
            : throw new UsageException($"A series has {columns} columns; give it at least 1.");
    }

    /// <summary>The value of samples (samples × columns) at a time.</summary>
    private protected static double Sampled(
        ReadOnlySpan<float> values, int columns, TimeSpan every, Reading reading, TimeSpan time, int column)
    {
        var last = (values.Length / columns) - 1;
        if (reading == Reading.Linear)
        {
            var at = Math.Clamp((time / every) - 1, 0, last);
            var (before, after) = ((int)at, Math.Min((int)at + 1, last));
            double from = values[(before * columns) + column], to = values[(after * columns) + column];
            return from + ((at - before) * (to - from));
        }

        return values[(Held(last, every, time) * columns) + column];
    }

    /// <summary>The sample that is held at a time.</summary>
    /// <param name="last">The last sample.</param>
    /// <param name="every">From one sample to the next.</param>
    /// <param name="time">The time.</param>
    private protected static int Held(int last, TimeSpan every, TimeSpan time)
    {
        // Times of steps are rounded to ticks: what goes beyond a sample by no more than that still belongs to it.
        var slack = Math.Min(every.Ticks / 10, (10 * TimeSpan.TicksPerMicrosecond) + (time.Ticks / 100_000));
        return (int)Math.Clamp((time.Ticks - slack) / every.Ticks, 0, last);
    }

    private sealed class SampledSeries(float[] values, int columns, TimeSpan every, Reading reading)
        : Series(columns, values.Length / columns * every)
    {
        public override double At(TimeSpan time, int column = 0) => Sampled(values, Columns, every, reading, time, column);
    }

    private sealed class FunctionSeries(int columns, Func<TimeSpan, int, double> value) : Series(columns, TimeSpan.MaxValue)
    {
        public override double At(TimeSpan time, int column = 0) => value(time, column);
    }
}

using System.Numerics;
using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// A series that a task fills anew in every trial, such as the path of an animal; zeros at first. Its memory is the trial's, and holds until
/// the next trial is drawn.
/// </summary>
public sealed class TrialSeries : Series
{
    private Reading reading;
    private float[] values = [];

    internal TrialSeries()
        : base(1, TimeSpan.Zero)
    {
    }

    /// <summary>How many samples there are.</summary>
    public int Samples { get; private set; }

    /// <summary>From one sample to the next.</summary>
    public TimeSpan Every { get; private set; }

    /// <summary>A sample.</summary>
    /// <param name="sample">Which, from 0.</param>
    /// <param name="column">Which column, from 0.</param>
    /// <exception cref="UsageException">The number is not finite.</exception>
    public double this[int sample, int column = 0]
    {
        get => values.AsSpan(0, Samples * Columns)[(sample * Columns) + column];
        set => values.AsSpan(0, Samples * Columns)[(sample * Columns) + column] = float.IsFinite((float)value) ? (float)value
            : throw new UsageException(FormattableString.Invariant(
                $"Sample {sample} of a series is {value} in column {column}; give finite numbers."));
    }

    /// <inheritdoc/>
    public override double At(TimeSpan time, int column = 0) =>
        Sampled(values.AsSpan(0, Samples * Columns), Columns, Every, reading, time, column);

    /// <inheritdoc/>
    internal override void ReadRow(TimeSpan time, int first, Span<float> values)
    {
        if (reading == Reading.Hold)
        {
            this.values.AsSpan((Held(Samples - 1, Every, time) * Columns) + first, values.Length).CopyTo(values);
        }
        else
        {
            base.ReadRow(time, first, values);
        }
    }

    /// <summary>The columns of a sample, to be filled with finite numbers.</summary>
    /// <param name="sample">Which, from 0.</param>
    internal Span<float> Row(int sample) => values.AsSpan(sample * Columns, Columns);

    // Grown in doublings, so that a slightly longer trial allocates nothing.
    internal TrialSeries Begin(int samples, int columns, TimeSpan every, Reading read)
    {
        (Samples, Columns, Every, reading, Duration) = (samples, columns, every, read, samples * every);
        var length = samples * columns;
        if (values.Length < length)
        {
            values = new float[BitOperations.RoundUpToPowerOf2((uint)length)];
        }

        values.AsSpan(0, length).Clear();
        return this;
    }
}

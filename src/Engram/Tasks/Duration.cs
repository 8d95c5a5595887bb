using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// How long something lasts: always the same, or drawn anew in every trial. Written <c>500ms</c>, <c>1.5s</c>, <c>0.5s..2s</c> (uniform),
/// <c>0.5s|1s|2s</c> (each equally likely) or <c>exp(330ms, 80ms..1500ms)</c> (exponential of that mean, cut off to that range).
/// </summary>
public readonly partial record struct Duration : IBounded
{
    private readonly Shape shape;
    private readonly TimeSpan scale;
    private readonly TimeSpan[]? choices;

    private Duration(Shape shape, TimeSpan minimum, TimeSpan maximum, TimeSpan scale = default, TimeSpan[]? choices = null)
    {
        (this.shape, Minimum, Maximum, this.scale, this.choices) = (shape, minimum, maximum, scale, choices);
    }

    private enum Shape
    {
        Constant,
        Uniform,
        OneOf,
        Exponential,
    }

    /// <summary>The shortest it can be.</summary>
    public TimeSpan Minimum { get; }

    /// <summary>The longest it can be.</summary>
    public TimeSpan Maximum { get; }

    /// <inheritdoc/>
    double IBounded.Least => Minimum.TotalMilliseconds;

    /// <inheritdoc/>
    double IBounded.Greatest => Maximum.TotalMilliseconds;

    /// <summary>Whether it is the same in every trial.</summary>
    public bool IsConstant => Minimum == Maximum;

    /// <summary>Always the same.</summary>
    /// <param name="time">Not negative.</param>
    public static implicit operator Duration(TimeSpan time) => Constant(time);

    /// <summary>Always the same.</summary>
    /// <param name="time">Not negative.</param>
    public static Duration Constant(TimeSpan time) => new(Shape.Constant, Allowed(time), time);

    /// <summary>Uniform between two times.</summary>
    /// <param name="minimum">Shortest.</param>
    /// <param name="maximum">Longest.</param>
    public static Duration Uniform(TimeSpan minimum, TimeSpan maximum) =>
        new(Shape.Uniform, Allowed(minimum), Ordered(minimum, Allowed(maximum)));

    /// <summary>One of several times, each equally likely.</summary>
    /// <param name="choices">At least one.</param>
    public static Duration OneOf(params TimeSpan[] choices)
    {
        if (choices.Length == 0)
        {
            throw new UsageException("A list of durations is empty; give at least one, such as 0.5s|1s|2s.");
        }

        Array.ForEach(choices, choice => Allowed(choice));
        return choices is [var only] ? only : new Duration(Shape.OneOf, choices.Min(), choices.Max(), choices: [.. choices]);
    }

    /// <summary>Exponential, and drawn again while outside a range: of density ∝ exp(−x/mean) between the two times.</summary>
    /// <param name="mean">Mean of the exponential before it is cut off; above zero.</param>
    /// <param name="minimum">Shortest.</param>
    /// <param name="maximum">Longest.</param>
    public static Duration Exponential(TimeSpan mean, TimeSpan minimum, TimeSpan maximum)
    {
        if (Allowed(mean) == TimeSpan.Zero)
        {
            throw new UsageException("The mean of an exponential duration is 0ms, but must be above 0ms; write for example 330ms.");
        }

        return new(Shape.Exponential, Allowed(minimum), Ordered(minimum, Allowed(maximum)), mean);
    }

    /// <summary>
    /// The time that a share <paramref name="u"/> of all draws falls below: the inverse of the distribution function, so that a uniform
    /// number in [0, 1) gives a draw.
    /// </summary>
    /// <param name="u">In [0, 1).</param>
    public TimeSpan Quantile(double u)
    {
        var width = (Maximum - Minimum).Ticks;
        return shape switch
        {
            // x = a + (b − a)·u
            Shape.Uniform => Minimum + TimeSpan.FromTicks((long)Math.Round(width * u)),

            // x = a − m·ln(1 − u·(1 − exp(−(b − a)/m))); the bound catches the rounding of u near 1.
            Shape.Exponential => Minimum + TimeSpan.FromTicks(
                Math.Min(width, (long)Math.Round(-scale.Ticks * Math.Log(1 - (u * (1 - Math.Exp(-width / (double)scale.Ticks))))))),

            Shape.OneOf => choices![(int)(u * choices.Length)],
            _ => Minimum,
        };
    }

    /// <summary>Whether both are the same distribution.</summary>
    /// <param name="other">The other.</param>
    public bool Equals(Duration other) =>
        shape == other.shape && Minimum == other.Minimum && Maximum == other.Maximum && scale == other.scale
        && choices.AsSpan().SequenceEqual(other.choices);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(shape, Minimum, Maximum, scale, choices?.Length);
}

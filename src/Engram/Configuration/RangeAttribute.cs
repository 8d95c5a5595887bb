namespace Engram.Configuration;

/// <summary>The values a configuration property may take, in its own unit (milliseconds for a duration).</summary>
/// <param name="minimum">Least allowed value.</param>
/// <param name="maximum">Greatest allowed value.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RangeAttribute(double minimum, double maximum = double.PositiveInfinity) : Attribute
{
    /// <summary>Least allowed value.</summary>
    public double Minimum => minimum;

    /// <summary>Greatest allowed value.</summary>
    public double Maximum => maximum;

    /// <summary>Whether <see cref="Minimum"/> itself is refused.</summary>
    public bool Above { get; init; }
}

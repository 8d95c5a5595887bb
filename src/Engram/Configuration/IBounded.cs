using System.Globalization;

namespace Engram.Configuration;

/// <summary>
/// A configuration value that stands for many numbers, such as a drawn duration, so that <see cref="RangeAttribute"/> can hold for it.
/// </summary>
internal interface IBounded
{
    /// <summary>The least number that it can give, in the property's unit (milliseconds for durations).</summary>
    double Least { get; }

    /// <summary>The greatest number that it can give; infinity when there is none.</summary>
    double Greatest { get; }

    /// <summary>A bound as the user writes it.</summary>
    /// <param name="bound">A number in the property's unit.</param>
    static virtual string FormatBound(double bound) => bound.ToString("R", CultureInfo.InvariantCulture);
}

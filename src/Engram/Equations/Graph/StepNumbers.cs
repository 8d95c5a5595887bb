using System.Globalization;
using Engram.Configuration;

namespace Engram.Equations;

/// <summary>Refuses numbers of a cell that would end a training without a cause that could be seen.</summary>
internal static class StepNumbers
{
    /// <summary>A number of the equation.</summary>
    /// <returns>The number.</returns>
    /// <exception cref="UsageException">It is not finite, or too great for single precision.</exception>
    public static double Finite(double value, string what) => Math.Abs(value) <= float.MaxValue
        ? value
        : throw new UsageException(string.Create(
            CultureInfo.InvariantCulture,
            $"{what} is {value}; numbers in an equation must be finite and at most 3.4e38 in magnitude, because networks are trained in single "
            + $"precision. Give another number, or write the equation without it."));

    /// <summary>The standard deviation of noise.</summary>
    /// <exception cref="UsageException">It is negative, not finite, or too great.</exception>
    public static void Deviation(double value, string name)
    {
        if (value < 0)
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture, $"The scale of a cell's noise '{name}' is {value}, but a standard deviation cannot be negative; give at least 0."));
        }

        Finite(value, $"The scale of a cell's noise '{name}'");
    }

    /// <summary>The probability that a unit is kept.</summary>
    /// <exception cref="UsageException">It is not in (0, 1].</exception>
    public static void Keep(double value, string name)
    {
        if (!(value is > 0 and <= 1))
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"A cell's dropout '{name}' keeps a unit with probability {value}; give a number above 0 and at most 1 (1 keeps all)."));
        }
    }

    /// <summary>How many units a quantity has.</summary>
    /// <returns>The number.</returns>
    /// <exception cref="UsageException">There are none.</exception>
    public static int Units(int units, string what, string name) => units >= 1
        ? units
        : throw new UsageException(string.Create(
            CultureInfo.InvariantCulture, $"A cell gives {what} '{name}' {units} units; give at least 1, such as Units."));
}

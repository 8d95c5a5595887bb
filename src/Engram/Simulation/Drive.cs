using System.Globalization;

namespace Engram.Simulation;

/// <summary>
/// Something that is added to the drive of some units, where their inputs arrive, as by a further input channel of weight 1: a current and
/// noise. In gated cells it reaches what the gates let through, not the gates.
/// </summary>
/// <param name="Units">The units, from 0.</param>
/// <param name="Current">What is added in every step.</param>
/// <param name="Noise">Standard deviation of normal numbers that are added besides, new in every trial, step and unit.</param>
/// <param name="Period">Name of the period in which it is added; null for the whole trial.</param>
public sealed record Drive(IReadOnlyList<int> Units, double Current, double Noise = 0, string? Period = null)
{
    internal IEnumerable<string> Faults(int units)
    {
        var where = Period is null ? "" : $" in the period '{Period}'";
        if (!double.IsFinite(Current) || !(Noise >= 0 && double.IsFinite(Noise)))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"A drive{where} has a current of {Current} and noise of {Noise}; give finite numbers, and noise of at least 0.");
        }

        foreach (var unit in Units.Where(unit => unit < 0 || unit >= units))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"There is no unit {unit} to drive{where}; units are numbered 0 to {units - 1}.");
        }
    }
}

using System.Globalization;

namespace Engram.Simulation;

/// <summary>Units that are silent during one period of each trial, as under optogenetic inactivation: their own states still move.</summary>
/// <param name="Units">The units, from 0.</param>
/// <param name="Period">Name of the period.</param>
public sealed record Lesion(IReadOnlyList<int> Units, string Period)
{
    internal IEnumerable<string> Faults(int units)
    {
        if (Units.Count == 0)
        {
            yield return $"A lesion in the period '{Period}' names no unit; give the units to silence.";
        }

        foreach (var unit in Units.Where(unit => unit < 0 || unit >= units))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"There is no unit {unit} to silence in the period '{Period}'; units are numbered 0 to {units - 1}.");
        }
    }
}

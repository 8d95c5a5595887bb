using Engram.Learning;

namespace Engram.Simulation;

/// <summary>What a network does with so much of a lesion, at one value of a factor.</summary>
/// <param name="Amount">The share of units that is silent or cut off, or the size of the current or noise.</param>
/// <param name="Value">The value of the factor; null without one.</param>
/// <param name="Units">Number of units that it is done to.</param>
/// <param name="Draws">
/// The measures for each draw of the units, on the same trials; one where every draw has the same units.
/// </param>
public sealed record LesionCell(double Amount, string? Value, int Units, IReadOnlyList<LesionDraw> Draws)
{
    /// <summary>Trials that were scored.</summary>
    public int Trials => Draws[0].Performance?.Conditions.Sum(condition => condition.Trials) ?? 0;

    /// <summary>Share of correct answers, 0 to 1, mean over draws; null where no trial is scored.</summary>
    public double? Overall => Mean(draw => draw.Performance?.Overall);

    /// <summary>The mean over draws of the least share of correct answers among conditions; null where no trial is scored.</summary>
    public double? Minimum => Mean(draw => draw.Performance?.Minimum);

    /// <summary>Median of |error| in degrees, mean over draws; null for tasks that are not answered by a direction.</summary>
    public double? MedianError => Mean(draw => draw.MedianError);

    /// <summary>Share of correct answers in each condition, mean over draws, and the trials that count; the least first.</summary>
    public IReadOnlyList<(string Condition, double Share, int Trials)> Conditions =>
    [
        .. (Draws[0].Performance?.Conditions ?? []).Select((condition, k) => (
            condition.Condition, Draws.Average(draw => draw.Performance!.Conditions[k].Fraction), condition.Trials)).OrderBy(one => one.Item2),
    ];

    private double? Mean(Func<LesionDraw, double?> of) => Draws.Select(of).ToList() is var all && all.All(value => value is not null) ? all.Average() : null;
}

/// <summary>The measures of one draw of the units.</summary>
/// <param name="Units">The units, from 0.</param>
/// <param name="Performance">Correct answers; null where no trial is scored.</param>
/// <param name="MedianError">Median of |error| in degrees; null for tasks that are not answered by a direction.</param>
public sealed record LesionDraw(IReadOnlyList<int> Units, Performance? Performance, double? MedianError);

namespace Engram.Analysis;

/// <summary>What one unit does in a delay.</summary>
/// <param name="Unit">The unit, from 0.</param>
/// <param name="Class">Whether it is a delay cell, and of which class.</param>
/// <param name="BaselineRate">Its mean rate in the baseline.</param>
/// <param name="DelayRate">Its mean rate in the delay.</param>
/// <param name="RatePValue">Of the paired permutation test of the difference of the two, without correction.</param>
/// <param name="MeanRates">Its mean rate in the delay for each value of the factor (K).</param>
/// <param name="Preferred">The value with the highest mean rate, from 0; the first of equal ones.</param>
/// <param name="EtaSquared">η², the share of the variance over trials that the factor explains in the delay.</param>
/// <param name="SelectivityPValue">Of the permutation test of η², without correction.</param>
/// <param name="Persistence">
/// P, the share of the bins of the delay in which the unit keeps its preference (see <see cref="DelayCellFinder"/>); null for units that
/// are no delay cells.
/// </param>
/// <param name="LongestRun">How long it keeps its preference without a break; null for units that are no delay cells.</param>
/// <param name="IsPersistent">Whether share and run are as great as was asked for.</param>
/// <param name="Field">Its memory field; null for labels, for fewer than five directions and for constant units.</param>
/// <param name="FieldPValue">Of the permutation test of the field's R², without correction; 1 without a field.</param>
/// <param name="HasField">Whether the field's R² is significant and its width is determined by the rates.</param>
public sealed record DelayCell(
    int Unit,
    DelayCellClass Class,
    double BaselineRate,
    double DelayRate,
    double RatePValue,
    IReadOnlyList<double> MeanRates,
    int Preferred,
    double EtaSquared,
    double SelectivityPValue,
    double? Persistence,
    TimeSpan? LongestRun,
    bool IsPersistent,
    MemoryField? Field,
    double FieldPValue,
    bool HasField)
{
    /// <summary>Whether its rate in the delay differs from the baseline, or tells the values apart.</summary>
    public bool IsDelayCell => Class != DelayCellClass.None;

    /// <summary>Whether it tells the values apart.</summary>
    public bool IsSelective => Class is DelayCellClass.Selective or DelayCellClass.RaisedAndSelective or DelayCellClass.LoweredAndSelective;

    /// <summary>Whether its mean rate differs from the baseline.</summary>
    public bool ChangesRate => Class is not (DelayCellClass.None or DelayCellClass.Selective);

    internal static DelayCellClass ClassOf(bool changes, bool raised, bool selective) => (changes, raised, selective) switch
    {
        (false, _, false) => DelayCellClass.None,
        (false, _, true) => DelayCellClass.Selective,
        (true, true, false) => DelayCellClass.Raised,
        (true, false, false) => DelayCellClass.Lowered,
        (true, true, true) => DelayCellClass.RaisedAndSelective,
        (true, false, true) => DelayCellClass.LoweredAndSelective,
    };
}

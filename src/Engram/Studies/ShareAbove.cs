namespace Engram.Studies;

/// <summary>It is true of more than a certain share of networks, by the 95 % interval of Clopper and Pearson.</summary>
/// <param name="Bound">
/// The share, 0 … 1. So many networks, all of them good, suffice: 6 for 0.5, 13 for 0.75, 17 for 0.8, 36 for 0.9, 72 for 0.95.
/// </param>
public sealed record ShareAbove(double Bound) : ShareRule(Bound, double.PositiveInfinity)
{
    /// <inheritdoc/>
    public override string Words => $"the 95 % Clopper–Pearson interval of the share lies above {Percent(Bound)}";

    /// <inheritdoc/>
    public override string Against => $"it lies below {Percent(Bound)}";
}

namespace Engram.Studies;

/// <summary>It is true of less than a certain share of networks, by the 95 % interval of Clopper and Pearson.</summary>
/// <param name="Bound">The share, 0 … 1.</param>
public sealed record ShareBelow(double Bound) : ShareRule(double.NegativeInfinity, Bound)
{
    /// <inheritdoc/>
    public override string Words => $"the 95 % Clopper–Pearson interval of the share lies below {Percent(Bound)}";

    /// <inheritdoc/>
    public override string Against => $"it lies above {Percent(Bound)}";
}

namespace Engram.Studies;

/// <summary>The mean lies below a bound, by its 95 % t-interval.</summary>
/// <param name="Bound">The bound.</param>
public sealed record Below(double Bound) : MeanRule(double.NegativeInfinity, Bound)
{
    /// <inheritdoc/>
    public override string Words => $"the 95 % t-interval of the mean lies below {Text(Bound)}";

    /// <inheritdoc/>
    public override string Against => $"it lies above {Text(Bound)}";
}

namespace Engram.Studies;

/// <summary>The mean lies above a bound, by its 95 % t-interval.</summary>
/// <param name="Bound">The bound.</param>
public sealed record Above(double Bound) : MeanRule(Bound, double.PositiveInfinity)
{
    /// <inheritdoc/>
    public override string Words => $"the 95 % t-interval of the mean lies above {Text(Bound)}";

    /// <inheritdoc/>
    public override string Against => $"it lies below {Text(Bound)}";
}

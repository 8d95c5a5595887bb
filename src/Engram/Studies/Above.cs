namespace Engram.Studies;

/// <summary>
/// The 95 % t-interval of the mean lies above this. It fails when it lies below, and is undecided when it contains the bound.
/// </summary>
/// <param name="Bound">The bound.</param>
public sealed record Above(double Bound) : ClaimRule
{
    /// <inheritdoc/>
    public override string Words => $"the 95 % t-interval of the mean lies above {Text(Bound)}";

    /// <inheritdoc/>
    protected override Verdict Judge(SampleMean mean) => Within(mean, Bound, double.PositiveInfinity);
}

namespace Engram.Studies;

/// <summary>
/// The 95 % t-interval of the mean lies below this. It fails when it lies above, and is undecided when it contains the bound.
/// </summary>
/// <param name="Bound">The bound.</param>
public sealed record Below(double Bound) : ClaimRule
{
    /// <inheritdoc/>
    public override string Words => $"the 95 % t-interval of the mean lies below {Text(Bound)}";

    /// <inheritdoc/>
    protected override Verdict Judge(SampleMean mean) => Within(mean, double.NegativeInfinity, Bound);
}

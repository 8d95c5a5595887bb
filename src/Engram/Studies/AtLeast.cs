namespace Engram.Studies;

/// <summary>The mean is at least this, taken as it is: for counts and shares of all networks there are.</summary>
/// <param name="Bound">The bound.</param>
public sealed record AtLeast(double Bound) : ClaimRule
{
    /// <inheritdoc/>
    public override string Words => $"the mean is at least {Text(Bound)}";

    /// <inheritdoc/>
    protected override Verdict Judge(SampleMean mean) => Plain(mean.Mean >= Bound);
}

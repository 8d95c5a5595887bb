namespace Engram.Studies;

/// <summary>The mean is at most this, taken as it is: for counts and shares of all networks there are.</summary>
/// <param name="Bound">The bound.</param>
public sealed record AtMost(double Bound) : ClaimRule
{
    /// <inheritdoc/>
    public override string Words => $"the mean is at most {Text(Bound)}";

    /// <inheritdoc/>
    protected override Verdict Judge(SampleMean mean) => Plain(mean.Mean <= Bound);
}

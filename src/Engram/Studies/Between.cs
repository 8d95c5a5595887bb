namespace Engram.Studies;

/// <summary>
/// The 95 % t-interval of the mean lies between these. It fails when it lies outside, and is undecided when it contains a bound.
/// </summary>
/// <param name="Least">Lower bound.</param>
/// <param name="Greatest">Upper bound.</param>
public sealed record Between(double Least, double Greatest) : ClaimRule
{
    /// <inheritdoc/>
    public override string Words => $"the 95 % t-interval of the mean lies between {Text(Least)} and {Text(Greatest)}";

    /// <inheritdoc/>
    protected override Verdict Judge(SampleMean mean) => Within(mean, Least, Greatest);
}

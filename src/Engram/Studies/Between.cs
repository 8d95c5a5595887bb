namespace Engram.Studies;

/// <summary>
/// The mean lies between two bounds, by its 95 % t-interval: a test of equivalence, which numbers that tell little do not pass.
/// </summary>
/// <param name="Least">Lower bound.</param>
/// <param name="Greatest">Upper bound.</param>
public sealed record Between(double Least, double Greatest) : MeanRule(Least, Greatest)
{
    /// <inheritdoc/>
    public override string Words => $"the 95 % t-interval of the mean lies between {Text(Least)} and {Text(Greatest)}";

    /// <inheritdoc/>
    public override string Against => "it lies outside";
}

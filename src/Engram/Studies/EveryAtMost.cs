namespace Engram.Studies;

/// <summary>Every number is at most this, and there are enough of them to say so of most others: a rule on an extreme.</summary>
/// <param name="Bound">The bound.</param>
public sealed record EveryAtMost(double Bound) : ExtremeRule
{
    /// <inheritdoc/>
    public override string Words => $"the greatest is at most {Text(Bound)}, {Others}";

    /// <inheritdoc/>
    internal override string Measure => "greatest";

    private protected override bool IsGood(double sample) => sample <= Bound;

    private protected override double WorstOf(IReadOnlyList<double> samples) => samples.Max();
}

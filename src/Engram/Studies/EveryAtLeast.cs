namespace Engram.Studies;

/// <summary>Every number is at least this, and there are enough of them to say so of most others: a rule on an extreme.</summary>
/// <param name="Bound">The bound.</param>
public sealed record EveryAtLeast(double Bound) : ExtremeRule
{
    /// <inheritdoc/>
    public override string Words => $"the least is at least {Text(Bound)}, {Others}";

    /// <inheritdoc/>
    internal override string Measure => "least";

    private protected override bool IsGood(double sample) => sample >= Bound;

    private protected override double WorstOf(IReadOnlyList<double> samples) => samples.Min();
}

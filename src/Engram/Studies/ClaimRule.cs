namespace Engram.Studies;

/// <summary>How a claim is judged: fixed before the numbers are seen, and printed beside them.</summary>
public abstract record ClaimRule
{
    /// <summary>The rule in words, with its numbers.</summary>
    public abstract string Words { get; }

    /// <summary>What the rule says.</summary>
    /// <param name="samples">One number for each network, or other independent unit.</param>
    /// <returns><see cref="Verdict.Undecided"/> without samples, or where one is not a number.</returns>
    public Verdict Judge(IReadOnlyList<double> samples) =>
        samples.Count == 0 || samples.Any(double.IsNaN) ? Verdict.Undecided : Judge(SampleMean.Of(samples));

    /// <summary>What the rule says of at least one number.</summary>
    /// <param name="mean">Their mean.</param>
    protected abstract Verdict Judge(SampleMean mean);

    /// <summary>The verdict on something that is known exactly.</summary>
    /// <param name="holds">Whether it holds.</param>
    protected static Verdict Plain(bool holds) => holds ? Verdict.Holds : Verdict.Fails;

    /// <summary>The verdict of an interval that must lie between two bounds.</summary>
    /// <param name="mean">Gives the interval.</param>
    /// <param name="low">It must lie above this,</param>
    /// <param name="high">and below this.</param>
    protected static Verdict Within(SampleMean mean, double low, double high) =>
        mean.Low > low && mean.High < high ? Verdict.Holds
        : mean.High < low || mean.Low > high ? Verdict.Fails
        : Verdict.Undecided;

    /// <summary>A number as rules print it.</summary>
    /// <param name="value">The number.</param>
    protected static string Text(double value) => value.ToString("G6", System.Globalization.CultureInfo.InvariantCulture);
}

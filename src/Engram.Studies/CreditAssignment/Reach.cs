using Engram.Numerics;

namespace Engram.Studies.CreditAssignment;

/// <summary>
/// The longest lag up to which most networks learn, 0 for none, with an interval: at no lag up to <paramref name="Low"/> is it open that most do, by intervals of Clopper and
/// Pearson of their share, and at no lag up to <paramref name="High"/> is it out of the question.
/// </summary>
/// <param name="Lag">The longest lag.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end.</param>
internal readonly record struct Reach(int Lag, int Low, int High)
{
    private const double Most = 0.5;

    /// <summary>Computes it.</summary>
    /// <param name="lags">The lags, ascending.</param>
    /// <param name="learned">How many networks learned at each.</param>
    /// <param name="networks">Of how many.</param>
    public static Reach Of(IReadOnlyList<int> lags, IReadOnlyList<int> learned, int networks)
    {
        var shares = learned.Select(count => (Share: count / (double)networks, Interval: Binomial.ClopperPearson(count, networks))).ToList();
        return new(Last(one => one.Share > Most), Last(one => one.Interval.Low > Most), Last(one => one.Interval.High >= Most));

        int Last(Func<(double Share, (double Low, double High) Interval), bool> holds) => lags.Zip(shares).TakeWhile(one => holds(one.Second)).Select(one => one.First).LastOrDefault();
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Lag} [{Low}, {High}]");
}

using Engram.Analysis;
using Engram.Figures;

namespace Engram.Studies.AbstractSpace;

/// <summary>Signals by direction, averaged over networks or sets: each is turned so that an axis of its own first session is at 0°.</summary>
internal static class Sectors
{
    private const int Fold = 6;

    /// <summary>Mean of the second session in each sector (12), those along an axis first and every other one; null without a sample.</summary>
    /// <param name="second">The session.</param>
    /// <param name="orientation">The orientation by the first session, in degrees.</param>
    public static IReadOnlyList<double?> Of(DirectionalSignal second, double orientation) => [.. DirectionalSector.Of(second, 0, orientation, Fold).Select(sector => sector.Mean)];

    /// <summary>Their mean and its standard error.</summary>
    /// <param name="all">Of each network or set (12).</param>
    /// <param name="value">What is averaged.</param>
    public static PolarFigure Figure(IReadOnlyList<IReadOnlyList<double?>> all, Axis value) => new()
    {
        X = new Axis(""), Y = new Axis(""), Value = value,
        Sectors = [.. Enumerable.Range(0, 2 * Fold).Select(k =>
        {
            double[] known = [.. all.Select(one => one[k]).OfType<double>()];
            var mean = SampleMean.Of(known);
            return new DirectionalSector(k * 180.0 / Fold, 180.0 / Fold, known.Length, known.Length > 0 ? mean.Mean : null, mean.Sd / Math.Sqrt(Math.Max(1, mean.N)), k % 2 == 0);
        })],
    };
}

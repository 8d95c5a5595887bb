using Engram.Analysis;
using Engram.Figures;

namespace Engram.Studies.Common;

/// <summary>What is decoded over time and across times, as figures.</summary>
internal static class DecodingFigures
{
    /// <summary>The p up to which a cluster is marked.</summary>
    public const double Significant = 0.05;

    /// <summary>Accuracy in each bin, with the permuted labels where there are any.</summary>
    /// <param name="curve">The accuracy.</param>
    /// <param name="name">What is decoded, in the legend.</param>
    /// <param name="lines">Where periods begin.</param>
    /// <param name="clusters">Whether a bar below marks clusters of bins with p at most <see cref="Significant"/>.</param>
    public static LinesFigure OverTime(DecodingCurve curve, string name, IReadOnlyList<ReferenceLine> lines, bool clusters = false) => new()
    {
        Curves =
        [
            new Curve(name, curve.Times, curve.Accuracy),
            .. curve.NullMean.Any(double.IsNaN) ? Array.Empty<Curve>() :
            [
                new Curve("permuted labels, mean to 95th percentile", curve.Times, curve.NullMean)
                {
                    Low = curve.NullMean, High = curve.NullPercentile95, Muted = true,
                },
            ],
            .. clusters ? Marks(curve) : [],
        ],
        X = Axis.Time,
        Y = Axis.Share("Decoded"),
        XLines = lines,
        YLines = [new(curve.Chance, "chance")],
    };

    /// <summary>Accuracy of decoders fitted in one bin and tested in another.</summary>
    /// <param name="cross">The accuracy.</param>
    /// <param name="lines">Where periods begin.</param>
    public static TemporalMatrixFigure AcrossTimes(CrossTemporalDecoding cross, IReadOnlyList<ReferenceLine> lines)
    {
        var values = new double[cross.Times.Count, cross.Times.Count];
        for (var fitted = 0; fitted < cross.Times.Count; fitted++)
        {
            for (var tested = 0; tested < cross.Times.Count; tested++)
            {
                values[fitted, tested] = cross[fitted, tested];
            }
        }

        return new()
        {
            Values = values,
            RowTimes = cross.Times,
            ColumnTimes = cross.Times,
            Rows = new Axis("Fitted at", "s"),
            Columns = new Axis("Tested at", "s"),
            Value = Axis.Share("Decoded"),
            Midpoint = cross.Chance,
            RowLines = lines,
            ColumnLines = lines,
        };
    }

    // Under all curves, each as wide as its bins.
    private static IEnumerable<Curve> Marks(DecodingCurve curve)
    {
        var half = (curve.Times.Count > 1 ? curve.Times[1] - curve.Times[0] : 0) / 2;
        var below = Math.Max(0, Math.Min(curve.Accuracy.Min(), curve.NullMean.Min()) - 0.05);
        return curve.Clusters.Where(cluster => cluster.PValue <= Significant).Select(cluster => new Curve(
            "p ≤ 0.05, corrected", [curve.Times[cluster.Bins[0]] - half, curve.Times[cluster.Bins[^1]] + half], [below, below]));
    }
}

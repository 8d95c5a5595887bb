using Engram.Analysis;
using Engram.Figures;

namespace Engram.Studies.Common;

/// <summary>What is decoded over time and across times, as figures.</summary>
internal static class DecodingFigures
{
    /// <summary>Accuracy in each bin, with the permuted labels where there are any.</summary>
    /// <param name="curve">The accuracy.</param>
    /// <param name="name">What is decoded, in the legend.</param>
    /// <param name="lines">Where periods begin.</param>
    public static LinesFigure OverTime(DecodingCurve curve, string name, IReadOnlyList<ReferenceLine> lines) => new()
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
}

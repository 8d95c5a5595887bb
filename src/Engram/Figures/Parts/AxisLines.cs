namespace Engram.Figures;

/// <summary>An axis with the dashed lines that it shows.</summary>
internal sealed class AxisLines
{
    // A line so many powers of ten from the data would leave them no room.
    private const double Far = 4;

    private readonly double low, high;

    /// <summary>
    /// An axis without limits is widened to the lines. A line beyond a limit that is given is left out, and so is one that would take more
    /// of a logarithmic axis than the data do, and more than four powers of ten.
    /// </summary>
    /// <param name="axis">The axis.</param>
    /// <param name="values">What is shown along it.</param>
    /// <param name="lines">The lines.</param>
    public AxisLines(Axis axis, IEnumerable<double> values, IReadOnlyList<ReferenceLine> lines)
    {
        double[] shown = [.. values.Where(value => double.IsFinite(value) && (!axis.Logarithmic || value > 0))];
        Lines = [.. lines.Where(line => IsOn(line.Value, axis, shown))];
        double[] all = [.. shown, .. Lines.Select(line => line.Value)];
        Axis = axis.For(all);
        (low, high) = (Axis.Minimum ?? all.DefaultIfEmpty(0).Min(), Axis.Maximum ?? all.DefaultIfEmpty(1).Max());
    }

    /// <summary>The axis, with limits where it needs some.</summary>
    public Axis Axis { get; }

    /// <summary>The lines that are on it.</summary>
    public IReadOnlyList<ReferenceLine> Lines { get; }

    /// <summary>Where a value lies between the ends, 0 … 1; about, where the renderer chooses the ends.</summary>
    public double Place(double value) => high > low ? (Scale(value) - Scale(low)) / (Scale(high) - Scale(low)) : 0.5;

    private static bool IsOn(double value, Axis axis, double[] shown)
    {
        if (value < axis.Minimum || value > axis.Maximum || !double.IsFinite(value) || (axis.Logarithmic && value <= 0))
        {
            return false;
        }

        if (!axis.Logarithmic || shown.Length == 0)
        {
            return true;
        }

        var (least, most, at) = (Math.Log10(shown.Min()), Math.Log10(shown.Max()), Math.Log10(value));
        var reach = Math.Max(Far, most - least);
        return at >= least - reach && at <= most + reach;
    }

    private double Scale(double value) => Axis.Logarithmic ? Math.Log10(value) : value;
}

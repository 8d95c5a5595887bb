namespace Engram.Figures;

/// <summary>What is measured along an axis or by a colour.</summary>
/// <param name="Title">The quantity.</param>
/// <param name="Unit">Its unit, shown in brackets; empty for none.</param>
public sealed record Axis(string Title, string Unit = "")
{
    /// <summary>Where the axis begins; null to let the data decide.</summary>
    public double? Minimum { get; init; }

    /// <summary>Where the axis ends; null to let the data decide.</summary>
    public double? Maximum { get; init; }

    /// <summary>Whether equal distances are equal ratios; all values must then be positive.</summary>
    public bool Logarithmic { get; init; }

    /// <summary>Whether the values are shares, 0 … 1, that are shown in percent.</summary>
    public bool Percent { get; init; }

    /// <summary>Whether the values are whole numbers: a rank, a count.</summary>
    public bool Whole { get; init; }

    /// <summary>Updates of training.</summary>
    public static Axis Updates { get; } = new("Updates") { Minimum = 0, Whole = true };

    /// <summary>Time in seconds.</summary>
    public static Axis Time { get; } = new("Time", "s");

    /// <summary>This axis, with limits where it has none when there is nothing to take them from.</summary>
    internal Axis For(bool data) => data ? this
        : this with { Minimum = Minimum ?? (Logarithmic ? 1 : 0), Maximum = Maximum ?? (Logarithmic ? 10 : 1) };

    /// <summary>Where numbers are written, such as at the values that were used; null for even distances.</summary>
    public IReadOnlyList<double>? Ticks { get; init; }

    /// <summary>This axis with limits where it has none, from what is shown along it.</summary>
    /// <param name="values">What is shown; what is not finite is left out.</param>
    internal Axis For(IEnumerable<double> values)
    {
        double[] finite = [.. values.Where(value => double.IsFinite(value) && (!Logarithmic || value > 0))];
        var axis = For(finite.Length > 0);
        if (!Logarithmic || finite.Length == 0)
        {
            return axis;
        }

        if (Ticks is { Count: > 0 } given)
        {
            var (least, most) = (Math.Min(finite.Min(), given.Min()), Math.Max(finite.Max(), given.Max()));
            return axis with { Minimum = Minimum ?? least, Maximum = Maximum ?? (most > least ? most : 2 * most) };
        }

        var (low, high, places) = LogTicks.Between(Minimum ?? finite.Min(), Maximum ?? finite.Max());
        return axis with { Minimum = Minimum ?? low, Maximum = Maximum ?? high, Ticks = places };
    }

    internal string Label => Unit.Length == 0 ? Title : $"{Title} ({Unit})";

    /// <summary>An axis of shares from 0 to 1, shown in percent.</summary>
    /// <param name="title">What the shares are of.</param>
    public static Axis Share(string title) => new(title, "%") { Percent = true, Minimum = 0, Maximum = 1 };
}

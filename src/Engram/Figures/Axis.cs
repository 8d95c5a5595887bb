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

    /// <summary>Updates of training.</summary>
    public static Axis Updates { get; } = new("Updates") { Minimum = 0 };

    /// <summary>Time in seconds.</summary>
    public static Axis Time { get; } = new("Time", "s");

    /// <summary>This axis, with limits where it has none when there is nothing to take them from.</summary>
    internal Axis For(bool data) => data ? this
        : this with { Minimum = Minimum ?? (Logarithmic ? 1 : 0), Maximum = Maximum ?? (Logarithmic ? 10 : 1) };

    internal string Label => Unit.Length == 0 ? Title : $"{Title} ({Unit})";

    /// <summary>An axis of shares from 0 to 1, shown in percent.</summary>
    /// <param name="title">What the shares are of.</param>
    public static Axis Share(string title) => new(title, "%") { Percent = true, Minimum = 0, Maximum = 1 };
}

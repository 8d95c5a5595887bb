using System.Globalization;

namespace Engram.App.Terminal;

/// <summary>Numbers for people.</summary>
internal static class Format
{
    /// <summary>A share as a percentage, <c>97.5 %</c>; a dash for none.</summary>
    public static string Percent(double? share) =>
        share is { } value ? (100 * value).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "-";

    /// <summary>A count; a dash for none.</summary>
    public static string Count(double? count) => count is { } value ? value.ToString("0", CultureInfo.InvariantCulture) : "-";

    /// <summary>Seconds with one decimal, <c>12.3</c>; a dash for none.</summary>
    public static string Seconds(double? seconds) => seconds is { } value ? value.ToString("0.0", CultureInfo.InvariantCulture) : "-";

    /// <summary>A number to four digits; a dash for none.</summary>
    public static string Number(double? number) => number is { } value ? value.ToString("G4", CultureInfo.InvariantCulture) : "-";
}

using System.Globalization;

namespace Engram.Configuration;

/// <summary>A count with what is counted, for messages.</summary>
internal static class Counted
{
    /// <summary><c>1 input</c>, <c>2 inputs</c>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="what">One of them.</param>
    public static string Of(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");
}

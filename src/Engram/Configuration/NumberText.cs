using System.Globalization;
using System.Text.RegularExpressions;

namespace Engram.Configuration;

/// <summary>Numbers as people read them, in texts and tables and along axes: a true minus, and powers of ten as 10⁴.</summary>
public static partial class NumberText
{
    // From here on digits that mean nothing would be written out.
    private const double TooLong = 1e9;
    private const string Digits = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// <summary>
    /// A number by a .NET format: <c>−3.78</c>, never <c>−0.00</c>; of an exponential form <c>1.2 × 10⁻⁷</c>, and <c>10⁻⁵</c> of one that
    /// is 1.
    /// </summary>
    /// <param name="value">The number.</param>
    /// <param name="format">The format, such as <c>0.00</c>, <c>G4</c> or <c>0.0E+0</c>.</param>
    public static string Of(double value, string format)
    {
        var text = value.ToString(Math.Abs(value) >= TooLong && !format.Contains('E', StringComparison.Ordinal) ? "G4" : format, CultureInfo.InvariantCulture);
        if (!double.IsFinite(value))
        {
            return text.Replace('-', '−');
        }

        text = text.AsSpan().ContainsAnyInRange('1', '9') ? text : text.TrimStart('-');
        var at = text.IndexOfAny(['E', 'e']);
        if (at < 0)
        {
            return text.Replace('-', '−');
        }

        var (mantissa, power) = (text[..at].Replace('-', '−'), Power(int.Parse(text[(at + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)));
        return value == 0 ? mantissa : mantissa switch { "1" => power, "−1" => $"−{power}", _ => $"{mantissa} × {power}" };
    }

    /// <summary>A number with four digits, and no more zeros than it needs: <c>0.031</c>, <c>12345</c>, <c>1.768 × 10⁻¹⁵</c>.</summary>
    /// <param name="value">The number.</param>
    public static string Of(double value) => Of(value, Math.Abs(value) is >= 1e4 and < 1e7 ? "0" : "G4");

    /// <summary>A probability: <c>0.043</c>, and <c>&lt; 0.001</c> of a smaller one.</summary>
    /// <param name="p">The probability.</param>
    public static string Probability(double p) => p < 0.001 ? "< 0.001" : Of(p, "0.000");

    /// <summary>A name with a true minus before each number in it that is negative: <c>−0.5</c>, and still <c>low-rank</c>.</summary>
    /// <param name="name">The name.</param>
    internal static string Minus(string name) => Hyphen().Replace(name, "−");

    [GeneratedRegex(@"(?<![\w.])-(?=[\d.])")]
    private static partial Regex Hyphen();

    private static string Power(int exponent) =>
        "10" + string.Concat(exponent.ToString(CultureInfo.InvariantCulture).Select(letter => letter == '-' ? '⁻' : Digits[letter - '0']));
}

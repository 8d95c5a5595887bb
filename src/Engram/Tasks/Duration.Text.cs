using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Engram.Configuration;

namespace Engram.Tasks;

/// <content>Reading and writing durations.</content>
public readonly partial record struct Duration : IParsable<Duration>
{
    private const string Forms = "write for example 500ms, 1.5s, 0.5s..2s, 0.5s|1s|2s or exp(330ms, 80ms..1500ms)";
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    // Microseconds before seconds: the longer ending must be tried first.
    private static readonly (string Symbol, decimal Ticks)[] Units =
    [
        ("us", TimeSpan.TicksPerMicrosecond), ("ms", TimeSpan.TicksPerMillisecond),
        ("min", TimeSpan.TicksPerMinute), ("s", TimeSpan.TicksPerSecond),
    ];

    /// <summary>Reads a duration in any of its forms.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used: numbers are always written with a point.</param>
    /// <exception cref="UsageException">The text is no duration, or is negative.</exception>
    public static Duration Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        var text = s.Trim();
        if (text.StartsWith("exp(", StringComparison.Ordinal) && text.EndsWith(')'))
        {
            var parts = text[4..^1].Split(',');
            return parts.Length == 2 && Between(parts[1]) is var (low, high) ? Exponential(ParseTime(parts[0]), low, high)
                : throw Unreadable(s);
        }

        return Between(text) is var (minimum, maximum) ? Uniform(minimum, maximum)
            : text.Contains('|', StringComparison.Ordinal) ? OneOf([.. text.Split('|').Select(ParseTime)])
            : ParseTime(text);
    }

    /// <summary>Reads a duration in any of its forms.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used.</param>
    /// <param name="result">The duration.</param>
    /// <returns>Whether the text is one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Duration result)
    {
        try
        {
            result = s is null ? default : Parse(s, provider);
            return s is not null;
        }
        catch (UsageException)
        {
            result = default;
            return false;
        }
    }

    /// <summary>Reads one time, such as <c>500ms</c>, <c>1.5s</c>, <c>2min</c> or <c>0</c>.</summary>
    /// <param name="text">A number and its unit.</param>
    /// <exception cref="UsageException">The text is no time, or is negative or longer than a day.</exception>
    public static TimeSpan ParseTime(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var trimmed = text.AsSpan().Trim();
        foreach (var (symbol, ticks) in Units)
        {
            if (trimmed.EndsWith(symbol, StringComparison.Ordinal))
            {
                return Number(trimmed[..^symbol.Length].TrimEnd()) is { } number ? Allowed(text, number * ticks) : throw Unreadable(text);
            }
        }

        return Number(trimmed) switch
        {
            0 => TimeSpan.Zero,
            { } number => throw new UsageException(FormattableString.Invariant(
                $"The duration '{text}' has no unit; write {number}ms for milliseconds or {number}s for seconds.")),
            null => throw Unreadable(text),
        };
    }

    /// <summary>Writes one time so that <see cref="ParseTime"/> reads the same back: <c>500ms</c>, <c>1.5s</c>.</summary>
    /// <param name="time">The time.</param>
    public static string FormatTime(TimeSpan time) => time < TimeSpan.FromSeconds(1)
        ? (time.Ticks / (decimal)TimeSpan.TicksPerMillisecond).ToString("0.####", CultureInfo.InvariantCulture) + "ms"
        : (time.Ticks / (decimal)TimeSpan.TicksPerSecond).ToString("0.#######", CultureInfo.InvariantCulture) + "s";

    /// <summary>The text that <see cref="Parse"/> reads back as the same duration.</summary>
    public override string ToString() => shape switch
    {
        Shape.Uniform => $"{FormatTime(Minimum)}..{FormatTime(Maximum)}",
        Shape.OneOf => string.Join('|', choices!.Select(FormatTime)),
        Shape.Exponential => $"exp({FormatTime(scale)}, {FormatTime(Minimum)}..{FormatTime(Maximum)})",
        _ => FormatTime(Minimum),
    };

    private static (TimeSpan Minimum, TimeSpan Maximum)? Between(string text) =>
        text.Split("..") is [var minimum, var maximum] ? (ParseTime(minimum), ParseTime(maximum)) : null;

    private static decimal? Number(ReadOnlySpan<char> text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number : null;

    private static UsageException Unreadable(string text) => new($"'{text}' is not a duration; {Forms}.");

    private static TimeSpan Allowed(string text, decimal ticks) => ticks >= 0 && ticks <= Longest.Ticks
        ? TimeSpan.FromTicks((long)Math.Round(ticks))
        : throw new UsageException(
            $"The duration {text.Trim()} is {(ticks < 0 ? "negative" : "too long")}; allowed are 0ms to 1440min; {Forms}.");

    private static TimeSpan Allowed(TimeSpan time) => Allowed(FormatTime(time), time.Ticks);

    private static TimeSpan Ordered(TimeSpan minimum, TimeSpan maximum) => minimum <= maximum ? maximum
        : throw new UsageException(
            $"The duration {FormatTime(minimum)}..{FormatTime(maximum)} has its ends exchanged; "
            + $"write {FormatTime(maximum)}..{FormatTime(minimum)}.");
}

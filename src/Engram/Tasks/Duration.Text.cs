using System.Diagnostics.CodeAnalysis;
using Engram.Configuration;

namespace Engram.Tasks;

/// <content>Reading and writing durations.</content>
public readonly partial record struct Duration : IParsable<Duration>
{
    private const string Forms = "write for example 500ms, 1.5s, 0.5s..2s, 0.5s|1s|2s or exp(330ms, 80ms..1500ms)";
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

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

    /// <inheritdoc/>
    static string IBounded.FormatBound(double bound) => TimeText.FormatMilliseconds(bound);

    /// <summary>The text that <see cref="Parse"/> reads back as the same duration.</summary>
    public override string ToString() => shape switch
    {
        Shape.Uniform => $"{TimeText.Format(Minimum)}..{TimeText.Format(Maximum)}",
        Shape.OneOf => string.Join('|', choices!.Select(TimeText.Format)),
        Shape.Exponential => $"exp({TimeText.Format(scale)}, {TimeText.Format(Minimum)}..{TimeText.Format(Maximum)})",
        _ => TimeText.Format(Minimum),
    };

    private static (TimeSpan Minimum, TimeSpan Maximum)? Between(string text) =>
        text.Split("..") is [var minimum, var maximum] ? (ParseTime(minimum), ParseTime(maximum)) : null;

    private static TimeSpan ParseTime(string text) =>
        TimeText.TryParse(text, out var time, out var fault) ? Allowed(time) : throw new UsageException(fault);

    private static UsageException Unreadable(string text) => new($"'{text}' is not a duration; {Forms}.");

    private static TimeSpan Allowed(TimeSpan time) => time >= TimeSpan.Zero && time <= Longest ? time
        : throw new UsageException($"'{TimeText.Format(time)}' is {(time < TimeSpan.Zero ? "negative" : "too long")}; "
            + $"a duration is 0ms to {TimeText.Format(Longest)}: {Forms}.");

    private static TimeSpan Ordered(TimeSpan minimum, TimeSpan maximum) => minimum <= maximum ? maximum
        : throw new UsageException(
            $"'{TimeText.Format(minimum)}..{TimeText.Format(maximum)}' has its ends swapped; "
            + $"write {TimeText.Format(maximum)}..{TimeText.Format(minimum)}.");
}

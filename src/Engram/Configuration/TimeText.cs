using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Engram.Configuration;

/// <summary>
/// Durations as text: <c>500ms</c>, <c>1.5s</c>, <c>2min</c>. A number without unit is refused unless it is 0, and so
/// is a negative duration.
/// </summary>
public static class TimeText
{
    private static readonly (string Symbol, long Ticks)[] Units =
    [
        ("us", TimeSpan.TicksPerMicrosecond),
        ("µs", TimeSpan.TicksPerMicrosecond),
        ("ms", TimeSpan.TicksPerMillisecond),
        ("s", TimeSpan.TicksPerSecond),
        ("min", TimeSpan.TicksPerMinute),
        ("h", TimeSpan.TicksPerHour),
    ];

    /// <summary>The duration that a text stands for, to 100 ns, of which no more than are full: so many steps as fit never become fewer.</summary>
    /// <param name="text">Such as <c>500ms</c>.</param>
    /// <exception cref="UsageException">No unit, an unknown one, no number, a negative or a too large one.</exception>
    public static TimeSpan Parse(string text) =>
        TryParse(text, out var duration, out var fault) ? duration : throw new UsageException($"The duration {fault}");

    /// <summary>The duration that a text stands for, or what is wrong with it.</summary>
    /// <param name="text">Such as <c>500ms</c>.</param>
    /// <param name="duration">The duration.</param>
    /// <param name="fault">The quoted text, what is wrong with it and what to write instead.</param>
    internal static bool TryParse(string text, out TimeSpan duration, [NotNullWhen(false)] out string? fault)
    {
        duration = TimeSpan.Zero;
        var trimmed = text.Trim();
        var number = trimmed.TrimEnd([.. trimmed.Where(char.IsLetter)]);
        var symbol = trimmed[number.Length..];
        number = number.TrimEnd();
        if (!decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            fault = $"'{text}' is not a number with a unit; write for example 500ms, 1.5s or 2min.";
            return false;
        }

        var unit = Array.Find(Units, u => u.Symbol == symbol);
        if (symbol.Length == 0 && value == 0)
        {
            fault = null;
            return true;
        }

        fault = symbol.Length == 0 ? $"'{text}' has no unit; write {number}ms or {number}s."
            : unit.Symbol is null ? $"'{text}' has the unknown unit '{symbol}'; allowed are us, ms, s, min and h."
            : value < 0 ? $"'{text}' is negative; write a duration of 0ms or more."
            : value > long.MaxValue / (decimal)unit.Ticks
                ? $"'{text}' is too long; write less than {Format(TimeSpan.FromDays(10_000_000))}."
            : null;
        duration = fault is null ? new TimeSpan((long)decimal.Truncate(value * unit.Ticks)) : TimeSpan.Zero;
        return fault is null;
    }

    /// <summary>The canonical text of a duration given as a number, such as a bound.</summary>
    /// <param name="milliseconds">Milliseconds, possibly infinitely many.</param>
    internal static string FormatMilliseconds(double milliseconds) => double.IsInfinity(milliseconds)
        ? milliseconds.ToString("R", CultureInfo.InvariantCulture) : Format(milliseconds.Ms);

    /// <summary>The canonical text of a duration, exact: <see cref="Parse"/> gives it back.</summary>
    /// <param name="duration">A duration; below one second in ms, above in s, whole minutes in min, whole hours in h.</param>
    public static string Format(TimeSpan duration)
    {
        var ticks = decimal.Abs(duration.Ticks);
        var (symbol, unit) = ticks < TimeSpan.TicksPerSecond ? ("ms", TimeSpan.TicksPerMillisecond)
            : ticks % TimeSpan.TicksPerHour == 0 ? ("h", TimeSpan.TicksPerHour)
            : ticks % TimeSpan.TicksPerMinute == 0 ? ("min", TimeSpan.TicksPerMinute)
            : ("s", TimeSpan.TicksPerSecond);
        return (duration.Ticks / (decimal)unit).ToString("0.#######", CultureInfo.InvariantCulture) + symbol;
    }
}

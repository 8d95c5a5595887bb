using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Engram.Configuration;

namespace Engram.Cells;

/// <summary>
/// A layer that sees a window over time of the layer before it. Written <c>width:window</c> or <c>width:window:shift</c>, such as <c>8:3</c>:
/// 8 units, each of which sees 3 frames, one step apart.
/// </summary>
public sealed record TimeWindow : IParsable<TimeWindow>
{
    private const int Widest = 100_000, Longest = 10_000;
    private const string Forms = "write width:window or width:window:shift, such as 8:3 or 8:3:2";

    /// <summary>Makes one.</summary>
    /// <param name="width">Units of the layer, 1 to 100000.</param>
    /// <param name="window">Frames that each unit sees, the present one among them, 1 to 10000.</param>
    /// <param name="shift">Steps from one frame to the next, 1 to 10000.</param>
    /// <exception cref="UsageException">A number is not allowed; all faults together.</exception>
    public TimeWindow(int width, int window, int shift = 1)
    {
        (Width, Window, Shift) = (width, window, shift);
        List<string> faults = [];
        void Check(int value, int most, string what)
        {
            if (value < 1 || value > most)
            {
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"The {what} of a layer of windows is {value}; give it 1 to {most}."));
            }
        }

        Check(width, Widest, "width");
        Check(window, Longest, "window");
        Check(shift, Longest, "shift");
        if (faults.Count > 0)
        {
            throw new UsageException(faults);
        }
    }

    /// <summary>Units of the layer.</summary>
    public int Width { get; }

    /// <summary>Frames that each unit sees.</summary>
    public int Window { get; }

    /// <summary>Steps from one frame to the next.</summary>
    public int Shift { get; }

    /// <summary>Reads a layer.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used.</param>
    /// <exception cref="UsageException">The text is no such layer.</exception>
    public static TimeWindow Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        var parts = s.Split(':', StringSplitOptions.TrimEntries);
        var numbers = new int[parts.Length];
        for (var k = 0; k < parts.Length; k++)
        {
            if (parts.Length is not (2 or 3) || !int.TryParse(parts[k], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out numbers[k]))
            {
                throw new UsageException($"'{s}' is no layer of windows over time; {Forms}.");
            }
        }

        return new(numbers[0], numbers[1], numbers.Length > 2 ? numbers[2] : 1);
    }

    /// <summary>Reads a layer.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used.</param>
    /// <param name="result">The layer.</param>
    /// <returns>Whether the text is one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out TimeWindow result) =>
        (result = TriedText.Read(s, text => Parse(text, provider))) is not null;

    /// <summary>The text that <see cref="Parse"/> reads back as the same layer.</summary>
    public override string ToString() => Shift == 1
        ? string.Create(CultureInfo.InvariantCulture, $"{Width}:{Window}") : string.Create(CultureInfo.InvariantCulture, $"{Width}:{Window}:{Shift}");
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Engram.Configuration;

namespace Engram.Cells;

/// <summary>
/// A part of the units of a network, which follow each other. Written <c>name</c>, <c>name:share</c> or <c>name:share:tau</c>, such as
/// <c>prefrontal:1:200ms</c>.
/// </summary>
public sealed record Area : IParsable<Area>
{
    private const string Forms = "write name, name:share or name:share:tau, such as sensory, sensory:2 or prefrontal:1:200ms";
    private const double MostShare = 1e6;

    /// <summary>Words that name no area, because they say something else where areas are named.</summary>
    internal static readonly IReadOnlyList<string> Reserved = ["all", "none", "excitatory", "inhibitory"];

    /// <summary>Makes one.</summary>
    /// <param name="name">Letters, digits and hyphens.</param>
    /// <param name="share">Its share of the units; the shares of all areas together are all units. Above 0.</param>
    /// <param name="tau">Time constant of its units in place of the cell's; null for that of the cell.</param>
    /// <exception cref="UsageException">A value is not allowed; all faults together.</exception>
    public Area(string name, double share = 1, TimeSpan? tau = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        (Name, Share, Tau) = (name, share, tau);
        List<string> faults = [];
        if (name.Length == 0 || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'))
        {
            faults.Add($"'{name}' is no name of an area; write letters, digits and hyphens, such as prefrontal.");
        }
        else if (Reserved.Contains(name))
        {
            faults.Add($"An area cannot be called '{name}', which means something else where areas are named; choose another name, such as prefrontal.");
        }

        if (!(share is > 0 and <= MostShare))
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"The share of the area '{name}' is {share}; give a number above 0 and at most {MostShare}."));
        }

        if (tau <= TimeSpan.Zero)
        {
            faults.Add($"The time constant of the area '{name}' is {TimeText.Format(tau.Value)}; give a duration above 0ms.");
        }

        if (faults.Count > 0)
        {
            throw new UsageException(faults);
        }
    }

    /// <summary>Name.</summary>
    public string Name { get; }

    /// <summary>Share of the units, relative to those of the other areas.</summary>
    public double Share { get; }

    /// <summary>Time constant of its units; null for that of the cell.</summary>
    public TimeSpan? Tau { get; }

    /// <summary>Reads an area.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used: numbers are always written with a point.</param>
    /// <exception cref="UsageException">The text is no area.</exception>
    public static Area Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        var parts = s.Split(':', StringSplitOptions.TrimEntries);
        var share = 1.0;
        return parts.Length > 3 || (parts.Length > 1 && !double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out share))
            ? throw new UsageException($"'{s}' is no area; {Forms}.")
            : new(parts[0], share, parts.Length == 3 ? TimeText.Parse(parts[2]) : null);
    }

    /// <summary>Reads an area.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used.</param>
    /// <param name="result">The area.</param>
    /// <returns>Whether the text is one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out Area result) =>
        (result = TriedText.Read(s, text => Parse(text, provider))) is not null;

    /// <summary>The text that <see cref="Parse"/> reads back as the same area.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name}{(Share != 1 || Tau is not null ? $":{Share.ToString("R", CultureInfo.InvariantCulture)}" : "")}{(Tau is { } tau ? $":{TimeText.Format(tau)}" : "")}");
}

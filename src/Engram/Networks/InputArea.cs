using System.Diagnostics.CodeAnalysis;
using Engram.Configuration;

namespace Engram.Networks;

/// <summary>
/// An input channel that reaches the units of one area. Written <c>channel>area</c>, such as <c>ring>sensory</c>, where the channel is its
/// name, or how the names of several begin.
/// </summary>
public sealed record InputArea : IParsable<InputArea>
{
    /// <summary>Makes one.</summary>
    /// <param name="channel">Name of an input channel, or with what the names of several begin.</param>
    /// <param name="area">The area that it reaches.</param>
    /// <exception cref="UsageException">One of the two is empty.</exception>
    public InputArea(string channel, string area)
    {
        ArgumentNullException.ThrowIfNull(channel);
        ArgumentNullException.ThrowIfNull(area);
        (Channel, Area) = (channel, area);
        if (channel.Length == 0 || area.Length == 0)
        {
            throw new UsageException($"'{channel}>{area}' lacks {(area.Length == 0 ? "an area" : "a channel")}; write channel>area, such as fixation>sensory.");
        }
    }

    /// <summary>Name of an input channel, or with what the names of several begin.</summary>
    public string Channel { get; }

    /// <summary>The area that it reaches.</summary>
    public string Area { get; }

    /// <summary>Reads one.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used.</param>
    /// <exception cref="UsageException">The text is none.</exception>
    public static InputArea Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);

        // A channel may have any name, an area has no such sign in its own.
        var cut = s.LastIndexOf('>');
        return cut >= 0 ? new(s[..cut].Trim(), s[(cut + 1)..].Trim())
            : throw new UsageException($"'{s}' says of no channel which area it reaches; write channel>area, such as fixation>sensory.");
    }

    /// <summary>Reads one.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used.</param>
    /// <param name="result">What was read.</param>
    /// <returns>Whether the text is one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out InputArea result) =>
        (result = TriedText.Read(s, text => Parse(text, provider))) is not null;

    /// <summary>The text that <see cref="Parse"/> reads back as the same.</summary>
    public override string ToString() => $"{Channel}>{Area}";

    /// <summary>The channels that are meant: the one of that name, else all whose names begin with it.</summary>
    /// <param name="names">The names of all channels.</param>
    internal IReadOnlyList<int> Channels(IReadOnlyList<string> names)
    {
        int[] exact = [.. Enumerable.Range(0, names.Count).Where(k => names[k] == Channel)];
        return exact.Length > 0 ? exact : [.. Enumerable.Range(0, names.Count).Where(k => names[k].StartsWith(Channel, StringComparison.Ordinal))];
    }
}

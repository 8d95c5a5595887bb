using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Engram.Configuration;

namespace Engram.Networks;

/// <summary>
/// Connections from the units of one area to those of another. Written <c>from>to</c>, <c>from>to:density</c> or
/// <c>from>to:density:senders</c>, such as <c>sensory>prefrontal:0.2:excitatory</c>.
/// </summary>
public sealed record AreaLink : IParsable<AreaLink>
{
    private static readonly EnumForm Kinds = new(typeof(LinkSenders));
    private const string Forms = "write from>to, from>to:density or from>to:density:excitatory, such as sensory>prefrontal:0.2";

    /// <summary>Makes one.</summary>
    /// <param name="from">The area that sends.</param>
    /// <param name="to">The area that receives; it may be the same.</param>
    /// <param name="density">Probability of each connection, above 0 and at most 1; within an area also 0, for none.</param>
    /// <param name="senders">Which units of the sending area send.</param>
    /// <exception cref="UsageException">A value is not allowed.</exception>
    public AreaLink(string from, string to, double density = 1, LinkSenders senders = LinkSenders.All)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        (From, To, Density, Senders) = (from, to, density, senders);
        if (from.Length == 0 || to.Length == 0)
        {
            throw new UsageException($"The link '{from}>{to}' lacks an area; {Forms}.");
        }

        if (!(density is >= 0 and <= 1) || (density == 0 && from != to))
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"The density of the link {from}>{to} is {density}; give a probability above 0 and at most 1"
                + $"{(density == 0 ? ", or leave the link out: areas without one are not connected." : from == to ? ", or 0 for no connections." : ".")}"));
        }
    }

    /// <summary>The area that sends.</summary>
    public string From { get; }

    /// <summary>The area that receives.</summary>
    public string To { get; }

    /// <summary>Probability of each connection.</summary>
    public double Density { get; }

    /// <summary>Which units of the sending area send.</summary>
    public LinkSenders Senders { get; }

    /// <summary>Reads a link.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used: numbers are always written with a point.</param>
    /// <exception cref="UsageException">The text is no link.</exception>
    public static AreaLink Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        var parts = s.Split(':', StringSplitOptions.TrimEntries);
        var ends = parts[0].Split('>', StringSplitOptions.TrimEntries);
        var density = 1.0;
        if (ends.Length != 2 || parts.Length > 3
            || (parts.Length > 1 && !double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out density)))
        {
            throw new UsageException($"'{s}' is no link between areas; {Forms}.");
        }

        if (parts.Length == 3 && !Kinds.Choices.Contains(parts[2]))
        {
            throw new UsageException($"'{parts[2]}' in the link '{s}' says of no units that they send; write one of {string.Join(", ", Kinds.Choices)}.");
        }

        return new(ends[0], ends[1], density, parts.Length == 3 ? (LinkSenders)Kinds.Parse(parts[2]) : LinkSenders.All);
    }

    /// <summary>Reads a link.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used.</param>
    /// <param name="result">The link.</param>
    /// <returns>Whether the text is one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out AreaLink result) =>
        (result = TriedText.Read(s, text => Parse(text, provider))) is not null;

    /// <summary>The text that <see cref="Parse"/> reads back as the same link.</summary>
    public override string ToString() =>
        $"{From}>{To}{(Density != 1 || Senders != LinkSenders.All ? $":{Density.ToString("R", CultureInfo.InvariantCulture)}" : "")}"
        + (Senders == LinkSenders.All ? "" : $":{Kinds.Format(Senders)}");
}

/// <summary>Which units of an area send through a link.</summary>
public enum LinkSenders
{
    /// <summary>All units.</summary>
    All,

    /// <summary>Excitatory units alone; needs Dale's law.</summary>
    Excitatory,

    /// <summary>Inhibitory units alone; needs Dale's law.</summary>
    Inhibitory,
}

using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>The symbols of a <see cref="TransductionTask"/>, and the channels that they make.</summary>
/// <remarks>
/// Inputs are one channel for each source symbol (<c>read-…</c>), one for each target symbol (<c>wrote-…</c>), <c>start</c> and <c>go</c>, which are the
/// last two. Outputs are one for each target symbol, and <c>end</c>, which is the last.
/// </remarks>
public sealed class Alphabets
{
    /// <summary>The channels of two alphabets.</summary>
    /// <param name="source">Symbols that are read, at least one, each different.</param>
    /// <param name="target">Symbols that are written, at least one, each different, none of them <c>end</c>.</param>
    /// <exception cref="UsageException">There are none, some are equal, or one is <c>end</c>.</exception>
    public Alphabets(IReadOnlyList<string> source, IReadOnlyList<string> target)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        foreach (var (what, symbols) in new[] { ("source", source), ("target", target) })
        {
            if (symbols.Count == 0 || symbols.Distinct(StringComparer.Ordinal).Count() < symbols.Count || (what == "target" && symbols.Contains("end")))
            {
                throw new UsageException(
                    $"The {what} symbols are '{string.Join(' ', symbols)}'; give at least one, each different, and none named 'end'.");
            }
        }

        (Source, Target) = ([.. source], [.. target]);
        Inputs = [.. source.Select(symbol => $"read-{symbol}"), .. target.Select(symbol => $"wrote-{symbol}"), "start", "go"];
        Outputs = [.. target, "end"];
        Heads = [new("symbol", Outputs.Count, "cross-entropy")];
    }

    /// <summary>Symbols that are read.</summary>
    public IReadOnlyList<string> Source { get; }

    /// <summary>Symbols that are written, without the end.</summary>
    public IReadOnlyList<string> Target { get; }

    /// <summary>Names of the input channels.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>Names of the output channels.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>The one head, <c>symbol</c>, whose loss is cross-entropy.</summary>
    public IReadOnlyList<Head> Heads { get; }
}

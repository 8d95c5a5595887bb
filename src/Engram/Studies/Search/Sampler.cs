using Engram.Configuration;

namespace Engram.Studies;

/// <summary>Proposes the trials of a search, each from the results of earlier rounds alone. One record in one file; its properties are settings.</summary>
public abstract record Sampler
{
    /// <summary>The samplers of the library.</summary>
    public static Catalog<Sampler> Catalog { get; } = new();

    /// <summary>Name on the command line: the type's name in kebab-case, without <c>Sampler</c> at its end.</summary>
    public string Name => Catalog<Sampler>.NameOf(this);

    /// <summary>Whether proposals depend on results; if not, all trials can be trained at once.</summary>
    internal abstract bool Learns { get; }

    /// <summary>The sampler that a text names: <c>random</c>, or with settings after colons <c>tpe:startup=32:candidates=64</c>.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="UsageException">It names no sampler, or settings that it does not have.</exception>
    public static Sampler Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(':', StringSplitOptions.TrimEntries);
        var settings = parts[1..].Select(part => part.Split('=', 2, StringSplitOptions.TrimEntries)).ToList();
        var sampler = Catalog.Create(parts[0]);
        return settings.FirstOrDefault(pair => pair.Length < 2) is { } wrong
            ? throw new UsageException($"'{wrong[0]}' in '{text}' has no value; write a name and settings after colons, such as tpe:startup=32.")
            : Settings.With(sampler, settings.Select(pair => KeyValuePair.Create(pair[0], pair[1])), binding => $"'{binding.Name}' of {sampler.Name}");
    }

    /// <summary>u of every setting for the next trial.</summary>
    /// <param name="history">What is known.</param>
    /// <param name="trial">Number of the trial from 0.</param>
    internal abstract double[] Propose(SearchHistory history, int trial);
}

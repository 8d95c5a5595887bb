using Engram.Configuration;
using Engram.Learning;

namespace Engram.App.Training;

/// <summary>Settings of a sweep that do nothing in any of its networks; in some of them they may, for what they need may be swept.</summary>
internal sealed class Idleness
{
    private Dictionary<string, string>? sentences;

    /// <summary>Takes down which settings of one network do nothing.</summary>
    /// <param name="configuration">The network's configuration.</param>
    /// <param name="given">The settings that were given for it.</param>
    /// <returns>The configuration.</returns>
    public RunConfiguration Observe(RunConfiguration configuration, IReadOnlyList<KeyValuePair<string, string>> given)
    {
        var idle = configuration.Idle(given.Select(setting => setting.Key)).DistinctBy(one => one.Name).ToDictionary(one => one.Name, one => one.Sentence);
        sentences = sentences is null ? idle : sentences.Where(pair => idle.ContainsKey(pair.Key)).ToDictionary();
        return configuration;
    }

    /// <summary>Refuses those that do nothing in all networks.</summary>
    /// <exception cref="UsageException">There are some.</exception>
    public void Refuse()
    {
        if (sentences is { Count: > 0 })
        {
            throw new UsageException([.. sentences.Values]);
        }
    }
}

namespace Engram.Studies;

/// <summary>What a sampler knows: the trials of earlier rounds with their scores, and those of this round so far, which have none yet.</summary>
/// <param name="space">The settings.</param>
/// <param name="sampler">Who proposes.</param>
/// <param name="seed">Decides what is drawn.</param>
internal sealed class SearchHistory(IReadOnlyList<SearchDimension> space, Sampler sampler, ulong seed)
{
    private readonly List<(double[] Place, SearchScore Score)> known = [];
    private readonly List<double[]> pending = [];

    /// <summary>The settings.</summary>
    public IReadOnlyList<SearchDimension> Space => space;

    /// <summary>Decides what is drawn.</summary>
    public ulong Seed => seed;

    /// <summary>The trials of earlier rounds, each with u of every setting.</summary>
    public IReadOnlyList<(double[] Place, SearchScore Score)> Known => known;

    /// <summary>The trials of this round.</summary>
    public IReadOnlyList<double[]> Pending => pending;

    /// <summary>The next trial of this round: a value of each setting, as text.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Propose()
    {
        var proposed = sampler.Propose(this, known.Count + pending.Count);
        string[] texts = [.. space.Zip(proposed, (dimension, u) => dimension.Text(u))];

        // What is remembered is what is tried, after rounding.
        pending.Add([.. space.Zip(texts, (dimension, text) => dimension.Place(text))]);
        return [.. space.Zip(texts, (dimension, text) => KeyValuePair.Create(dimension.Name, text))];
    }

    /// <summary>Ends the round.</summary>
    /// <param name="scores">One for each trial of the round, in their order.</param>
    public void Tell(IReadOnlyList<SearchScore> scores)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Count, pending.Count);
        known.AddRange(pending.Zip(scores));
        pending.Clear();
    }
}

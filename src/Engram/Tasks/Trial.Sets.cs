using Engram.Numerics;

namespace Engram.Tasks;

/// <content>What tasks with data need: which set a trial belongs to, and items that are taken in turn.</content>
public sealed partial class Trial
{
    /// <summary>
    /// What the trial is for, so that a task can keep data apart: <see cref="Purpose.TrainingTrials"/>, <see cref="Purpose.ValidationTrials"/>, or
    /// <see cref="Purpose.TestTrials"/>, which analyses and recordings use too.
    /// </summary>
    public Purpose Set => key.Purpose;

    /// <summary>
    /// Which of several items this trial has, where each is to have its turn: any <paramref name="count"/> trials that begin at a multiple of it have
    /// all items, each once. Each such pass has an order of its own, which follows from the seed.
    /// </summary>
    /// <param name="count">How many items; at least 1.</param>
    /// <returns>The item, from 0.</returns>
    public int Turn(int count) => count >= 1 ? Shuffle.Place(key, index / count, count, (int)(index % count))
        : throw Fault(FormattableString.Invariant($"takes turns of {count} items; give at least 1."));

    /// <summary>A factor whose value is given instead of drawn; pinned, it has the pinned one all the same.</summary>
    /// <param name="factor">Name of the factor.</param>
    /// <param name="labels">The alternatives.</param>
    /// <param name="given">The place of the one that is given.</param>
    /// <returns>The place of the one that the trial has.</returns>
    internal int Give(string factor, IReadOnlyList<string> labels, int given)
    {
        discovered?.Add(new(factor, FactorKind.Label, string.Join('|', labels), labels));
        stream.NextUniform();
        var label = (int)(task!.Altered(factor)?.Apply(given) ?? given);
        Take(factor, label);
        return label;
    }
}

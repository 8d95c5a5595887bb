namespace Engram.Learning;

/// <summary>What a <see cref="CacheMemory"/> played.</summary>
/// <param name="Direction">In which order.</param>
/// <param name="Overlaps">m_k(t) = (1/N) Σᵢ p_ki sgn hᵢ(t), by step and pattern (T × K).</param>
/// <param name="Times">The step at which the overlap with each pattern, in the order in which they were stored, first passed 0.95; null where it never did (K).</param>
public sealed record CacheRecall(ReplayDirection Direction, IReadOnlyList<IReadOnlyList<double>> Overlaps, IReadOnlyList<int?> Times)
{
    /// <summary>Patterns in the order in which they were first recalled.</summary>
    public IReadOnlyList<int> Order => [.. Enumerable.Range(0, Times.Count).Where(k => Times[k] is not null).OrderBy(k => Times[k])];

    /// <summary>Share of the transitions from a pattern to the next one, in the order of the direction, in which both were recalled and the next one later.</summary>
    public double InOrder
    {
        get
        {
            var times = Direction == ReplayDirection.Forward ? Times : [.. Times.Reverse()];
            return times.Zip(times.Skip(1), (from, to) => from < to ? 1.0 : 0).Average();
        }
    }

    /// <summary>The greatest overlap with each pattern (K).</summary>
    public IReadOnlyList<double> Greatest => [.. Enumerable.Range(0, Times.Count).Select(k => Overlaps.Max(step => step[k]))];
}

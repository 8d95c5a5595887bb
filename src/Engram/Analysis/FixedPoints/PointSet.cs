using System.Collections;

namespace Engram.Analysis;

/// <summary>The points that a search found, each once, with an estimate of those that it missed.</summary>
/// <typeparam name="T">A point.</typeparam>
public sealed class PointSet<T> : IReadOnlyList<T>
{
    private readonly IReadOnlyList<T> points;

    internal PointSet(IReadOnlyList<T> points, UnseenPoints unseen, int beside, int searched)
    {
        (this.points, Unseen) = (points, unseen);
        Beside = beside;
        Lost = searched - unseen.Starts;
    }

    /// <inheritdoc/>
    public int Count => points.Count;

    /// <summary>How many were missed, from how often each was found.</summary>
    public UnseenPoints Unseen { get; }

    /// <summary>How many points no start led to: they were found between others, or by a change of sign.</summary>
    public int Beside { get; }

    /// <summary>How many starts led to no point.</summary>
    public int Lost { get; }

    /// <inheritdoc/>
    public T this[int index] => points[index];

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => points.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>One sentence: how many were found, how many starts led to none, and how many are estimated unseen.</summary>
    public override string ToString() => $"{Unseen}{(Beside == 0 ? "" : $"; {Beside} more found otherwise")}"
        + $"{(Lost == 0 ? "" : $"; {Lost} {(Lost == 1 ? "start" : "starts")} led to no point")}";
}

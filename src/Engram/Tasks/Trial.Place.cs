using Engram.Numerics;

namespace Engram.Tasks;

/// <content>Which trial this is, for a task that composes many at once, elsewhere.</content>
public sealed partial class Trial
{
    /// <summary>Key of the draws, place in its stream, and which kind of trial was asked for.</summary>
    internal (StreamKey Draws, long Index, TrialKind Kind) Place => (key, index, kind);

    /// <summary>Whether only the factors and the longest periods are asked for.</summary>
    internal bool IsListing => discovered is not null;
}

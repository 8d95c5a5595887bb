namespace Engram.Studies;

/// <summary>Networks of a sweep that other processes are to train.</summary>
/// <param name="Folder">Folder of the sweep or the study.</param>
/// <param name="Pieces">What has not ended, the longest first.</param>
/// <param name="Done">How many others had ended before.</param>
internal sealed record SweepBatch(string Folder, IReadOnlyList<SweepPiece> Pieces, int Done)
{
    /// <summary>All networks, those that had ended before among them.</summary>
    public int Total => Done + Pieces.Count;
}

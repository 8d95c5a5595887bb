namespace Engram.Analysis;

/// <summary>The mean activity of every unit in every bin of a track, over the trials of one trajectory.</summary>
/// <param name="Trajectory">Its name.</param>
/// <param name="Trials">Trials that went it.</param>
/// <param name="Occupancy">Steps spent in each bin (bins).</param>
/// <param name="Rates">Mean activity (N × bins); null in bins where no step was spent.</param>
public sealed record TrackMap(string Trajectory, int Trials, IReadOnlyList<int> Occupancy, double?[,] Rates);

namespace Engram.Analysis;

/// <summary>Where one trial was: its steps on the track in their order, and the bin of each.</summary>
internal sealed record TrackTrial(int Trial, int Trajectory, int[] Steps, int[] Bins);

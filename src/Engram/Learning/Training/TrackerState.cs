namespace Engram.Learning;

/// <summary>What a <see cref="Tracker"/> remembers, for a checkpoint.</summary>
/// <param name="FirstLoss">Loss of the first check; null before it.</param>
/// <param name="BestLoss">Lowest loss at the present stage of the curriculum; null before the first check.</param>
/// <param name="BestUpdate">Update at which it was found.</param>
/// <param name="Progress">Progress of the curriculum at the last check.</param>
/// <param name="Recent">Shares of correct answers of the last checks at progress 1, oldest first.</param>
internal sealed record TrackerState(double? FirstLoss, double? BestLoss, long BestUpdate, double Progress, IReadOnlyList<double> Recent);

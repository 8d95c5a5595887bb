namespace Engram.Analysis;

/// <summary>Which of many events are replays.</summary>
/// <param name="All">All events together.</param>
/// <param name="Sessions">The events of each session, in the order in which sessions first come.</param>
/// <param name="Scores">The score of each event; null where too few cells took part.</param>
public sealed record ReplayShares(ReplayCount All, IReadOnlyList<ReplayCount> Sessions, IReadOnlyList<ReplayScore?> Scores);

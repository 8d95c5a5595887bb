namespace Engram.Learning;

/// <summary>What came of the trials that were learned from since a check.</summary>
/// <param name="Updates">How many updates.</param>
/// <param name="Loss">Mean loss of the updates, each before it was made.</param>
/// <param name="Overall">Share of correct answers, each before it was learned from; null where there are none that could be right or wrong.</param>
public sealed record Replayed(long Updates, double Loss, double? Overall);

namespace Engram.Learning;

/// <summary>What a <see cref="CurriculumState"/> remembers, for a checkpoint.</summary>
/// <param name="Stage">The stage, from 0.</param>
/// <param name="Below">Consecutive windows below the relapse threshold.</param>
/// <param name="Relapses">Relapses from each stage so far, by stage.</param>
/// <param name="Window">Counts of the observations in the window, oldest first.</param>
internal sealed record CurriculumSnapshot(int Stage, int Below, IReadOnlyList<int> Relapses, IReadOnlyList<Performance> Window);

namespace Engram.Analysis;

/// <summary>The shape of the activity of a population.</summary>
/// <param name="Components">The distances at which parts that were separate join, shortest first (landmarks − 1).</param>
/// <param name="Loops">The loops, longest first.</param>
/// <param name="Cavities">The cavities, longest first; none where they were not looked for.</param>
/// <param name="ShuffledLoop">The length that the longest loop of a shuffle exceeds with the probability <see cref="ToroidalTopology.Level"/>.</param>
/// <param name="ShuffledCavity">The same of cavities.</param>
public sealed record ToroidalResult(
    IReadOnlyList<double> Components, IReadOnlyList<PersistentFeature> Loops, IReadOnlyList<PersistentFeature> Cavities, double ShuffledLoop, double ShuffledCavity)
{
    /// <summary>How many loops last: two for a torus, one for a ring.</summary>
    public int LastingLoops => Loops.Count(loop => loop.Lasts);

    /// <summary>How many cavities last: one for a torus or a sphere.</summary>
    public int LastingCavities => Cavities.Count(cavity => cavity.Lasts);

    /// <summary>Whether there are two loops and one cavity, as a torus has.</summary>
    public bool IsToroidal => LastingLoops == 2 && LastingCavities == 1;

    /// <summary>Length of the second-longest loop over that of the third: great for a torus; null where there is no third.</summary>
    public double? SecondOverThird => Loops.Count > 2 ? Loops[1].Bar.Length / Loops[2].Bar.Length : null;
}

/// <summary>A loop or a cavity.</summary>
/// <param name="Bar">For which distances it is there, in units of the root mean square distance of the points from their mean.</param>
/// <param name="PValue">p of its length against the longest ones of the shuffles.</param>
/// <param name="Lasts">Whether p is at most <see cref="ToroidalTopology.Level"/>, and a loop at least <see cref="ToroidalTopology.Least"/> long.</param>
public sealed record PersistentFeature(PersistenceBar Bar, double PValue, bool Lasts);

namespace Engram.Analysis;

/// <summary>The shape of the activity of a population.</summary>
/// <param name="Components">The distances at which parts that were separate join, shortest first (landmarks − 1).</param>
/// <param name="Loops">The loops, longest first.</param>
/// <param name="ShuffledLength">The length that the longest loop of a shuffle exceeds with the probability <see cref="ToroidalTopology.Level"/>.</param>
public sealed record ToroidalResult(IReadOnlyList<double> Components, IReadOnlyList<PersistentLoop> Loops, double ShuffledLength)
{
    /// <summary>How many loops last: two for a torus, one for a ring.</summary>
    public int Lasting => Loops.Count(loop => loop.Lasts);

    /// <summary>Length of the second-longest loop over that of the third: great for a torus; null where there is no third.</summary>
    public double? SecondOverThird => Loops.Count > 2 ? Loops[1].Bar.Length / Loops[2].Bar.Length : null;
}

/// <summary>A loop.</summary>
/// <param name="Bar">For which distances it is there, in units of the root mean square distance of the points from their mean.</param>
/// <param name="PValue">p of its length against the longest loops of the shuffles.</param>
/// <param name="Lasts">Whether p is at most <see cref="ToroidalTopology.Level"/>, and the length at least <see cref="ToroidalTopology.Least"/>.</param>
public sealed record PersistentLoop(PersistenceBar Bar, double PValue, bool Lasts);

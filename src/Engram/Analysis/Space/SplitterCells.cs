using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>The units of a network by whether they tell apart where a trajectory goes while its place does not (see <see cref="SplitterTest"/>).</summary>
/// <param name="Factor">What says where a trajectory goes.</param>
/// <param name="Trajectories">Its values as text, K.</param>
/// <param name="Trials">Trials of each (K).</param>
/// <param name="Edges">Edges of the bins of the stretch that they share (bins + 1).</param>
/// <param name="Permutations">Permutations of the test.</param>
/// <param name="Units">The units, N.</param>
public sealed record SplitterCells(
    string Factor, IReadOnlyList<string> Trajectories, IReadOnlyList<int> Trials, IReadOnlyList<double> Edges, int Permutations,
    IReadOnlyList<SplitterUnit> Units)
{
    /// <summary>Middles of the bins.</summary>
    public IReadOnlyList<double> Centres => [.. Edges.Zip(Edges.Skip(1), (left, right) => (left + right) / 2)];

    /// <summary>How many units are splitter cells.</summary>
    public int Count => Units.Count(unit => unit.IsSplitter);

    /// <summary>Share of splitter cells among the units.</summary>
    public double Share => (double)Count / Units.Count;

    /// <summary>Wilson's 95 % interval of the share, as if units were drawn independently of each other.</summary>
    public (double Low, double High) Interval => Binomial.Wilson(Count, Units.Count);
}

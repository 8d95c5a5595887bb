using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>The units of a network by where on a track they are active (see <see cref="PlaceFields"/>).</summary>
/// <param name="Covariate">What the position is.</param>
/// <param name="Trajectories">Names of the trajectories, K.</param>
/// <param name="Edges">Edges of the bins of the track (bins + 1).</param>
/// <param name="Maps">Mean activity along each trajectory (K).</param>
/// <param name="Permutations">Permutations of the test.</param>
/// <param name="Units">The units, N.</param>
public sealed record PlaceCells(
    string Covariate, IReadOnlyList<string> Trajectories, IReadOnlyList<double> Edges, IReadOnlyList<TrackMap> Maps, int Permutations,
    IReadOnlyList<PlaceUnit> Units)
{
    /// <summary>Middles of the bins.</summary>
    public IReadOnlyList<double> Centres => [.. Edges.Zip(Edges.Skip(1), (left, right) => (left + right) / 2)];

    /// <summary>How many units are place cells.</summary>
    public int Count => Units.Count(unit => unit.IsPlaceCell);

    /// <summary>Share of place cells among the units.</summary>
    public double Share => (double)Count / Units.Count;

    /// <summary>Wilson's 95 % interval of the share, as if units were drawn independently of each other.</summary>
    public (double Low, double High) Interval => Binomial.Wilson(Count, Units.Count);

    /// <summary>
    /// Peak positions of the place cells along one trajectory, by unit (N); null for all other units. With it a <see cref="ReplayTest"/> scores replays.
    /// </summary>
    /// <param name="trajectory">Name of the trajectory.</param>
    /// <exception cref="UsageException">There is no such trajectory.</exception>
    public IReadOnlyList<double?> Template(string trajectory)
    {
        ArgumentNullException.ThrowIfNull(trajectory);
        var place = Enumerable.Range(0, Trajectories.Count).FirstOrDefault(k => Trajectories[k] == trajectory, -1);
        return place >= 0 ? [.. Units.Select(unit => unit.IsPlaceCell ? unit.Fields[place]?.Peak : null)]
            : throw new UsageException($"There is no trajectory '{trajectory}'. {Nearest.Hint(trajectory, Trajectories)}");
    }
}

using Engram.Configuration;
using Engram.Equations;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>
/// Compares the maps of the same units in two recordings: correlates the two maps of each unit, and the activity of all units in each bin; finds the one shift and rotation by which all maps of the second
/// recording are best those of the first; and says by how much rates change. The first three are compared with shuffles in which maps of the second recording belong to other units.
/// </summary>
/// <remarks>
/// Both recordings lie in one frame, the plane of <see cref="Maps"/>, or the least one that holds all positions of both. Only bins that were visited in both count. For the alignment, each map is taken
/// less its mean and over its standard deviation, and maps turned and shifted against each other are correlated over the bins that overlap, all units together. A grid shifted by
/// its spacing is nearly the same grid: of the shifts whose correlation is a peak of at least 0.9 of the greatest the shortest is given. With maps of one unit, or of units with the same phase, rotations
/// by 60° are alike, too.
/// </remarks>
[Cite("10.1126/science.1114037", "Leutgeb et al. 2005, Independent codes for spatial and episodic memory in hippocampal neuronal ensembles")]
[Cite("10.1038/nature05601", "Fyhn, Hafting, Treves, Moser & Moser 2007, Hippocampal remapping and grid realignment in entorhinal cortex")]
public sealed record Remapping
{
    private const int LeastBins = 3, LeastUnits = 4;

    /// <summary>How maps are made.</summary>
    [NotASetting]
    public RateMaps Maps { get; init; } = new();

    /// <summary>Rotations that are tried: 60 for every 6°, 1 for none.</summary>
    [Range(1, 360)]
    public int Rotations { get; init; } = 60;

    /// <summary>Greatest shift along x and along y, as a share of the plane's side.</summary>
    [Range(0, 0.5)]
    public double MostShift { get; init; } = 0.25;

    /// <summary>Shuffles P of the units, below whose 1/(P + 1) no p is.</summary>
    [Range(19, 100_000)]
    public int Shuffles { get; init; } = 199;

    /// <summary>Seed of the shuffles.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads that work.</summary>
    [Range(1, 1024)]
    public int Threads { get; init; } = 1;

    /// <summary>Compares two recordings.</summary>
    /// <param name="first">The first; catch trials, and steps where the position is not known or outside of the plane, are left out.</param>
    /// <param name="second">The second, of the same units in the same order.</param>
    /// <exception cref="UsageException">As for <see cref="RateMaps.Of"/>; or there are not the same units, fewer than four, or fewer than three bins that were visited in both.</exception>
    public RemappingResult Of(Recording first, Recording second)
    {
        Settings.Check(this);
        var (a, b) = (Maps.Plane(first), Maps.Plane(second));
        var plane = (Left: Math.Min(a.Left, b.Left), Right: Math.Max(a.Right, b.Right), Bottom: Math.Min(a.Bottom, b.Bottom), Top: Math.Max(a.Top, b.Top));

        // Maps are turned, so the frame is a square.
        var (side, midX, midY) = (Math.Max(plane.Right - plane.Left, plane.Top - plane.Bottom) / 2, (plane.Left + plane.Right) / 2, (plane.Bottom + plane.Top) / 2);
        plane = plane.Right - plane.Left == plane.Top - plane.Bottom ? plane : (midX - side, midX + side, midY - side, midY + side);
        if (first.Units != second.Units || first.Units < LeastUnits)
        {
            throw new UsageException($"The recordings have {first.Units} and {second.Units} units; give two of the same units, at least {LeastUnits}.");
        }

        var (one, two) = (PlaneSteps.Of(first, Maps, plane), PlaneSteps.Of(second, Maps, plane));
        double[] mapsOne = one.Maps(), mapsTwo = two.Maps();
        var units = one.Units;
        int[] both = [.. Enumerable.Range(0, one.Columns * one.Rows).Where(bin => !double.IsNaN(mapsOne[bin * units]) && !double.IsNaN(mapsTwo[bin * units]))];
        if (both.Length < LeastBins)
        {
            throw new UsageException($"Only {both.Length} bins were visited in both recordings, but there must be {LeastBins}; make `Bins` fewer, or record more trials.");
        }

        var pairs = new MapPairs(mapsOne, mapsTwo, units, both);
        using var workers = new Workers(Threads);
        var turned = new double[Rotations][];
        workers.Run(Rotations, (_, k) => turned[k] = k == 0 ? mapsTwo : PlaneSteps.Of(second, Maps, plane, turn: -2 * Math.PI * k / Rotations).Maps());
        var alignment = new MapAlignment(mapsOne, turned, one.Columns, units, (int)Math.Round(MostShift * one.Columns));
        int[] same = [.. Enumerable.Range(0, units)];
        var found = alignment.Best(same);
        double[] space = new double[Shuffles], population = new double[Shuffles], aligned = new double[Shuffles];
        workers.Run(Shuffles, (_, k) =>
        {
            var stream = Resampling.Stream(Seed, k);
            int[] order = [.. same];
            Resampling.Shuffle<int>(order, ref stream);
            (space[k], population[k], aligned[k]) = (pairs.Space(order), pairs.Population(order), alignment.Best(order).Correlation);
        });

        // The second maps were turned back before they were shifted.
        var angle = Math.IEEERemainder(2 * Math.PI * found.Rotation / Rotations, 2 * Math.PI);
        var (x, y) = (found.X * (plane.Right - plane.Left) / one.Columns, found.Y * (plane.Top - plane.Bottom) / one.Rows);
        return new(
            RateMaps.Set(one, plane, mapsOne), RateMaps.Set(two, plane, mapsTwo), Measure(pairs.Space(same), space), Measure(pairs.Population(same), population), Measure(found.Correlation, aligned),
            ((Math.Cos(angle) * x) - (Math.Sin(angle) * y), (Math.Sin(angle) * x) + (Math.Cos(angle) * y)), angle * 180 / Math.PI,
            [.. same.Select(unit => new RemappedUnit(unit, pairs.Correlation(unit), pairs.Means(unit).First, pairs.Means(unit).Second))]);

        static RemappingMeasure Measure(double value, double[] shuffled) => new(value, Resampling.PValue(value, shuffled), Resampling.Quantile(shuffled, 0.95));
    }
}

/// <summary>How the maps of the same units in two recordings agree.</summary>
/// <param name="First">The maps in the first recording.</param>
/// <param name="Second">Those in the second.</param>
/// <param name="Spatial">The mean over units of the correlation of the two maps.</param>
/// <param name="Population">The mean over bins of the correlation of the activity of all units in them.</param>
/// <param name="Aligned">The correlation of all maps after the best shift and rotation.</param>
/// <param name="Shift">By how much maps of the second recording are shifted along x and y, in their unit, after they were turned.</param>
/// <param name="Rotation">By how much they are turned around the middle of the plane, from x towards y, in degrees from −180 to 180.</param>
/// <param name="Units">The units (N).</param>
public sealed record RemappingResult(
    RateMapSet First, RateMapSet Second, RemappingMeasure Spatial, RemappingMeasure Population, RemappingMeasure Aligned, (double X, double Y) Shift, double Rotation,
    IReadOnlyList<RemappedUnit> Units);

/// <summary>How much maps agree, and shuffles in which the second maps belong to other units.</summary>
/// <param name="Value">The correlation.</param>
/// <param name="PValue">p against the shuffles.</param>
/// <param name="Quantile">Their 95th percentile.</param>
public sealed record RemappingMeasure(double Value, double PValue, double Quantile);

/// <summary>A unit in two recordings.</summary>
/// <param name="Unit">Which, from 0.</param>
/// <param name="Correlation">The correlation of its maps over the bins that were visited in both; 0 where one is flat.</param>
/// <param name="FirstMean">Mean of its first map over these bins.</param>
/// <param name="SecondMean">Mean of its second map over them.</param>
public sealed record RemappedUnit(int Unit, double Correlation, double FirstMean, double SecondMean)
{
    /// <summary>(m₂ − m₁)/(|m₁| + |m₂|) of the means, from −1 to 1; 0 where both are 0.</summary>
    public double RateChange => Math.Abs(FirstMean) + Math.Abs(SecondMean) is var sum and > 0 ? (SecondMean - FirstMean) / sum : 0;
}

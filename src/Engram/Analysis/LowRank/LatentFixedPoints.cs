using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>
/// Finds the fixed points of a latent circuit under a constant input, stable and unstable ones alike: damped Newton steps on F(κ, u) − κ
/// from many starts, on a regular grid for one and two latent variables and quasi-random for more. With one, each change of sign
/// between neighbouring starts is followed too, so that points are missed only where two lie between neighbours.
/// </summary>
public sealed record LatentFixedPoints
{
    /// <summary>How many starts; a grid of two dimensions is rounded up to a square.</summary>
    [Range(1, 10_000_000)]
    public int Starts { get; init; } = 1000;

    /// <summary>
    /// The starts lie in [−extent, extent] for each κ_r. None: the <see cref="LatentCircuit.Bound"/> of each, beyond which no point can be.
    /// </summary>
    [Range(0, 1e9, Above = true)]
    public double? Extent { get; init; }

    /// <summary>A point is fixed when max|F − κ| is at most this times 1 + max|κ|.</summary>
    [Range(1e-15, 1e-3)]
    public double Tolerance { get; init; } = 1e-12;

    /// <summary>Most steps from one start.</summary>
    [Range(1, 1_000_000)]
    public int MaxIterations { get; init; } = 100;

    /// <summary>
    /// Points are one when each κ_r differs by less than this share of its scale: its own extent, or ten times 1 + |κ_r| where that is
    /// less, so that neither a wide search nor another variable's size decides.
    /// </summary>
    [Range(0, 1)]
    public double MergeDistance { get; init; } = 1e-5;

    /// <summary>How far the real part of an eigenvalue, times τ, may lie from 0 in a direction that neither grows nor decays.</summary>
    [Range(0, 1)]
    public double MarginalTolerance { get; init; } = 1e-6;

    /// <summary>Shifts the quasi-random starts of three latent variables and more.</summary>
    public ulong Seed { get; init; }

    /// <summary>Finds the points.</summary>
    /// <param name="circuit">The circuit.</param>
    /// <param name="input">The constant input u (I); v = u.</param>
    /// <returns>Each point once, in ascending order of κ₁, then κ₂, and so on, with an estimate of what was missed.</returns>
    /// <exception cref="UsageException">Options or input are not allowed, or an extent is needed and missing.</exception>
    public PointSet<LatentFixedPoint> Find(LatentCircuit circuit, ReadOnlySpan<double> input)
    {
        var u = circuit.Input(input);
        var extents = Extents(circuit);
        var newton = new LatentNewton(circuit, u, this, extents);
        var found = new List<(double[] Kappa, int Starts)>();
        var ends = new List<double[]>();
        var before = (Kappa: 0.0, Excess: 0.0);
        var searched = 0;
        foreach (var start in StartsOf(extents))
        {
            searched++;
            if (circuit.Rank == 1)
            {
                var here = (start[0], newton.Excess(start[0]));
                if (before.Excess * here.Item2 < 0)
                {
                    Add([newton.Between(before.Kappa, here.Item1)], 0);
                }

                before = here;
            }

            Add(start, 1);
        }

        LatentFixedPoint[] points =
        [
            .. found.OrderBy(point => point, Comparer<(double[] Kappa, int Starts)>.Create(
                    (a, b) => a.Kappa.AsSpan().SequenceCompareTo(b.Kappa)))
                .Select(point => Describe(circuit, u, point.Kappa, point.Starts)),
        ];
        return new(points, UnseenPoints.Of(points), points.Count(point => point.Starts == 0), searched);

        void Add(double[] kappa, int starts)
        {
            if (newton.From(kappa, ends))
            {
                var known = found.FindIndex(point => newton.Apart(point.Kappa, kappa) <= MergeDistance);
                if (known < 0)
                {
                    found.Add((kappa, starts));
                    ends.Add(kappa);
                }
                else
                {
                    found[known] = (found[known].Kappa, found[known].Starts + starts);
                }
            }
        }
    }

    private LatentFixedPoint Describe(LatentCircuit circuit, double[] u, double[] kappa, int starts)
    {
        var (drive, jacobian) = (new double[circuit.Rank], new double[circuit.Rank * circuit.Rank]);
        circuit.Linearise(kappa, u, drive, jacobian);
        var modes = EigenvalueSpectrum.OfMatrix(jacobian, circuit.Rank, circuit.LatentTau, circuit.LatentTau);
        var (stability, type) = PointTypes.Of(modes, MarginalTolerance);
        IReadOnlyList<PointSide> sides = [];
        if (circuit.HasKinks && new LatentKink(circuit, u, kappa).Look(MarginalTolerance) is { } kink)
        {
            (stability, type, modes, sides) = kink;
        }

        return new(kappa, Distance(drive, kappa), [.. modes.Select(mode => mode.Rate)], stability, type, starts) { Sides = sides };
    }

    private double[] Extents(LatentCircuit circuit)
    {
        var faults = Settings.Faults(this).ToList();
        double[] extents = [.. Enumerable.Range(0, circuit.Rank).Select(r => Extent ?? circuit.Bound(r))];
        if (!extents.All(double.IsFinite))
        {
            faults.Add("The rates of this network are unbounded, so fixed points can lie anywhere; set `Extent` to how far to search in κ.");
        }

        return faults.Count > 0 ? throw new UsageException(faults) : extents;
    }

    private IEnumerable<double[]> StartsOf(double[] extents)
    {
        var rank = extents.Length;
        if (rank <= 2)
        {
            var side = rank == 1 ? Starts : (int)Math.Ceiling(Math.Sqrt(Starts));
            return Enumerable.Range(0, rank == 1 ? side : side * side)
                .Select(k => rank == 1 ? (double[])[Place(k)] : [Place(k / side), Place(k % side)])
                .Select(start => start.Zip(extents, (x, extent) => x * extent).ToArray());

            double Place(int k) => side == 1 ? 0 : ((2.0 * k) / (side - 1)) - 1;
        }

        // x_k = frac(shift + k g), g_r = φ⁻ʳ with φ the positive root of φ^{R+1} = φ + 1.
        var phi = 2.0;
        for (var k = 0; k < 100; k++)
        {
            phi = Math.Pow(1 + phi, 1.0 / (rank + 1));
        }

        var draws = new RandomStream(new StreamKey(Seed, Purpose.Analysis), 0);
        var shift = new double[rank];
        for (var r = 0; r < rank; r++)
        {
            shift[r] = draws.NextUniform();
        }

        return Enumerable.Range(0, Starts).Select(k => Enumerable.Range(0, rank)
            .Select(r => (shift[r] + (k * Math.Pow(phi, -r - 1))) % 1).Select((x, r) => ((2 * x) - 1) * extents[r]).ToArray());
    }

    private static double Distance(double[] a, double[] b)
    {
        var distance = 0.0;
        for (var r = 0; r < a.Length; r++)
        {
            distance = Math.Max(distance, Math.Abs(a[r] - b[r]));
        }

        return distance;
    }
}

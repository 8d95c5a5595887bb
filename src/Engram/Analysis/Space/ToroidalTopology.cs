using Engram.Configuration;
using Engram.Equations;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>
/// Asks whether the activity of a population lies on a torus, as that of a module of grid cells does: how many loops and cavities does it have that last? The z-scored activity of all steps is projected
/// on its first principal components; of these points the densest are kept, and landmarks that are far from each other are picked among them. Their loops and cavities are found by persistent homology,
/// and compared with the longest ones when the activity of each unit is turned in time by itself, which keeps the course of each unit and breaks what they have in common.
/// </summary>
/// <remarks>
/// A torus has two loops and the cavity inside it; a ring, such as that of head-direction cells, has one loop, and the sheet that place cells of an open room make none. Lengths are in units of the root
/// mean square distance of the points from their mean, so that data and shuffles are compared at one size. A loop lasts where it is both longer than those of shuffles and as long as <see cref="Least"/>,
/// a cavity where it is longer than those of shuffles.
/// <para>Take the units of one module. The published analysis keeps more points and weighs their distances by how dense they are.</para>
/// </remarks>
[Cite("10.1038/s41586-021-04268-7", "Gardner et al. 2022, Toroidal topology of population activity in grid cells")]
public sealed record ToroidalTopology
{
    private const int Neighbours = 10;

    /// <summary>The units of the module, from 0; none for all.</summary>
    [NotASetting]
    public IReadOnlyList<int>? Units { get; init; }

    /// <summary>How many principal components are kept: six are as many as a module of grid cells has, two for each of three waves.</summary>
    [Range(2, 50)]
    public int Dimensions { get; init; } = 6;

    /// <summary>How many steps take part at most, evenly spread over the recording.</summary>
    [Range(50, 20_000)]
    public int Points { get; init; } = 1500;

    /// <summary>Share of the points that is kept: those with the nearest tenth neighbours.</summary>
    [Range(0, 1, Above = true)]
    public double Densest { get; init; } = 0.9;

    /// <summary>How many landmarks there are.</summary>
    [Range(10, 200)]
    public int Landmarks { get; init; } = 80;

    /// <summary>Whether cavities are looked for, which takes most of the time.</summary>
    public bool FindsCavities { get; init; } = true;

    /// <summary>Shuffles P, below whose 1/(P + 1) no p is.</summary>
    [Range(19, 10_000)]
    public int Shuffles { get; init; } = 99;

    /// <summary>p up to which a loop or a cavity lasts.</summary>
    [Range(0, 1, Above = true)]
    public double Level { get; init; } = 0.05;

    /// <summary>
    /// Length that a loop which lasts has at least. With enough landmarks, the loops of an ideal module of grid cells are there up to a distance of √2, and that of a ring up to √3. Sheets that are
    /// curled have loops too, more than shuffles do; those of planted place cells are up to 0.5 long, and those of planted grid cells with little noise 0.6 to 0.85.
    /// </summary>
    [Range(0, 2)]
    public double Least { get; init; } = 0.6;

    /// <summary>Seed of the shuffles.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads that work.</summary>
    [Range(1, 1024)]
    public int Threads { get; init; } = 1;

    /// <summary>Finds the loops and cavities.</summary>
    /// <param name="recording">The recording; catch trials are left out.</param>
    /// <exception cref="UsageException">A setting is not allowed, there are too few steps or units that change, or a rate is not finite.</exception>
    public ToroidalResult Of(Recording recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        Settings.Check(this);
        Finite.Rates(recording);
        var courses = Courses(recording);
        var bars = Bars(courses, _ => 0);
        var (loops, cavities) = (new double[Shuffles], new double[Shuffles]);
        using var workers = new Workers(Math.Min(Threads, Shuffles));
        workers.Run(Shuffles, (_, k) =>
        {
            var stream = Resampling.Stream(Seed, k);
            int[] lags = [.. courses.Select(course => stream.NextInt(course.Length))];
            var shuffled = Bars(courses, unit => lags[unit]);
            (loops[k], cavities[k]) = (shuffled.Loops.FirstOrDefault().Length, shuffled.Cavities.FirstOrDefault().Length);
        });
        return new(
            bars.Components, Tested(bars.Loops, loops, Least), Tested(bars.Cavities, cavities, 0), Resampling.Quantile(loops, 1 - Level), Resampling.Quantile(cavities, 1 - Level));
    }

    private PersistentFeature[] Tested(PersistenceBar[] bars, double[] shuffled, double least) =>
        [.. bars.Select(bar => (Bar: bar, P: Resampling.PValue(bar.Length, shuffled))).Select(one => new PersistentFeature(one.Bar, one.P, one.P <= Level && one.Bar.Length >= least))];

    // z-scored, unit by unit, over the steps of all trials one after the other.
    private double[][] Courses(Recording recording)
    {
        var units = Units ?? [.. Enumerable.Range(0, recording.Units)];
        if (units.Where(unit => unit < 0 || unit >= recording.Units).Take(1).ToArray() is [var odd])
        {
            throw new UsageException($"`Units` has {odd}, but units are 0 to {recording.Units - 1}; name some of these.");
        }

        var steps = recording.Trials.Where(trial => !trial.IsCatch).SelectMany(trial => Enumerable.Range(0, trial.Steps).Select(step => (Step: step, trial.Index))).ToList();
        var courses = units.Select(unit => Scaled([.. steps.Select(at => (double)recording.Rate(at.Step, at.Index)[unit])])).OfType<double[]>().ToArray();
        return courses.Length >= Dimensions && steps.Count >= 2 * Landmarks ? courses
            : throw new UsageException($"There are {courses.Length} units whose rate changes and {steps.Count} steps, but {Dimensions} units (`Dimensions`) and {2 * Landmarks} steps (twice `Landmarks`) are needed; record more, or set smaller numbers.");
    }

    private static double[]? Scaled(double[] course)
    {
        var mean = course.Average();
        var deviation = Math.Sqrt(course.Average(value => (value - mean) * (value - mean)));
        return deviation > 1e-9 * course.Max(Math.Abs) ? [.. course.Select(value => (value - mean) / deviation)] : null;
    }

    private PersistenceBars Bars(double[][] courses, Func<int, int> lag)
    {
        var (steps, units) = (courses[0].Length, courses.Length);
        var count = Math.Min(Points, steps);
        var rows = new double[count * units];
        for (var unit = 0; unit < units; unit++)
        {
            var late = lag(unit);
            for (var k = 0; k < count; k++)
            {
                rows[(k * units) + unit] = courses[unit][(int)(((long)k * steps / count) + late) % steps];
            }
        }

        var points = PrincipalComponents.Of(rows, units).Project(rows, Dimensions);
        var size = Math.Sqrt(points.Sum(value => value * value) / count);
        var landmarks = Farthest(points, Dense(points, count));
        var distances = new double[Landmarks * Landmarks];
        for (var i = 0; i < Landmarks; i++)
        {
            for (var j = 0; j < Landmarks; j++)
            {
                distances[(i * Landmarks) + j] = Math.Sqrt(Squared(points, landmarks[i], landmarks[j])) / size;
            }
        }

        return RipsPersistence.Of(distances, Landmarks, FindsCavities);
    }

    private int[] Dense(double[] points, int count)
    {
        var (reach, squares) = (new double[count], new double[count]);
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < count; j++)
            {
                squares[j] = Squared(points, i, j);
            }

            reach[i] = Nth(squares, Math.Min(Neighbours, count - 1));
        }

        var order = Enumerable.Range(0, count).ToArray();
        Array.Sort([.. reach], order);
        var kept = Math.Max(Landmarks, (int)Math.Round(Densest * count));
        return [.. order.Take(Math.Min(kept, count))];
    }

    // The k-th least, from 0, without sorting all.
    private static double Nth(double[] values, int k)
    {
        Span<double> least = stackalloc double[k + 1];
        least.Fill(double.PositiveInfinity);
        foreach (var value in values)
        {
            if (value < least[k])
            {
                var at = k;
                for (; at > 0 && least[at - 1] > value; at--)
                {
                    least[at] = least[at - 1];
                }

                least[at] = value;
            }
        }

        return least[k];
    }

    // Each landmark is the point that is farthest from all before; the first is the densest.
    private int[] Farthest(double[] points, int[] from)
    {
        var (landmarks, distances) = (new int[Landmarks], new double[from.Length]);
        Array.Fill(distances, double.PositiveInfinity);
        var next = 0;
        for (var k = 0; k < Landmarks; k++)
        {
            landmarks[k] = from[next];
            for (var i = 0; i < from.Length; i++)
            {
                distances[i] = Math.Min(distances[i], Squared(points, from[i], landmarks[k]));
            }

            next = Array.IndexOf(distances, distances.Max());
        }

        return landmarks;
    }

    private double Squared(double[] points, int i, int j)
    {
        var (sum, a, b) = (0.0, i * Dimensions, j * Dimensions);
        for (var k = 0; k < Dimensions; k++)
        {
            sum += (points[a + k] - points[b + k]) * (points[a + k] - points[b + k]);
        }

        return sum;
    }
}

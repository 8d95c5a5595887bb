using Engram.Simulation;
using Engram.Studies.PatternsInTime;
using MathNet.Numerics.Statistics;

namespace Engram.Studies.Reservoirs;

/// <summary>What trajectories have in common with those of the Lorenz attractor, whatever the places at which they are.</summary>
/// <param name="Greatest">The greatest size of an output, in greatest sizes of its target.</param>
/// <param name="Deviations">Standard deviation of x, y and z, in those of the targets.</param>
/// <param name="WingChanges">How often x changes its sign, in changes of the target.</param>
/// <param name="OffMap">Distance of a maximum of z from where Lorenz's map has it after the one before, the median, in standard deviations of the target's maxima.</param>
internal sealed record Attractor(double Greatest, IReadOnlyList<double> Deviations, double WingChanges, double OffMap)
{
    /// <summary>No output is far beyond its targets.</summary>
    public bool IsBounded => Greatest <= 1.5;

    /// <summary>Each output varies as much as its target.</summary>
    public bool Varies => Deviations.All(deviation => Math.Abs(deviation - 1) <= 0.15);

    /// <summary>It goes from wing to wing as often.</summary>
    public bool Changes => Math.Abs(WingChanges - 1) <= 0.25;

    /// <summary>Maxima follow on each other as in Lorenz's map.</summary>
    public bool FollowsMap => OffMap <= 0.25;

    /// <summary>All of these.</summary>
    public bool IsAttractor => IsBounded && Varies && Changes && FollowsMap;

    /// <summary>Compares what was made with what was asked for.</summary>
    public static Attractor Of(IReadOnlyList<Orbit> made, IReadOnlyList<Orbit> asked)
    {
        var known = asked.SelectMany(one => one.Maxima.From.Zip(one.Maxima.To)).OrderBy(pair => pair.First).ToList();
        var offs = made.SelectMany(one => one.Maxima.From.Zip(one.Maxima.To)).Select(pair => Math.Abs(pair.Second - Next(known, pair.First))).ToList();
        return new(
            Enumerable.Range(0, 3).Max(c => Sizes(made, c).Max() / Sizes(asked, c).Max()), [.. Enumerable.Range(0, 3).Select(c => Deviation(made, c) / Deviation(asked, c))],
            made.Average(one => one.WingChanges) / asked.Average(one => one.WingChanges),
            offs.Count > 0 ? Recall.Median(offs) / known.Select(pair => pair.First).StandardDeviation() : double.PositiveInfinity);
    }

    private static IEnumerable<double> Sizes(IReadOnlyList<Orbit> orbits, int channel) => orbits.SelectMany(one => one.Of(channel).Select(Math.Abs));

    private static double Deviation(IReadOnlyList<Orbit> orbits, int channel) => orbits.SelectMany(one => one.Of(channel)).StandardDeviation();

    // The mean over the five known maxima that are nearest.
    private static double Next(List<(double First, double Second)> known, double from)
    {
        var place = known.Count(pair => pair.First < from);
        return known.Skip(Math.Clamp(place - 2, 0, Math.Max(0, known.Count - 5))).Take(5).Average(pair => pair.Second);
    }
}

/// <summary>A trajectory of x, y and z.</summary>
internal sealed record Orbit(IReadOnlyList<double> X, IReadOnlyList<double> Y, IReadOnlyList<double> Z)
{
    /// <summary>Maxima of z.</summary>
    public SuccessiveMaxima Maxima
    {
        get
        {
            var maxima = Enumerable.Range(1, Z.Count - 2).Where(k => Z[k] > Z[k - 1] && Z[k] >= Z[k + 1]).Select(Height).ToList();
            return new([.. maxima.SkipLast(1)], [.. maxima.Skip(1)]);
        }
    }

    /// <summary>How often x changes its sign.</summary>
    public int WingChanges => Enumerable.Range(1, X.Count - 1).Count(k => X[k] >= 0 != X[k - 1] >= 0);

    /// <summary>The trajectory that a recording has of one trial in outputs or targets.</summary>
    public static Orbit Of(float[] values, Recording recording, int first, int trial)
    {
        return new(Column(0), Column(1), Column(2));

        IReadOnlyList<double> Column(int c) =>
            [.. Enumerable.Range(first, recording.Steps - first).Select(step => (double)values[(((step * recording.TrialCount) + trial) * 3) + c])];
    }

    /// <summary>One of the three.</summary>
    public IReadOnlyList<double> Of(int channel) => channel == 0 ? X : channel == 1 ? Y : Z;

    // Of the parabola through a sample and its neighbours.
    private double Height(int k) => Z[k] + (Math.Pow(Z[k + 1] - Z[k - 1], 2) / (8 * ((2 * Z[k]) - Z[k - 1] - Z[k + 1])));
}

/// <summary>Maxima, each with the next one.</summary>
internal sealed record SuccessiveMaxima(IReadOnlyList<double> From, IReadOnlyList<double> To);

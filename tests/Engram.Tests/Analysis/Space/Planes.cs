using Engram.Configuration;
using Engram.Numerics;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Tests.Analysis.Space;

/// <summary>Recordings of animals that walk in a square of 2.2 m, with planted units.</summary>
internal static class Planes
{
    private static readonly Arena Room = Arena.Square(2.2);

    /// <summary>A recording.</summary>
    /// <param name="trials">Trials, each a walk of its own.</param>
    /// <param name="steps">Steps of 20 ms of each.</param>
    /// <param name="seed">Decides the walks.</param>
    /// <param name="rates">The activity of each unit at a place, and at a step of a trial.</param>
    public static Recording Of(int trials, int steps, ulong seed, params Func<double, double, RandomStream, double>[] rates) =>
        Of(trials, steps, seed, rates.Length, (unit, x, y, _, noise) => rates[unit](x, y, noise));

    /// <summary>A recording of known cells with noise.</summary>
    public static Recording Of(int trials, int steps, ulong seed, double noise, params SpatialCells[] cells)
    {
        SpatialTuning[] tunings = [.. cells.Select(one => one.In(Room))];
        (int Kind, int Cell)[] units = [.. tunings.SelectMany((tuning, kind) => Enumerable.Range(0, tuning.Count).Select(cell => (kind, cell)))];
        double[][] activity = [.. tunings.Select(tuning => new double[tuning.Count])];
        return Of(trials, steps, seed, units.Length, (unit, x, y, heading, random) =>
        {
            var (kind, cell) = units[unit];
            if (cell == 0)
            {
                tunings[kind].Activity(x, y, heading, activity[kind]);
            }

            return activity[kind][cell] + (noise * random.NextNormal());
        });
    }

    /// <summary>A recording.</summary>
    /// <param name="trials">Trials, each a walk of its own.</param>
    /// <param name="steps">Steps of 20 ms of each.</param>
    /// <param name="seed">Decides the walks.</param>
    /// <param name="units">N.</param>
    /// <param name="rate">The activity of a unit at x, y and a heading, and at a step of a trial.</param>
    public static Recording Of(int trials, int steps, ulong seed, int units, Func<int, double, double, double, RandomStream, double> rate)
    {
        RecordedTrial[] recorded = [.. Enumerable.Range(0, trials).Select(trial => new RecordedTrial(
            trial, false, -1, "", -1, null, steps, [], new Dictionary<string, double>()))];
        var recording = new Recording(20.Ms, recorded, [], units, 1, 1, 0) { CovariateNames = ["x", "y", "heading"] };
        for (var trial = 0; trial < trials; trial++)
        {
            var path = RayleighWalk.Sorscher.Through(Room, steps, 20.Ms, seed, trial);
            for (var step = 0; step < steps; step++)
            {
                var (x, y) = (path.X[step + 1], path.Y[step + 1]);
                var known = recording.CovariatesAt(step, trial);
                (known[0], known[1], known[2]) = ((float)x, (float)y, (float)path.Heading[step + 1]);
                var row = recording.Rate(step, trial);
                for (var unit = 0; unit < units; unit++)
                {
                    row[unit] = (float)rate(unit, x, y, path.Heading[step + 1], new RandomStream(new StreamKey(seed, Purpose.Analysis), (((long)unit * trials) + trial) * steps + step));
                }
            }
        }

        return recording;
    }

    /// <summary>A grid cell with noise.</summary>
    public static Func<double, double, RandomStream, double> Grid(double spacing, double degrees, double x0, double y0, double noise) => (x, y, random) =>
    {
        var sum = Enumerable.Range(0, 3).Sum(k => ((60 * k) + 30 + degrees) * Math.PI / 180 is var angle
            ? Math.Cos(4 * Math.PI / (Math.Sqrt(3) * spacing) * (((x - x0) * Math.Cos(angle)) + ((y - y0) * Math.Sin(angle)))) : 0);
        return ((sum + 1.5) / 4.5) + (noise * random.NextNormal());
    };

    /// <summary>A place cell with noise.</summary>
    public static Func<double, double, RandomStream, double> Place(double x0, double y0, double width, double noise) => (x, y, random) =>
        Math.Exp(-(((x - x0) * (x - x0)) + ((y - y0) * (y - y0))) / (2 * width * width)) + (noise * random.NextNormal());
}

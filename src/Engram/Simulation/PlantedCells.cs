using Engram.Configuration;
using Engram.Numerics;
using Engram.Tasks;

namespace Engram.Simulation;

/// <summary>Recordings of cells whose activity is known while an animal walks at random, to see what an analysis finds in them, and what it finds in noise.</summary>
public sealed record PlantedCells
{
    private const int LeastSteps = 2;

    /// <summary>The room.</summary>
    public Arena Arena { get; init; } = Arena.Square(2.2);

    /// <summary>How the animal walks.</summary>
    public Walk Walk { get; init; } = RayleighWalk.Sorscher;

    /// <summary>The cells.</summary>
    [NotASetting]
    public IReadOnlyList<SpatialCells> Cells { get; init; } = [];

    /// <summary>Units after them that have nothing but noise.</summary>
    [Range(0, 100_000)]
    public int NoiseUnits { get; init; }

    /// <summary>Standard deviation of the noise of every unit in every step.</summary>
    [Range(0, 1e6)]
    public double Noise { get; init; }

    /// <summary>Walks.</summary>
    [Range(1, 1_000_000)]
    public int Trials { get; init; } = 100;

    /// <summary>Steps of each.</summary>
    [Range(LeastSteps, 10_000_000)]
    public int Steps { get; init; } = 100;

    /// <summary>Length of a step.</summary>
    [Range(0, 1e6, Above = true)]
    public TimeSpan Dt { get; init; } = 20.Ms;

    /// <summary>Decides the walks and the noise.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Records them, with the covariates <c>x</c>, <c>y</c> and <c>heading</c> after each step.</summary>
    /// <exception cref="UsageException">A setting is not allowed, there are no units, or the recording would not fit into memory.</exception>
    public Recording Record()
    {
        Settings.Check(this);
        SpatialTuning[] tunings = [.. Cells.Select(cells => cells.In(Arena))];
        var planted = tunings.Sum(tuning => tuning.Count);
        var units = planted + NoiseUnits;
        if (units == 0 || (double)units * Trials * Steps > Array.MaxLength)
        {
            throw new UsageException(FormattableString.Invariant(
                $"There are {units} units in {Trials} trials of {Steps} steps, but a recording has at least one unit and at most {Array.MaxLength} numbers; give `Cells` or `NoiseUnits`, or fewer steps."));
        }

        var period = new Period("path", TimeSpan.Zero, Steps * Dt);
        RecordedTrial[] trials = [.. Enumerable.Range(0, Trials).Select(trial => new RecordedTrial(trial, false, -1, "", -1, null, Steps, [period], new Dictionary<string, double>()))];
        var recording = new Recording(Dt, trials, [], units, 0, 0, 0) { CovariateNames = ["x", "y", "heading"] };
        var activity = new double[planted];
        for (var trial = 0; trial < Trials; trial++)
        {
            var (path, noise) = (Walk.Through(Arena, Steps, Dt, Seed, trial), new RandomStream(new StreamKey(Seed, Purpose.Analysis), trial));
            for (var step = 0; step < Steps; step++)
            {
                var (x, y, heading) = (path.X[step + 1], path.Y[step + 1], path.Heading[step + 1]);
                var first = 0;
                foreach (var tuning in tunings)
                {
                    tuning.Activity(x, y, heading, activity.AsSpan(first, tuning.Count));
                    first += tuning.Count;
                }

                var known = recording.CovariatesAt(step, trial);
                (known[0], known[1], known[2]) = ((float)x, (float)y, (float)heading);
                var rates = recording.Rate(step, trial);
                for (var unit = 0; unit < units; unit++)
                {
                    rates[unit] = (float)((unit < planted ? activity[unit] : 0) + (Noise > 0 ? Noise * noise.NextNormal() : 0));
                }
            }
        }

        return recording;
    }
}

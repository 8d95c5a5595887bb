using Engram.Configuration;
using Engram.Numerics;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Tests.Analysis;

/// <summary>Recordings made of numbers, of an animal on a track with two ends.</summary>
internal static class Tracks
{
    public static readonly TimeSpan Dt = 20.Ms;

    /// <summary>Trials with a label <c>side</c> (left, right, in turn) and the covariates <c>place</c> and <c>part</c>.</summary>
    /// <param name="trials">B.</param>
    /// <param name="steps">T.</param>
    /// <param name="units">N.</param>
    /// <param name="place">Position by (step, trial).</param>
    /// <param name="rate">Rate by (step, trial, unit).</param>
    /// <param name="part">Part of the track by (step, trial); 0 without.</param>
    public static Recording Of(
        int trials, int steps, int units, Func<int, int, double> place, Func<int, int, int, double> rate, Func<int, int, double>? part = null)
    {
        string[] sides = ["left", "right"];
        var recorded = Enumerable.Range(0, trials).Select(trial => new RecordedTrial(
            trial, false, trial % 2, sides[trial % 2], -1, null, steps, [new("run", TimeSpan.Zero, steps * Dt)],
            new Dictionary<string, double> { ["side"] = trial % 2 }));
        var recording = new Recording(Dt, [.. recorded], [new("side", FactorKind.Label, "left|right", sides)], units, 1, 1, 0)
        {
            CovariateNames = ["place", "part"],
        };
        for (var trial = 0; trial < trials; trial++)
        {
            for (var step = 0; step < steps; step++)
            {
                var known = recording.CovariatesAt(step, trial);
                (known[0], known[1]) = ((float)place(step, trial), (float)(part?.Invoke(step, trial) ?? 0));
                for (var unit = 0; unit < units; unit++)
                {
                    recording.Rate(step, trial)[unit] = (float)rate(step, trial, unit);
                }
            }
        }

        return recording;
    }

    /// <summary>Normal numbers, each a function of its place.</summary>
    public static double Noise(int step, int trial, int unit)
    {
        var stream = new RandomStream(new StreamKey(11, Purpose.Analysis), (((step * 10_000L) + trial) * 10_000) + unit);
        return stream.NextNormal();
    }

    /// <summary>A field: 1 at its centre.</summary>
    public static double Field(double place, double centre, double width = 3) => Math.Exp(-(place - centre) * (place - centre) / (2 * width * width));
}

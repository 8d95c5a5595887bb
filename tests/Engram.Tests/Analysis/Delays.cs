using Engram.Configuration;
using Engram.Numerics;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Tests.Analysis;

/// <summary>Recordings of a fixation and a delay made of numbers, with directions of a cue and of a response.</summary>
internal static class Delays
{
    public static readonly TimeSpan Dt = 20.Ms;

    /// <summary>So many trials, in turn of the same number of directions all round the circle.</summary>
    public static double[] Ring(int trials, int directions = 8) => [.. Enumerable.Range(0, trials).Select(trial => 360.0 * (trial % directions) / directions)];

    /// <summary>Trials with the number <c>direction</c>, the number <c>response</c> the label <c>side</c> (left, right) and the measure <c>answered</c>, the response but for a few degrees.</summary>
    /// <param name="directions">The direction of the cue in each trial.</param>
    /// <param name="fixation">Steps of the first period.</param>
    /// <param name="delay">Steps of the second in each trial.</param>
    /// <param name="units">N.</param>
    /// <param name="rate">Rate by (step, trial, unit); steps of the delay from 0, those before it negative.</param>
    /// <param name="responses">The direction of the response; that of the cue without.</param>
    public static Recording Of(
        double[] directions, int fixation, Func<int, int> delay, int units, Func<int, int, int, double> rate, double[]? responses = null)
    {
        string[] sides = ["left", "right"];
        var trials = directions.Select((direction, trial) => new RecordedTrial(
            trial, false, 0, "", -1, null, fixation + delay(trial),
            [new("fixation", TimeSpan.Zero, fixation * Dt), new("delay", fixation * Dt, (fixation + delay(trial)) * Dt)],
            new Dictionary<string, double> { ["direction"] = direction, ["response"] = (responses ?? directions)[trial], ["side"] = trial % 2 })
        {
            Measures = new Dictionary<string, double> { ["answered"] = (responses ?? directions)[trial] + (5 * Math.Sin(trial)) },
        });
        Factor[] factors =
        [
            new("direction", FactorKind.Number, "", []), new("response", FactorKind.Number, "", []), new("side", FactorKind.Label, "left|right", sides),
        ];
        var recording = new Recording(Dt, [.. trials], factors, units, 1, 1, 0) { MeasureNames = ["answered"] };
        for (var trial = 0; trial < directions.Length; trial++)
        {
            for (var step = 0; step < fixation + delay(trial); step++)
            {
                for (var unit = 0; unit < units; unit++)
                {
                    recording.Rate(step, trial)[unit] = (float)rate(step - fixation, trial, unit);
                }
            }
        }

        return recording;
    }

    /// <summary>Normal numbers, each a function of its place; of as many as 10 000 units.</summary>
    public static double Noise(int step, int trial, int unit)
    {
        var stream = new RandomStream(new StreamKey(7, Purpose.Analysis), (((step * 100_000L) + trial) * 10_000) + unit);
        return stream.NextNormal();
    }

    /// <summary>A bump of the direction.</summary>
    public static double Bump(double direction, double centre, double kappa) =>
        Math.Exp(kappa * (Math.Cos((direction - centre) * Math.PI / 180) - 1));
}

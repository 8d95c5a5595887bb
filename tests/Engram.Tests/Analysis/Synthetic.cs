using Engram.Configuration;
using Engram.Numerics;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Tests.Analysis;

/// <summary>Recordings made of numbers, so that what an analysis must find is known.</summary>
internal static class Synthetic
{
    public static readonly TimeSpan Dt = 20.Ms;

    public static RandomStream Stream(int index = 0) => new(new StreamKey(7, Purpose.Analysis), index);

    /// <summary>
    /// Trials of two periods, <c>cue</c> and <c>delay</c>, with a label <c>side</c> (left, right, …) and a number <c>strength</c>.
    /// </summary>
    /// <param name="sides">The label of each trial; −1 makes a catch trial.</param>
    /// <param name="steps">Steps of each trial.</param>
    /// <param name="cue">Steps of its first period.</param>
    /// <param name="units">N.</param>
    /// <param name="rate">Rate by (step, trial, unit).</param>
    /// <param name="correct">Whether a trial was answered correctly.</param>
    /// <param name="choice">Which of the labels was chosen.</param>
    public static Recording Of(
        int[] sides, Func<int, int> steps, Func<int, int> cue, int units, Func<int, int, int, double> rate, Func<int, bool>? correct = null,
        Func<int, int>? choice = null)
    {
        string[] labels = ["left", "right", "up", "down"];
        var trials = sides.Select((side, trial) => new RecordedTrial(
            trial,
            side < 0,
            side,
            side < 0 ? "catch" : labels[side],
            side,
            side < 0 ? null : correct?.Invoke(trial) ?? true,
            steps(trial),
            [new("cue", TimeSpan.Zero, cue(trial) * Dt), new("delay", cue(trial) * Dt, steps(trial) * Dt)],
            side < 0 ? new Dictionary<string, double>() : new Dictionary<string, double>
            {
                ["side"] = side, ["strength"] = trial % 3, ["delay"] = ((steps(trial) - cue(trial)) * Dt).TotalMilliseconds,
            })
        {
            Choice = choice?.Invoke(trial) ?? -1,
        });
        Factor[] factors =
        [
            new("side", FactorKind.Label, "left|right|up|down", labels), new("strength", FactorKind.Number, "0,1,2", []),
            new("delay", FactorKind.Time, "", []),
        ];
        var recording = new Recording(Dt, [.. trials], factors, units, 1, 1, 0) { Choices = choice is null ? [] : labels };
        for (var trial = 0; trial < sides.Length; trial++)
        {
            for (var step = 0; step < steps(trial); step++)
            {
                for (var unit = 0; unit < units; unit++)
                {
                    recording.Rate(step, trial)[unit] = (float)rate(step, trial, unit);
                }
            }
        }

        return recording;
    }

    /// <summary>So many trials, the labels in turn.</summary>
    public static int[] Sides(int trials, int labels = 2) => [.. Enumerable.Range(0, trials).Select(trial => trial % labels)];

    /// <summary>Normal numbers, each a function of its place.</summary>
    public static double Noise(int step, int trial, int unit)
    {
        var stream = Stream((step * 1_000_003) + (trial * 1009) + unit);
        return stream.NextNormal();
    }
}

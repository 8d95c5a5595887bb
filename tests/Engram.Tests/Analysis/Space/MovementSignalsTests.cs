using Engram.Analysis;
using Engram.Configuration;
using Engram.Numerics;
using Engram.Simulation;

namespace Engram.Tests.Analysis.Space;

/// <summary>Activity by the direction of movement.</summary>
public sealed class MovementSignalsTests
{
    private const int Steps = 20;

    [Fact]
    public void A_module_that_follows_the_direction_six_times_is_found()
    {
        var recording = Straight(400, (theta, unit, noise) => unit == 0 ? 1 + (0.4 * Math.Cos(6 * (theta - 0.2))) + (0.3 * noise.NextNormal()) : noise.NextNormal());
        var signals = new MovementSignals { Modules = [[0], [1, 2]] };
        var (first, second) = signals.Sessions(recording);
        Assert.Equal((200, 200), (first.Directions.Count, second.Directions.Count));
        var found = new HexadirectionalTest().Of(first, second);
        Assert.Equal([true, false], found.Signals.Select(signal => signal.Tested.IsModulated));
        Assert.Equal(0.4, found.Signals[0].Tested.Beta, 0.03);
        Assert.Equal(0.2 * 180 / Math.PI, found.Signals[0].Tested.Orientation, 1.0);
    }

    [Fact]
    public void Stretches_have_the_direction_of_the_trial_and_the_mean_of_the_summed_magnitudes()
    {
        var recording = Straight(12, (theta, unit, _) => unit - 1);
        var signal = new MovementSignals().Of(recording);
        Assert.Equal(12, signal.Directions.Count);
        Assert.All(signal.Signals[0], sum => Assert.Equal(2, sum));
        Assert.All(signal.Directions.Index(), entry => Assert.Equal(Direction(entry.Index), entry.Item, 1e-4));
    }

    [Fact]
    public void Steps_without_movement_or_position_are_left_out()
    {
        var recording = Straight(8, (_, _, _) => 1);
        var steps = new MovementSignals { Sample = MovementSample.Step };
        Assert.Equal(8 * (Steps - 1), steps.Of(recording).Directions.Count);

        // It stays where it was for one step of trial 0; in trial 1 one position, which two steps have to do with, is not known.
        recording.CovariatesAt(4, 0).CopyTo(recording.CovariatesAt(5, 0));
        recording.CovariatesAt(4, 1)[1] = float.NaN;
        Assert.Equal((8 * (Steps - 1)) - 3, steps.Of(recording).Directions.Count);
        Assert.Equal(10, new MovementSignals().Of(recording).Directions.Count);
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        var recording = Straight(8, (_, _, _) => 1);
        Refused("There is no covariate 'z'", new() { X = "z" });
        Refused("`Modules` has no module", new() { Modules = [[0, 3]] });
        Refused("`Period` is 'rest'", new() { Period = "rest" });
        Refused("There is no movement", new() { Least = 5 });

        void Refused(string text, MovementSignals signals) =>
            Assert.Contains(text, Assert.Throws<UsageException>(() => signals.Of(recording)).Message, StringComparison.Ordinal);
    }

    // Each trial goes straight on; three units.
    private static Recording Straight(int trials, Func<double, int, RandomStream, double> rate)
    {
        RecordedTrial[] recorded = [.. Enumerable.Range(0, trials).Select(trial => new RecordedTrial(trial, false, -1, "", -1, null, Steps, [], new Dictionary<string, double>()))];
        var recording = new Recording(20.Ms, recorded, [], 3, 1, 1, 0) { CovariateNames = ["x", "y"] };
        for (var trial = 0; trial < trials; trial++)
        {
            for (var step = 0; step < Steps; step++)
            {
                var known = recording.CovariatesAt(step, trial);
                (known[0], known[1]) = ((float)(0.03 * step * Math.Cos(Direction(trial))), (float)(0.03 * step * Math.Sin(Direction(trial))));
                for (var unit = 0; unit < 3; unit++)
                {
                    recording.Rate(step, trial)[unit] = (float)rate(Direction(trial), unit, new RandomStream(new StreamKey(1, Purpose.Analysis), (((trial * Steps) + step) * 3) + unit));
                }
            }
        }

        return recording;
    }

    // Spread over the circle by the golden angle.
    private static double Direction(int trial) => Math.IEEERemainder(2.39996 * trial, 2 * Math.PI);
}

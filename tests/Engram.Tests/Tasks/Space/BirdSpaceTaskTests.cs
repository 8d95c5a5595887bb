using Engram.Analysis;
using Engram.Cells;
using Engram.Configuration;
using Engram.Tasks;
using Engram.Tests.Analysis;

namespace Engram.Tests.Tasks.Space;

/// <summary>Birds that morph.</summary>
public sealed class BirdSpaceTaskTests
{
    private static readonly TimeSpan Dt = 20.Ms;
    private static readonly BirdSpaceTask Plain = new();

    [Fact]
    public void A_bird_is_seen_then_hidden_and_its_rates_lead_from_the_start_to_the_end()
    {
        for (var index = 0; index < 100; index++)
        {
            var trial = Rendered.Draw(Plain, index);
            var inputs = Rendered.From(Plain, trial, Dt).Inputs.Chunk(4).ToArray();
            var known = Covariates(trial).Chunk(3).ToArray();
            var (watch, imagine) = (trial.Periods[1].Steps(Dt), trial.Periods[2].Steps(Dt));
            foreach (var (step, input) in inputs.Index())
            {
                Assert.Equal(step < imagine.First ? known[step][..2] : [0, 0], input[..2]);
                Assert.All(known[step][..2], length => Assert.InRange(length, -1e-6f, 1 + 1e-6f));
                Assert.Equal(step < watch.First ? 0 : 0.4, double.Hypot(input[2], input[3]), 1e-6);
            }

            // The first step after the last one that shows the bird as it was may have more than its own share of the rate.
            foreach (var k in new[] { 0, 1 })
            {
                var gone = (trial.Duration - trial.Periods[0].End).TotalSeconds * inputs[^1][2 + k];
                Assert.Equal(inputs[0][k] + gone, known[^1][k], 1e-2);
            }

            var angle = Math.Atan2(inputs[^1][3], inputs[^1][2]) * 180 / Math.PI;
            Assert.Equal(0, Math.IEEERemainder(trial.Factor("direction") - angle, 360), 1e-3);
            Assert.Equal(trial.Factor("direction"), known[^1][2], 1e-3);
            Assert.True(float.IsNaN(known[0][2]));
        }
    }

    [Fact]
    public void All_directions_occur_alike_and_so_do_birds_in_the_middle()
    {
        var (directions, middles) = (new int[6], new double[2]);
        for (var index = 0; index < 1200; index++)
        {
            var trial = Rendered.Draw(Plain, index);
            directions[(int)(trial.Factor("direction") / 60)]++;
            var known = Covariates(trial).Chunk(3).ToArray();
            middles[0] += (known[0][0] + known[^1][0]) / 2400;
            middles[1] += (known[0][1] + known[^1][1]) / 2400;
        }

        Assert.All(directions, count => Assert.InRange(count, 150, 250));
        Assert.All(middles, middle => Assert.Equal(0.5, middle, 0.03));
    }

    [Fact]
    public void Targets_are_the_place_cells_of_the_bird()
    {
        var task = Plain with { PlaceCells = 20, PlaceWidth = 0.2, PlaceSeed = 4 };
        var cells = new PlaceTargets { Count = 20, Width = 0.2, Seed = 4 }.In(Arena.Parse("polygon(0 0, 1 0, 1 1, 0 1)"));
        var (activity, trial) = (new double[20], Rendered.Draw(task, 3));
        var rendered = Rendered.From(task, trial, Dt);
        foreach (var (step, known) in Covariates(trial).Chunk(3).Index())
        {
            cells.Activity(known[0], known[1], 0, activity);
            Assert.All(activity.Index(), cell => Assert.Equal(cell.Item, rendered.Targets[(step * 20) + cell.Index], 1e-5));
            Assert.All(rendered.Mask.Skip(step * 20).Take(20), weight => Assert.Equal(1, weight));
        }

        Assert.True((task with { PlaceSeed = 5 }).Equals(task with { PlaceSeed = 5 }));
        Assert.NotEqual(rendered.Targets, Rendered.From(task, Rendered.Draw(task with { PlaceSeed = 5 }, 3), Dt).Targets);
    }

    [Fact]
    public void What_is_hidden_and_asked_follows_the_settings()
    {
        var task = Plain with { ShowsRates = false, AsksThroughout = false };
        var trial = Rendered.Draw(task, 0);
        var rendered = Rendered.From(task, trial, Dt);
        var (first, _) = trial.Periods[2].Steps(Dt);
        Assert.All(rendered.Inputs.Skip(4 * first), value => Assert.Equal(0, value));
        Assert.All(rendered.Mask.Index(), weight => Assert.Equal(weight.Index < 64 * first ? 0 : 1, weight.Item));
    }

    [Fact]
    public void The_error_is_the_distance_of_the_decoded_bird()
    {
        var task = Plain with { PlaceCells = 400, PlaceWidth = 0.05 };
        var trial = Rendered.Draw(task, 5);
        var rendered = Rendered.From(task, trial, Dt);
        var values = new double[2];
        task.Measure(trial, rendered.Targets, 0, 400, Dt, values);
        Assert.All(values, value => Assert.InRange(value, 0.001, 0.05));

        // The same three cells win at all steps.
        var cells = new PlaceTargets { Count = 400, Width = 0.05 }.In(Arena.Parse("polygon(0 0, 1 0, 1 1, 0 1)"));
        float[] still = [.. Enumerable.Range(0, rendered.Targets.Length).Select(k => k % 400 < 3 ? 1f : 0f)];
        task.Measure(trial, still, 0, 400, Dt, values);
        var (x, y) = (cells.Centres.Take(3).Average(centre => centre.X), cells.Centres.Take(3).Average(centre => centre.Y));
        var known = Covariates(trial).Chunk(3).ToArray();
        Assert.Equal(double.Hypot(x - known[^1][0], y - known[^1][1]), values[1], 1e-6);
        Assert.Equal(known[trial.Periods[2].Steps(Dt).First..].Average(at => double.Hypot(x - at[0], y - at[1])), values[0], 1e-6);

        still[^1] = float.NaN;
        task.Measure(trial, still, 0, 400, Dt, values);
        Assert.True(double.IsNaN(values[0]) && double.IsNaN(values[1]));
    }

    [Fact]
    public void The_symbol_is_that_of_the_nearest_bird()
    {
        var task = Plain with { Symbols = 3 };
        Assert.Equal(["symbol-1", "symbol-2", "symbol-3"], task.Choices);
        Assert.Equal([64, 3], task.Heads.Select(head => head.Channels));
        var answers = new int[3];
        for (var index = 0; index < 300; index++)
        {
            var trial = Rendered.Draw(task, index);
            var targets = Rendered.From(task, trial, Dt).Targets;
            Assert.True(trial.IsCorrect(targets, 0, 67, Dt));
            (targets[^3], targets[^2], targets[^1]) = (targets[^1], targets[^3], targets[^2]);
            Assert.False(trial.IsCorrect(targets, 0, 67, Dt));
            answers[trial.Answer]++;

            // The first symbol's bird has longer legs than the others, and the second's a shorter neck.
            var end = Covariates(trial).Chunk(3).Last();
            var distances = Enumerable.Range(0, 3).Select(k => (0.5 + (0.3 * Math.Cos((Math.PI / 2) + (2 * Math.PI * k / 3))), 0.5 + (0.3 * Math.Sin((Math.PI / 2) + (2 * Math.PI * k / 3)))))
                .Select(bird => double.Hypot(end[0] - bird.Item1, end[1] - bird.Item2)).ToArray();
            Assert.Equal(Array.IndexOf(distances, distances.Min()), trial.Answer);
        }

        Assert.All(answers, count => Assert.InRange(count, 60, 140));
    }

    [Fact]
    public void A_recording_has_one_stretch_for_each_trial_in_its_direction()
    {
        var recording = FlowNetworks.Experiment(new GruCell { Units = 3 }, Plain, 12).Run(TestContext.Current.CancellationToken);
        var signal = new MovementSignals().Of(recording);
        Assert.Equal(12, signal.Directions.Count);
        Assert.All(recording.Trials.Zip(signal.Directions), pair =>
            Assert.Equal(0, Math.IEEERemainder((pair.First.Factors["direction"] * Math.PI / 180) - pair.Second, 2 * Math.PI), 1e-3));
    }

    [Fact]
    public void Settings_that_do_not_go_together_are_refused()
    {
        Refused("a bird morphs by up to 4 lengths", Plain with { Speed = [2] });
        Refused("`Imagine` is", Plain with { Imagine = TimeSpan.Zero });
        Refused("`Symbols` is 1", Plain with { Symbols = 1 });
        Refused("`PlaceCells`", Plain with { PlaceCells = 2 });

        static void Refused(string text, BirdSpaceTask task) => Assert.Contains(text, Assert.Throws<UsageException>(task.Validate).Message, StringComparison.Ordinal);
    }

    private static float[] Covariates(Trial trial)
    {
        var covariates = new float[3 * trial.Steps(Dt)];
        trial.RenderCovariates(covariates, 0, 3, Dt);
        return covariates;
    }
}

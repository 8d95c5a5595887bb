using Engram.Configuration;
using Engram.Tasks;

namespace Engram.Tests.Tasks.TimeSeries;

/// <summary>The benchmarks beside mackey-glass, each against its definition written out here, and their own measures against what they must be.</summary>
public sealed class BenchmarkSeriesTests
{
    private static readonly TimeSpan Dt = 20.Ms;

    [Fact]
    public void Lorenz_is_the_runge_kutta_solution_of_its_equations()
    {
        var task = new LorenzTask { Standardise = false, WarmUp = [10], TestLength = [40], Ahead = 2, Every = 3, Step = 0.005 };
        var trial = Rendered.Draw(task, 3);
        var (u, y) = (Rendered.From(task, trial, Dt).Inputs, Rendered.From(task, trial, Dt).Targets);
        double[] s = [trial.Factor("start-x"), trial.Factor("start-y"), trial.Factor("start-z")];
        var known = new List<double[]>();
        for (var k = 0; k < 1000 + 50 + 2; k++)
        {
            known.Add(s);
            for (var step = 0; step < 3; step++)
            {
                double[] a = Flow(s), b = Flow(At(s, a, 0.0025)), c = Flow(At(s, b, 0.0025)), d = Flow(At(s, c, 0.005));
                s = [.. s.Select((value, i) => value + (0.005 / 6 * (a[i] + (2 * b[i]) + (2 * c[i]) + d[i])))];
            }
        }

        for (var k = 0; k < 50; k++)
        {
            // Chaos: over 15 units of time rounding grows by e^14.
            Assert.All(Enumerable.Range(0, 3), i => Assert.Equal(known[1000 + k][i], u[(3 * k) + i], 1e-3));
            Assert.All(Enumerable.Range(0, 3), i => Assert.Equal(k < 48 ? u[(3 * (k + 2)) + i] : y[(3 * k) + i], y[(3 * k) + i]));
        }

        static double[] Flow(double[] p) => [10 * (p[1] - p[0]), (p[0] * (28 - p[2])) - p[1], (p[0] * p[1]) - (8.0 / 3 * p[2])];
        static double[] At(double[] p, double[] slope, double h) => [.. p.Zip(slope, (value, change) => value + (h * change))];
    }

    [Fact]
    public void Lorenz_is_shown_with_mean_0_and_deviation_1_and_has_the_published_exponent()
    {
        var task = new LorenzTask { WarmUp = [0], TestLength = [20_000] };
        var u = Rendered.From(task, Rendered.Draw(task, 1), Dt).Inputs.Chunk(3).ToArray();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(0, u.Average(row => row[i]), 0.15);
            Assert.Equal(1, Math.Sqrt(u.Average(row => (double)row[i] * row[i])), 0.05);
        }

        // How a distance of 1e-8 grows in a step, on average.
        var (at, sum) = (new LorenzTask.Point(1, 2, 20), 0.0);
        var near = at with { X = at.X + 1e-8 };
        for (var k = -1000; k < 200_000; k++)
        {
            (at, near) = (task.Next(at), task.Next(near));
            var (x, y, z) = (near.X - at.X, near.Y - at.Y, near.Z - at.Z);
            var distance = Math.Sqrt((x * x) + (y * y) + (z * z));
            near = at.Plus(1e-8 / distance, new(x, y, z));
            sum += k < 0 ? 0 : Math.Log(distance / 1e-8);
        }

        Assert.Equal(0.9056, sum / (200_000 * 0.02), 0.02);
        var closed = task with { WarmUp = [5], TestLength = [30], Horizon = [100] };
        var trial = Rendered.Draw(closed, 0);
        Assert.Equal(100 * 0.02 * 0.9056, Answers.Measured(closed, trial, Rendered.From(closed, trial, Dt).Targets, Dt)[4], 1e-12);
        Assert.True(double.IsNaN(Answers.Measured(closed with { Rho = 30 }, Rendered.Draw(closed with { Rho = 30 }, 0), Rendered.From(closed, trial, Dt).Targets, Dt)[4]));
    }

    [Fact]
    public void Lorenz_that_is_not_shown_has_the_same_targets_and_valid_times_in_every_test()
    {
        var shown = new LorenzTask { WarmUp = [20], TestLength = [300] };
        var task = shown with { Shown = false };
        var trial = Rendered.Draw(task, 3);
        var rendered = Rendered.From(task, trial, Dt);
        Assert.Equal(Rendered.From(shown, Rendered.Draw(shown, 3), Dt).Targets, rendered.Targets);
        Assert.Empty(rendered.Inputs);
        Assert.Equal(300 * 0.02 * 0.9056, Answers.Measured(task, trial, rendered.Targets, Dt)[4], 1e-12);
        Assert.Equal(0, Answers.Measured(task, trial, [.. rendered.Targets.Select(y => y + 1)], Dt)[4]);
        Assert.Contains(
            "`Horizon` is 50, but nothing is shown", Assert.Throws<UsageException>((task with { Horizon = [50] }).Validate).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, NarmaDefinition.AtiyaParlos)]
    [InlineData(30, NarmaDefinition.AtiyaParlos)]
    [InlineData(10, NarmaDefinition.Reservoirpy)]
    [InlineData(30, NarmaDefinition.Reservoirpy)]
    [InlineData(3, NarmaDefinition.AtiyaParlos)]
    public void Narma_follows_the_recursion_of_its_definition(int order, NarmaDefinition definition)
    {
        var task = new NarmaTask { Order = order, Definition = definition };
        for (var index = 0; index < 5; index++)
        {
            var trial = Rendered.Draw(task, index);
            var rendered = Rendered.From(task, trial, Dt);
            double[] u = [.. rendered.Inputs.Select(value => (double)value)];

            // With the input u(t) the target is y(t + 1).
            double Y(int t) => rendered.Targets[t - 1];
            var (alpha, beta, delta) = order == 30 ? (0.2, 0.04, 0.001) : (0.3, 0.05, 0.1);
            for (var t = order + 1; t < u.Length; t++)
            {
                var expected = definition == NarmaDefinition.AtiyaParlos
                    ? (alpha * Y(t)) + (beta * Y(t) * Enumerable.Range(0, order).Sum(i => Y(t - i))) + (1.5 * u[t - (order - 1)] * u[t]) + delta
                    : (alpha * Y(t)) + (beta * Y(t) * Enumerable.Range(1, order).Sum(i => Y(t - i))) + (1.5 * u[t - order] * u[t]) + delta;
                Assert.Equal(expected, Y(t + 1), 1e-5);
            }

            Assert.All(u, value => Assert.InRange(value, 0, 0.5));
            Assert.Equal(0.25, u.Average(), 0.03);
            Assert.Equal(0, Answers.Measured(task, trial, rendered.Targets, Dt)[0]);
        }
    }

    [Fact]
    public void Narma_draws_anew_what_diverges_and_counts_it()
    {
        var task = new NarmaTask { Beta = 0.06 };
        double[] redraws = [.. Enumerable.Range(0, 60).Select(index =>
        {
            var trial = Rendered.Draw(task, index);
            var y = Rendered.From(task, trial, Dt).Targets;
            Assert.All(y, value => Assert.InRange(value, 0, 10));
            return Answers.Measured(task, trial, y, Dt)[4];
        })];
        Assert.Equal("redraws", task.Measures[4]);
        Assert.Contains(redraws, count => count > 0);
        Assert.Contains(redraws, count => count == 0);
        Assert.Contains(
            "exceeded 10 in each of 1000 draws", Assert.Throws<UsageException>(() => Rendered.Draw(task with { Beta = 1 }, 0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Trials_of_one_draw_have_the_same_inputs()
    {
        foreach (var task in (CognitiveTask[])[new NarmaTask(), new MemoryCapacityTask(), new SineSquareTask()])
        {
            var pinned = task.Pin("draw", 123_456_789);
            var (one, other) = (Rendered.From(pinned, Rendered.Draw(pinned, 0), Dt), Rendered.From(pinned, Rendered.Draw(pinned, 1), Dt));
            Assert.Equal(one.Inputs, other.Inputs);
            Assert.Equal(one.Targets, other.Targets);
            Assert.NotEqual(one.Inputs, Rendered.From(task, Rendered.Draw(task, 0), Dt).Inputs);
        }
    }

    [Fact]
    public void Memory_capacity_counts_the_delays_that_are_known()
    {
        var task = new MemoryCapacityTask { Delays = 20, TestLength = [1000] };
        var trial = Rendered.Draw(task, 2);
        var rendered = Rendered.From(task, trial, Dt);
        for (var t = 0; t < rendered.Steps; t++)
        {
            Assert.All(Enumerable.Range(1, Math.Min(t, 20)), k => Assert.Equal(rendered.Inputs[t - k], rendered.Targets[(20 * t) + k - 1]));
        }

        Assert.Equal(0.8 * 0.8 / 3, rendered.Inputs.Average(u => (double)u * u), 0.02);
        Assert.Equal(20, Capacity((y, _) => y), 1e-6);
        Assert.Equal(20, Capacity((y, _) => 3 - (2 * y)), 1e-6);
        Assert.Equal(0, Capacity((_, _) => 0.7f));
        Assert.Equal(7, Capacity((y, k) => k < 7 ? y : 0), 1e-6);

        // Of what has nothing to do with the input 1/T remains for each delay.
        var other = Rendered.From(task, Rendered.Draw(task, 3), Dt).Targets;
        Assert.InRange(Answers.Measured(task, trial, other, Dt)[4], 0.2 * 20 / 1000, 3.0 * 20 / 1000);

        // corr² of u and 1 + u + n is var u/(var u + var n).
        var half = rendered.Targets.Select((y, at) => 1 + y + other[at]).ToArray();
        Assert.Equal(10, Answers.Measured(task, trial, half, Dt)[4], 0.8);
        Assert.Contains("`WarmUp` is 19, but", Assert.Throws<UsageException>((task with { WarmUp = [19] }).Validate).Message, StringComparison.Ordinal);

        double Capacity(Func<float, int, float> answer) =>
            Answers.Measured(task, trial, [.. rendered.Targets.Select((y, at) => answer(y, at % 20))], Dt)[4];
    }

    [Fact]
    public void Sine_square_is_whole_waves_of_both_kinds()
    {
        var task = new SineSquareTask();
        var trial = Rendered.Draw(task, 1);
        var rendered = Rendered.From(task, trial, Dt);
        foreach (var (u, y) in rendered.Inputs.Chunk(12).Zip(rendered.Targets.Chunk(12)))
        {
            Assert.Single(y.Distinct());
            Assert.All(u.Index(), at => Assert.Equal(y[0] == 1 ? at.Index < 6 ? 1 : -1 : Math.Sin(at.Index * Math.PI / 6), at.Item, 1e-6));
        }

        Assert.InRange(rendered.Targets.Average(), 0.3, 0.7);
        Assert.Equal(0, Wrong(y => y));
        Assert.Equal(1, Wrong(y => 1 - y));
        Assert.Equal(1, Wrong(_ => float.NaN));
        Assert.Equal(rendered.Targets.Skip(100).Average(), Wrong(_ => 0.2f), 1e-6);

        double Wrong(Func<float, float> answer) => Answers.Measured(task, trial, [.. rendered.Targets.Select(answer)], Dt)[4];
    }

    [Fact]
    public void Sines_are_their_sum_from_where_the_trial_begins()
    {
        var task = new SinesTask { WarmUp = [40], TestLength = [700] };
        var trial = Rendered.Draw(task, 1);
        var (start, rendered) = (trial.Factor("start"), Rendered.From(task, trial, Dt));
        Assert.Empty(rendered.Inputs);
        Assert.InRange(start, 1, 600);
        for (var k = 0; k < rendered.Steps; k++)
        {
            var t = 2 * Math.PI * (start + k) / 600;
            Assert.Equal((0.867 * Math.Sin(t)) + (0.433 * Math.Sin(2 * t)) + (0.144 * Math.Sin(3 * t)) + (0.289 * Math.Sin(4 * t)), rendered.Targets[k], 1e-5);
            Assert.Equal(k < 40 ? 0 : 1, rendered.Mask[k]);
        }

        Assert.Equal(0, Rendered.Draw(task with { Starts = 0 }, 5).Factor("start"));
        Assert.Contains("`Periods` has 4 numbers, but `Amplitudes` has 1", Assert.Throws<UsageException>((task with { Amplitudes = [1] }).Validate).Message, StringComparison.Ordinal);
    }
}

using Engram.Configuration;
using Engram.Tasks;

namespace Engram.Tests.Tasks.TimeSeries;

/// <summary>The series of Mackey and Glass: the number of one step, the series against a solution of its own, and its Lyapunov exponent.</summary>
public sealed class MackeyGlassTests
{
    private static readonly TimeSpan Dt = 20.Ms;

    [Fact]
    public void One_step_of_the_runge_kutta_method_gives_the_right_number()
    {
        // 1.120172 is what a method gives that doubles k₃ and k₄ and does not scale the production.
        Assert.Equal(1.11756228, new MackeyGlassTask().Next(1.2, 1.2), 5e-9);

        // With x(t − τ) held the equation is linear: x' = c/b + (x − c/b)·exp(−b·h).
        var production = 0.2 * 1.2 / (1 + Math.Pow(1.2, 10)) / 0.1;
        Assert.Equal(production + ((1.2 - production) * Math.Exp(-0.1)), new MackeyGlassTask().Next(1.2, 1.2), 1e-7);
        Assert.Equal(production + ((1.2 - production) * Math.Exp(-0.01)), new MackeyGlassTask { Step = 0.1 }.Next(1.2, 1.2), 1e-12);
    }

    [Theory]
    [InlineData(17, 1, 1, 1)]
    [InlineData(17, 0.1, 10, 3)]
    [InlineData(30, 0.5, 2, 1)]
    public void Inputs_are_the_series_and_targets_the_series_some_samples_later(double tau, double step, int every, int ahead)
    {
        var task = new MackeyGlassTask { Tau = tau, Step = step, Every = every, Ahead = ahead, WarmUp = [20], TestLength = [60] };
        var trial = Rendered.Draw(task, 4);
        var rendered = Rendered.From(task, trial, Dt);
        var expected = Series(trial.Factor("start"), tau, step, every, 1000 + 80 + ahead)[1000..];
        Assert.Equal(80, rendered.Steps);
        for (var k = 0; k < 80; k++)
        {
            Assert.Equal(expected[k], rendered.Inputs[k], 1e-5);
            Assert.Equal(expected[k + ahead], rendered.Targets[k], 1e-5);
            Assert.Equal(k < 20 ? 0 : 1, rendered.Mask[k]);
        }
    }

    [Fact]
    public void Trials_are_stretches_of_the_attractor_that_have_nothing_in_common()
    {
        var task = new MackeyGlassTask { WarmUp = [0], TestLength = [1] };
        double[] begins = [.. Enumerable.Range(0, 2000).Select(index => (double)Rendered.From(task, Rendered.Draw(task, index), Dt).Inputs[0])];
        var along = Series(1.2, 17, 1, 1, 40_000)[1000..];
        Assert.Equal(along.Average(), begins.Average(), 0.02);
        Assert.Equal(Math.Sqrt(Variance(along)), Math.Sqrt(Variance(begins)), 0.02);
        var mean = begins.Average();
        Assert.InRange(begins.Zip(begins.Skip(1), (a, b) => (a - mean) * (b - mean)).Average() / Variance(begins), -0.1, 0.1);

        static double Variance(IReadOnlyCollection<double> values) => values.Average(value => Math.Pow(value - values.Average(), 2));
    }

    // Benettin's method on the tangent of the map that the steps make, in the state of all values within the delay.
    [Theory]
    [InlineData(0.17, 100, 0.0056)]
    [InlineData(1, 17, 0.0073)]
    public void The_lyapunov_exponents_are_those_that_are_named(double step, int delay, double expected)
    {
        double[] past = [.. Enumerable.Repeat(1.2, delay)], tangent = [.. Enumerable.Repeat(1.0, delay)];
        var task = new MackeyGlassTask { Tau = 17, Step = step };
        var (x, dx, oldest, sum, time) = (1.2, 1.0, 0, 0.0, 0.0);

        // One step takes x to keep·x + gain·x_τ/(1 + x_τ¹⁰).
        var keep = task.Next(1, 0) - task.Next(0, 0);
        var gain = task.Next(0, 1) * 2;
        for (var k = 0; time < 100_000; k++)
        {
            var (delayed, off, p) = (past[oldest], tangent[oldest], Math.Pow(past[oldest], 10));
            (past[oldest], tangent[oldest]) = (x, dx);
            oldest = (oldest + 1) % delay;
            dx = (keep * dx) + (gain * (1 - (9 * p)) / ((1 + p) * (1 + p)) * off);
            x = task.Next(x, delayed);
            if (k % delay == 0)
            {
                var size = Math.Sqrt(tangent.Sum(value => value * value) + (dx * dx));
                dx /= size;
                tangent = Array.ConvertAll(tangent, value => value / size);
                (sum, time) = k * step > 2000 ? (sum + Math.Log(size), time + (delay * step)) : (0, 0);
            }
        }

        Assert.Equal(expected, sum / time, 4e-4);
    }

    [Fact]
    public void Parameters_that_do_not_fit_are_refused_in_a_sentence()
    {
        Assert.Contains("`Tau` is 17, but a delay is a whole number of steps of 0.3", Fault(new MackeyGlassTask { Step = 0.3 }), StringComparison.Ordinal);
        Assert.Contains("`Tau` is 17, but", Fault(new MackeyGlassTask { Step = 0.001 }), StringComparison.Ordinal);
        Assert.Contains("set a smaller `Step`", Assert.Throws<UsageException>(() => Rendered.Draw(new MackeyGlassTask { Tau = 170, Step = 170 }, 0)).Message, StringComparison.OrdinalIgnoreCase);

        static string Fault(CognitiveTask task) => Assert.Throws<UsageException>(task.Validate).Message;
    }

    // x' by the classical Runge–Kutta method, written with the whole function, and a list for the past.
    private static double[] Series(double start, double tau, double step, int every, int samples)
    {
        var delay = (int)Math.Round(tau / step);
        var x = new List<double>(Enumerable.Repeat(start, delay + 1));
        while (x.Count < delay + 1 + (every * samples))
        {
            var (now, held) = (x[^1], x[^(delay + 1)]);
            double F(double at) => (0.2 * held / (1 + Math.Pow(held, 10))) - (0.1 * at);
            double a = F(now), b = F(now + (step / 2 * a)), c = F(now + (step / 2 * b)), d = F(now + (step * c));
            x.Add(now + (step / 6 * (a + b + b + c + c + d)));
        }

        return [.. Enumerable.Range(0, samples).Select(k => x[delay + (k * every)])];
    }
}

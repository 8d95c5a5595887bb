using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Studies.Forgetting;

namespace Engram.Tests.Learning;

public sealed class LossGradientTests
{
    [Fact]
    public void It_is_what_one_step_of_plain_descent_goes_along()
    {
        var easy = SmallRun.Easy();
        var configuration = easy with
        {
            Optimiser = new Sgd { LearningRate = 1 }, Penalties = Penalties.None, Training = easy.Training with { ClipNorm = 1e9 },
            Stopping = new Stopping { MaxUpdates = 1 },
        };
        using var trainer = new Trainer(configuration, threads: 1);
        var start = trainer.Network;
        var before = start.RawValues.ToArray();
        var gradient = LossGradient.Of(start, configuration, configuration.Training.Trials);
        trainer.Run(TrainerHooks.None, CancellationToken.None);
        Assert.Contains(gradient, g => Math.Abs(g) > 1e-3);
        var raw = trainer.Capture().Arrays.Single(array => array.Name == "raw").Values;
        Assert.All(raw, (after, i) => Assert.Equal(before[i] - gradient[i], after, 1e-6f));
    }

    [Fact]
    public void A_loss_of_ones_own_takes_the_place_of_the_configured_one()
    {
        using var trainer = new Trainer(SmallRun.Easy(), threads: 1);
        var configured = LossGradient.Of(trainer.Network, SmallRun.Easy(), 5);
        Assert.Equal(configured, LossGradient.Of(trainer.Network, SmallRun.Easy(), 5, new SquaredError()));
        Assert.NotEqual(configured, LossGradient.Of(trainer.Network, SmallRun.Easy(), 5, new MeanOfLogSoftmax()));
    }

    [Fact]
    public void The_mean_of_log_softmax_has_the_gradient_that_it_writes()
    {
        double[] z = [0.3, -1.1, 0.7, double.NaN], mask = [1, 1, 1, 0], adjoint = [9, 9, 9, 9];
        Value(adjoint);
        for (var o = 0; o < 3; o++)
        {
            z[o] += 1e-5;
            var above = Value([]);
            z[o] -= 2e-5;
            Assert.Equal((above - Value([])) / (3 * 2e-5), adjoint[o], 1e-9);
            z[o] += 1e-5;
        }

        Assert.Equal(0, adjoint[3]);

        double Value(double[] adjoints) => new MeanOfLogSoftmax().Accumulate<double>(z, mask, mask, 3, 4, adjoints, 1.0 / 3);
    }

    [Theory]
    [InlineData("leaky")]
    [InlineData("gru")]
    [InlineData("lstm")]
    public void Every_weight_of_a_cell_agrees_with_differences(string name)
    {
        var cell = Cell.Catalog.Create(name) with { Units = 4 };
        Assert.Equal(cell.Graph(3, 2, 20.Ms).Parameters.Sum(shape => shape.Count), GradientCheck.Of(cell));
    }

    [Fact]
    public void A_cell_that_learns_with_something_else_than_its_slope_is_told() => Assert.Matches(
        @"^The gradient of the cell mistaken is not the slope of its loss: for \w+\[\d, \d\] it is -?[\d.E-]+, and differences give -?[\d.E-]+\. ",
        Assert.Throws<UsageException>(() => GradientCheck.Of(new MistakenCell { Units = 4 })).Message);

    private sealed record MistakenCell : Cell
    {
        protected override void Define(Step step)
        {
            var x = step.State("x", Units);
            var r = step.Apply(Activation.Tanh, x);
            step.Next(x, step.Surrogate(step.Linear("w_rec", r, Units), 2 * step.Linear("w_in", step.Input, Units)));
            step.Rate(r);
        }
    }
}

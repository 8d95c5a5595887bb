using Engram.Cells;
using Engram.Configuration;
using Engram.Learning;
using Engram.Tasks;

namespace Engram.Tests.Learning;

/// <summary>Losses that a user writes: what they get, and what their mistakes are told.</summary>
public sealed class OwnLossTests
{
    public static TheoryData<string> Names => [.. Loss.Catalog.Names, "fourth-power"];

    [Theory, MemberData(nameof(Names))]
    public void A_right_gradient_passes(string name) => GradientCheck.Of(Loss.Catalog.Create(name));

    [Fact]
    public void One_written_element_by_element_is_weighed_by_the_mask_and_leaves_padding_at_zero()
    {
        // ½ · (3 − 1)⁴ + 2 · (0 − 1)⁴,  weight · mask · 4 (z − y)³
        double[] adjoint = [9, 9, 9];
        Assert.Equal(10, new FourthPowerLoss().Accumulate<double>([3, 0, double.NaN], [1, 1, double.NaN], [0.5, 2, 1], 2, 3, adjoint, 0.25));
        Assert.Equal([4, -2, 0], adjoint);
        Assert.Equal(10, new FourthPowerLoss().Accumulate<double>([3, 0, double.NaN], [1, 1, double.NaN], [0.5, 2, 1], 2, 3, [], 0.25));
    }

    [Fact]
    public void A_wrong_gradient_is_told_with_what_it_is_and_what_it_should_be() => Assert.Matches(
        @"^The loss wrong-slope has a wrong gradient: for an output of -?\d.*, a target of 0\.\d+, a mask of 0\.\d+ and a weight of 0\.7 it writes "
        + @"(-?[\d.]+), but finite differences of its value give (?!\1)-?[\d.]+\. Fix its derivative\.$",
        Assert.Throws<UsageException>(() => GradientCheck.Of(new WrongSlopeLoss())).Message);

    [Fact]
    public void What_is_written_where_there_is_no_output_is_told() => Assert.Equal(
        "The loss padding writes 1 into the adjoints of a lane without an output; write 0 there.",
        Assert.Throws<UsageException>(() => GradientCheck.Of(new PaddingLoss())).Message);

    [Fact]
    public void A_failure_is_told_with_its_place() => Assert.Matches(
        @"^The loss failing cannot be computed: IndexOutOfRangeException, .* \(OwnLossTests\.cs, line \d+\) Fix its Accumulate\.$",
        Assert.Throws<UsageException>(() => GradientCheck.Of(new FailingLoss())).Message);

    [Fact]
    public void Trained_with_by_its_name_it_is_found_again_in_what_a_run_keeps()
    {
        var configuration = Configuration with { Training = Configuration.Training with { Loss = "fourth-power" } };
        using var trainer = new Trainer(configuration, threads: 1);
        Assert.Equal(10, trainer.Run(TrainerHooks.None, CancellationToken.None).Updates);
        Assert.NotEqual(Trained(Configuration), trainer.Network.RawValues.ToArray());
        Assert.Equal(configuration, RunConfiguration.FromJson(configuration.ToJson()));
    }

    [Fact]
    public void Without_a_likelihood_it_has_no_Fisher_information()
    {
        var configuration = Configuration with { Training = Configuration.Training with { Loss = "fourth-power" } };
        using var trainer = new Trainer(configuration, threads: 1);
        Assert.Equal(
            "The loss fourth-power has no Fisher information, but elastic weight consolidation needs it; override Sample, or set another `Loss`.",
            Assert.Throws<UsageException>(() => FisherInformation.Diagonal(trainer.Network, configuration, 2, 1)).Message);
    }

    private static RunConfiguration Configuration => new()
    {
        Task = new DelayedMatchTask(),
        Cell = new LeakyCell { Units = 10 },
        Training = new TrainingOptions { Trials = 4, CheckEvery = 10, ValidationTrials = 20, Dt = 50.Ms },
        Stopping = new Stopping { MaxUpdates = 10 },
    };

    private static float[] Trained(RunConfiguration configuration)
    {
        using var trainer = new Trainer(configuration, threads: 1);
        trainer.Run(TrainerHooks.None, CancellationToken.None);
        return trainer.Network.RawValues.ToArray();
    }

    private sealed record FourthPowerLoss : ElementwiseLoss
    {
        protected override T Of<T>(T z, T y, out T slope)
        {
            var cube = (z - y) * (z - y) * (z - y);
            slope = T.CreateTruncating(4) * cube;
            return cube * (z - y);
        }
    }

    private sealed record WrongSlopeLoss : ElementwiseLoss
    {
        protected override T Of<T>(T z, T y, out T slope)
        {
            slope = z - y;
            return (z - y) * (z - y);
        }
    }

    private sealed record PaddingLoss : Loss
    {
        public override double Accumulate<T>(
            ReadOnlySpan<T> z, ReadOnlySpan<T> target, ReadOnlySpan<T> mask, int channels, int stride, Span<T> adjoint, double weight)
        {
            adjoint.Clear();
            for (var row = channels; row < adjoint.Length; row += stride)
            {
                adjoint[row] = T.One;
            }

            return 0;
        }

        public override void Output<T>(Span<T> z, int channels, int stride)
        {
        }
    }

    private sealed record FailingLoss : Loss
    {
        public override double Accumulate<T>(
            ReadOnlySpan<T> z, ReadOnlySpan<T> target, ReadOnlySpan<T> mask, int channels, int stride, Span<T> adjoint, double weight) =>
            double.CreateTruncating(z[z.Length]);

        public override void Output<T>(Span<T> z, int channels, int stride)
        {
        }
    }
}

using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Networks;

namespace Engram.Tests.Learning;

/// <summary>Low-rank networks in training: redrawn bases, given initial weights, and priming.</summary>
public sealed class LowRankTrainingTests
{
    [Fact]
    public void A_redrawn_basis_is_another_in_every_update_and_the_first_in_between()
    {
        var losses = new List<double>();
        LowRankCell cell = new() { Units = 16, Populations = 2 };
        float[] Trained(LowRankCell which)
        {
            using var trainer = new Trainer(Small(which), 1);
            var basis = trainer.Network.Raw("basis").ToArray();
            trainer.Run(new TrainerHooks { OnCheck = line => losses.Add(line.Loss) }, CancellationToken.None);
            Assert.Equal(basis, trainer.Network.Raw("basis").ToArray());
            return trainer.Network.Raw("support_m").ToArray();
        }

        Assert.NotEqual(Trained(cell), Trained(cell with { RedrawBasis = true }));
        Assert.Equal(losses[0], losses[losses.Count / 2]);
    }

    [Fact]
    public void Training_begins_with_a_given_network_or_refuses_it()
    {
        var configuration = Small(new LowRankCell { Units = 16 });
        var given = Network.Create(configuration.Cell, configuration.Graph(), configuration.Network, 99);
        using var trainer = new Trainer(configuration, 1, given);
        Assert.Equal(given.RawValues.ToArray(), trainer.Network.RawValues.ToArray());
        var other = Small(new LowRankCell { Units = 17, TrainGains = true });
        var fault = Assert.Throws<UsageException>(() => new Trainer(other, 1, given).Dispose());
        Assert.Contains("The given network has x0 (16 × 1), n (1 × 16)", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(12)]
    public void A_trained_network_of_full_rank_primes_one_of_low_rank(int rank)
    {
        LeakyCell full = new() { Units = 12, Activation = Activation.Tanh };
        LowRankCell low = new() { Units = 12, Rank = rank, TrainGains = true };
        var from = Network.Create(full, full.Graph(2, 1, 20.Ms), new() { InitialState = 0 }, 3);
        var to = Network.Create(low, low.Graph(2, 1, 20.Ms), new(), 4);
        var primed = LowRankPriming.Prime(from, to);
        var product = Enumerable.Range(0, 144).Select(k => Enumerable.Range(0, rank)
            .Sum(r => (double)primed["m", k / 12, r] * primed["n", r, k % 12]) / 12).ToArray();
        var weights = Array.ConvertAll(from.Effective("w_rec").ToArray(), w => (double)w);
        Assert.Equal(from.Effective("w_in").ToArray(), primed.Effective("w_in").ToArray());
        Assert.Equal(from.Effective("w_out").ToArray(), primed.Effective("w_out").ToArray());
        var error = product.Zip(weights, (p, w) => (p - w) * (p - w)).Sum();
        if (rank == 12)
        {
            Assert.Equal(0, error, 1e-9);
            return;
        }

        // The truncation and what it leaves out are orthogonal.
        Assert.Equal(weights.Sum(w => w * w), product.Sum(p => p * p) + error, 1e-4);
        Assert.InRange(error, 0.1, weights.Sum(w => w * w) * (1 - (rank / 12.0)));
    }

    [Fact]
    public void A_network_that_primes_must_fit()
    {
        LeakyCell full = new() { Units = 12, Leak = Leak.Rate };
        LowRankCell low = new() { Units = 13 };
        var from = Network.Create(full, full.Graph(2, 1, 20.Ms), new(), 3);
        var to = Network.Create(low, low.Graph(2, 1, 20.Ms), new(), 4);
        Assert.Equal(3, Assert.Throws<UsageException>(() => LowRankPriming.Prime(from, to)).Faults.Count);
        Assert.Contains(
            "give one with the cell leaky",
            Assert.Throws<UsageException>(() => LowRankPriming.Prime(to, to)).Message,
            StringComparison.Ordinal);
        LeakyCell begun = new() { Units = 12, Activation = Activation.Tanh };
        Assert.Contains(
            "`InitialState = 0`",
            Assert.Throws<UsageException>(() => LowRankPriming.Prime(
                Network.Create(begun, begun.Graph(2, 1, 20.Ms), new(), 3), to)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "give one with the cell low-rank", Assert.Throws<UsageException>(() => LowRankPriming.Prime(from, from)).Message, StringComparison.Ordinal);
    }

    private static RunConfiguration Small(LowRankCell cell) => SmallRun.Easy() with
    {
        Cell = cell,
        Network = new(),
        Stopping = new Stopping { Threshold = 0, MaxUpdates = 30 },
        Training = new TrainingOptions { Trials = 10, CheckEvery = 10, ValidationTrials = 40 },
        Penalties = Penalties.None,
    };
}

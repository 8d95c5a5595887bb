using Engram.Analysis;
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Tests.Analysis.Space;

/// <summary>Places decoded from all units, and layers in place of units.</summary>
public sealed class PositionDecoderTests
{
    [Fact]
    public void Places_are_decoded_from_units_that_tell_them_and_not_from_noise()
    {
        var known = Planes.Of(20, 100, 1, (x, _, random) => x + (0.1 * random.NextNormal()), (x, y, random) => y - x + (0.1 * random.NextNormal()), (_, _, random) => random.NextNormal());
        var found = new PositionDecoder().Of(known);

        // x from the first alone, y from the sum of two: variances 0.01 and 0.02, and a little less, for places are not spread without end.
        Assert.InRange(found.Error, 0.16, 0.175);
        Assert.InRange(found.Chance, 0.7, 1.1);
        Assert.Equal(2000, found.Steps);
        Assert.All(found.ErrorByStep, error => Assert.InRange(error!.Value, 0.05, 0.3));
        var noise = new PositionDecoder().Of(Planes.Of(20, 100, 1, (_, _, random) => random.NextNormal()));
        Assert.InRange(noise.Error / noise.Chance, 0.99, 1.05);
        Assert.Equal(noise.Chance, new PositionDecoder().Of(Planes.Of(20, 100, 1, (_, _, _) => 2)).Error, 1e-9);
    }

    [Fact]
    public void One_long_trial_is_split_in_its_middle()
    {
        var one = Planes.Of(1, 3000, 1, (x, _, _) => x, (_, y, _) => y);
        Assert.InRange(new PositionDecoder { Penalty = 1e-9 }.Of(one).Error, 0, 1e-5);
        Assert.Contains("there must be 2", Assert.Throws<UsageException>(() => new PositionDecoder().Of(Planes.Of(1, 2, 1, (x, _, _) => x))).Message, StringComparison.Ordinal);
        Assert.Throws<UsageException>(() => new PositionDecoder { Penalty = 0 }.Of(one));
        Assert.Contains("no covariate 'z'", Assert.Throws<UsageException>(() => new PositionDecoder { X = "z" }.Of(one)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_readout_of_the_last_layer_is_the_output()
    {
        var cell = new LeakyCell { Units = 6, Noise = 0, Layers = [new ReadoutLayer(5, Activation.Tanh), new ReadoutLayer(4, Activation.Linear, 0.5)] };
        var task = new PathIntegrationPlaceTask { PlaceCells = 3 };
        var network = Network.Create(cell, cell.Graph(2, 3, 20.Ms, 3), new NetworkOptions { Readout = ReadoutKind.All, InputScale = 1 }, 1);
        var recording = new Experiment { Network = network, Task = task, Trials = 3 }.Run(TestContext.Current.CancellationToken);
        var layer = LayerActivity.Of(recording, network, 2);
        Assert.Equal((4, 3, 2), (layer.Units, layer.TrialCount, LayerActivity.Of(recording, network, 1).Units - 3));
        float[] weights = [.. network.Effective("w_out")], bias = [.. network.Effective("b_out")];
        for (var trial = 0; trial < 3; trial++)
        {
            double[] z = new double[3];
            for (var o = 0; o < 3; o++)
            {
                z[o] = bias[o];
                for (var i = 0; i < 4; i++)
                {
                    z[o] += weights[(o * 4) + i] * layer.Rate(7, trial)[i];
                }
            }

            var sum = z.Sum(Math.Exp);
            Assert.All(Enumerable.Range(0, 3), o => Assert.Equal(Math.Exp(z[o]) / sum, recording.OutputAt(7, trial)[o], 1e-5));
        }

        Assert.Equal(recording.Covariates, layer.Covariates);
        Assert.Contains("has 2 layers", Assert.Throws<UsageException>(() => LayerActivity.Of(recording, network, 3)).Message, StringComparison.Ordinal);
        Assert.Contains("has no layers", Assert.Throws<UsageException>(() => LayerActivity.Of(recording, Network.Create(cell with { Layers = null }, (cell with { Layers = null }).Graph(2, 3, 20.Ms, 3), new NetworkOptions(), 1), 1)).Message, StringComparison.Ordinal);
    }
}

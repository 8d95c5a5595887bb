using Engram.Configuration;
using Engram.Networks;

namespace Engram.Tests.Networks;

public sealed class InputWeightTests
{
    [Fact]
    public void Weights_of_one_magnitude_have_either_sign_and_the_scale_of_inputs()
    {
        var weights = Some.Network(new() { Input = new BernoulliInitialiser(2), InputScale = 0.25, SpectralRadius = null }, units: 1000).Effective("w_in").ToArray();
        Assert.All(weights, w => Assert.Equal(0.5f, Math.Abs(w)));
        Assert.Equal(1500, weights.Count(w => w > 0), 3 * Math.Sqrt(3000 / 4.0));
    }

    [Fact]
    public void A_uniform_distribution_is_what_no_distribution_means() => Assert.Equal(
        Some.Network(new() { InputScale = 0.3 }).Effective("w_in").ToArray(),
        Some.Network(new() { InputScale = 0.3, Input = new UniformInitialiser(1) }).Effective("w_in").ToArray(),
        (a, b) => Math.Abs(a - b) < 1e-7);

    [Fact]
    public void Each_channel_has_its_factor()
    {
        var (even, scaled) = (Some.Network(), Some.Network(new() { InputScales = [1, 0, 3] }));
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(even["w_in", i, 0], scaled["w_in", i, 0]);
            Assert.Equal(0, scaled["w_in", i, 1]);
            Assert.Equal(3 * even["w_in", i, 2], scaled["w_in", i, 2], 1e-7);
        }

        Assert.Equal(even.Effective("w_rec").ToArray(), scaled.Effective("w_rec").ToArray());
    }

    [Fact]
    public void Inputs_reach_units_with_their_probability_and_absent_ones_stay_absent()
    {
        var network = Some.Network(new() { PInput = 0.1, Input = new BernoulliInitialiser(), SpectralRadius = null }, units: 1000);
        var reached = network.Effective("w_in").ToArray().Count(w => w != 0);
        Assert.Equal(300, reached, 3 * Math.Sqrt(3000 * 0.1 * 0.9));
        Assert.Equal(reached, network.WithRaw([.. Enumerable.Repeat(1f, network.Parameters.Count)]).Effective("w_in").ToArray().Count(w => w != 0));
    }

    [Fact]
    public void Factors_are_one_for_each_channel()
    {
        Assert.Equal(
            "`InputScales` has 2 numbers, but there are 3 input channels; give one number for each channel.",
            Assert.Single(Assert.Throws<UsageException>(() => Some.Network(new() { InputScales = [1, 2] })).Faults));
        Assert.Equal(
            "`InputScales`: '1,-2,1' is out of range; write a value from 0 to 1000000.",
            Assert.Single(Assert.Throws<UsageException>(() => Some.Network(new() { InputScales = [1, -2, 1] })).Faults));
    }

    [Fact]
    public void Settings_of_inputs_leave_the_configurations_of_earlier_runs_as_they_were()
    {
        var json = Settings.ToJson(new NetworkOptions());
        Assert.False(json.ContainsKey("input") || json.ContainsKey("inputScales") || json.ContainsKey("pInput"));
        var options = Settings.With(new NetworkOptions(), [new("input", "bernoulli(2)"), new("input-scales", "1,2"), new("p-input", "0.1")]);
        var again = Settings.FromJson(new NetworkOptions(), Settings.ToJson(options));
        Assert.Equal((new BernoulliInitialiser(2), 0.1), (again.Input, again.PInput));
        Assert.Equal([1, 2], again.InputScales!);
    }
}

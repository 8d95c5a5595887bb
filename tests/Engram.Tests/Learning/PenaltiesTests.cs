using Engram.Equations;
using Engram.Learning;

namespace Engram.Tests.Learning;

public sealed class PenaltiesTests
{
    private static readonly Penalties All = new()
    {
        L1Input = 1,
        L1Recurrent = 2,
        L1Readout = 3,
        L2Input = 4,
        L2Recurrent = 5,
        L2Readout = 6,
        L2Rates = 7,
    };

    [Theory]
    [InlineData(ParameterRole.Input, 1, 4)]
    [InlineData(ParameterRole.Recurrent, 2, 5)]
    [InlineData(ParameterRole.Readout, 3, 6)]
    [InlineData(ParameterRole.Bias, 0, 0)]
    [InlineData(ParameterRole.ReadoutBias, 0, 0)]
    [InlineData(ParameterRole.InitialState, 0, 0)]
    public void A_matrix_is_penalised_by_its_means_according_to_its_role(ParameterRole role, double lambda1, double lambda2)
    {
        double[] weights = [0.5, -1, 0, 2], gradient = [10, 10, 10, 10];
        var value = All.Accumulate<double>(role, weights, gradient);
        Assert.Equal((lambda1 * 3.5 / 4) + (lambda2 * 5.25 / 4), value, 1e-15);
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(10 + (lambda1 * Math.Sign(weights[i]) / 4) + (2 * lambda2 * weights[i] / 4), gradient[i], 1e-14);
        }
    }

    [Fact]
    public void The_gradient_is_that_of_the_value_by_central_differences()
    {
        double[] weights = [0.5, -1, 0.3, 2, -0.7], gradient = new double[5];
        All.Accumulate<double>(ParameterRole.Recurrent, weights, gradient);
        for (var i = 0; i < weights.Length; i++)
        {
            double[] up = [.. weights], down = [.. weights];
            up[i] += 1e-6;
            down[i] -= 1e-6;
            var rise = All.Accumulate<double>(ParameterRole.Recurrent, up, []) - All.Accumulate<double>(ParameterRole.Recurrent, down, []);
            var slope = rise / 2e-6;
            Assert.Equal(slope, gradient[i], 1e-8);
        }
    }

    [Fact]
    public void No_penalties_and_no_weights_cost_nothing()
    {
        float[] gradient = [3];
        Assert.Equal(0, Penalties.None.Accumulate<float>(ParameterRole.Recurrent, [2], gradient));
        Assert.Equal([3], gradient);
        Assert.Equal(0, All.Accumulate<float>(ParameterRole.Input, [], []));
    }
}

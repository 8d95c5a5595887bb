using Engram.Configuration;
using Engram.Learning;

namespace Engram.Tests.Learning;

public sealed class OptimiserStepTests
{
    // θ = 1, η = 0.1 and gradients 1, −2, 0.5; worked out with forty decimal digits.
    public static TheoryData<Optimiser, double[]> Steps => new()
    {
        { new Sgd(), [0.9, 1.1, 1.05] },
        { new Momentum(), [0.9, 1.01, 1.059] },
        { new Momentum { Nesterov = true }, [0.81, 1.109, 1.1031] },
        { new Adam(), [0.90000000099999999, 0.93661035347207508, 0.95027941967382172] },
        { new AdamW(), [0.89900000099999999, 0.93471135347107508, 0.94744570831935065] },
        { new RmsPropHinton(), [0.68377224398316175, 0.96948652561581487, 0.89624168477514527] },
        { new RmsPropGraves(), [0.54165075148589435, 0.53332635329382056, 0.42525056850814810] },
        { new RmsPropTensorflow { Momentum = 0.5 }, [0.900000000004999999, 1.025411603862159242, 1.042378470418017802] },
    };

    [Theory, MemberData(nameof(Steps))]
    public void The_first_three_steps_are_those_worked_out_by_hand(Optimiser optimiser, double[] expected)
    {
        double[] gradients = [1, -2, 0.5], theta = [1];
        var state = optimiser.Start<double>(1);
        for (var update = 0; update < 3; update++)
        {
            optimiser.Apply(state, theta, gradients.AsSpan(update, 1), 0.1);
            Assert.Equal(expected[update], theta[0], 1e-13);
        }
    }

    [Theory]
    [InlineData(3.0)]
    [InlineData(-1e-3)]
    [InlineData(1e-6)]
    public void The_first_step_of_the_adaptive_rules_has_a_closed_form(double g)
    {
        Assert.Equal(-0.1 * g / (Math.Abs(g) + 1e-8), First(new Adam(), g), 1e-12);
        Assert.Equal(-0.1 * g / ((Math.Sqrt(0.1) * Math.Abs(g)) + 1e-8), First(new RmsPropHinton(), g), 1e-12);
        Assert.Equal(-0.1 * g / Math.Sqrt(0.9 + (0.1 * g * g) + 1e-10), First(new RmsPropTensorflow(), g), 1e-12);
        Assert.Equal(-0.1 * g / Math.Sqrt((0.05 * 0.95 * g * g) + 1e-4), First(new RmsPropGraves(), g), 1e-12);
    }

    [Fact]
    public void Weight_decay_of_AdamW_does_not_depend_on_the_gradient()
    {
        double[] theta = [2, 2], gradient = [0, 0];
        var optimiser = new AdamW { WeightDecay = 0.5 };
        optimiser.Apply(optimiser.Start<double>(2), theta, gradient, 0.1);
        Assert.Equal([1.9, 1.9], theta);
    }

    [Fact]
    public void Vectors_in_single_precision_give_the_bits_of_a_scalar_loop()
    {
        const int count = 67;
        float[] theta = new float[count], twin = new float[count], m = new float[count], v = new float[count], gradient = new float[count];
        var optimiser = new Adam();
        var state = optimiser.Start<float>(count);
        for (var t = 1; t <= 20; t++)
        {
            float eta = (float)(0.003 / (1 - Math.Pow(0.9, t))), correct = (float)(1 / (1 - Math.Pow(0.999, t)));
            for (var i = 0; i < count; i++)
            {
                var g = gradient[i] = MathF.Sin((t * 1.7f) + (i * i)) * MathF.Pow(10, -i / 10);
                m[i] = (0.9f * m[i]) + ((float)(1 - 0.9) * g);
                v[i] = (0.999f * v[i]) + ((float)(1 - 0.999) * (g * g));
                twin[i] -= eta * m[i] / (MathF.Sqrt(v[i] * correct) + 1e-8f);
            }

            optimiser.Apply<float>(state, theta, gradient, 0.003);
        }

        Assert.Equal(twin, theta);
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_nearest()
    {
        Assert.IsType<AdamW>(Optimiser.Catalog.Create("AdamW"));
        var refused = Assert.Throws<UsageException>(() => Optimiser.Catalog.Create("rmsprop-hintn"));
        Assert.Contains("'rmsprop-hintn'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'rms-prop-hinton'?", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_of_another_optimiser_or_network_is_refused_with_all_faults_and_changes_nothing()
    {
        var state = new Adam().Start<float>(4);
        var refused = Assert.Throws<UsageException>(() => state.Restore(3, [("m", [1, 2, 3]), ("velocity", [1, 2, 3, 4])]));
        Assert.Equal(3, refused.Faults.Count);
        Assert.Equal(0, state.Step);
        Assert.All(state.Arrays, a => Assert.All(a.Values, value => Assert.Equal(0, value)));
    }

    [Fact]
    public void Lengths_that_differ_are_refused()
    {
        var state = new Sgd().Start<float>(4);
        Assert.Throws<ArgumentException>(() => new Sgd().Apply<float>(state, new float[4], new float[3], 0.1));
        Assert.Equal(0, state.Step);
    }

    private static double First(Optimiser optimiser, double g)
    {
        double[] theta = [0];
        optimiser.Apply(optimiser.Start<double>(1), theta, [g], 0.1);
        return theta[0];
    }
}

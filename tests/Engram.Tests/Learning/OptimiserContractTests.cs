using System.Reflection;
using Engram.Configuration;
using Engram.Learning;
using Engram.Numerics;
using Engram.Tests.Configuration;

namespace Engram.Tests.Learning;

/// <summary>What every optimiser must do; a new one is found by itself.</summary>
public sealed class OptimiserContractTests
{
    // No multiple of any vector width, so that whole vectors and the rest both run.
    private const int Count = 101;

    public static TheoryData<Optimiser> All => [.. Optimiser.Catalog.All.SelectMany(one => Variants.OfChoices(one))];

    [Theory, MemberData(nameof(All))]
    public void It_finds_the_minimum_of_a_quadratic(Optimiser optimiser)
    {
        // L = ½ Σ h (θ − c)²,  h from 0.5 to 2
        const double Rate = 0.02;
        var state = optimiser.Start<double>(Count);
        double[] centre = Normals(1), theta = new double[Count], gradient = new double[Count];
        for (var update = 0; update < 3000; update++)
        {
            for (var i = 0; i < Count; i++)
            {
                gradient[i] = (0.5 + (1.5 * i / Count)) * (theta[i] - centre[i]);
            }

            optimiser.Apply(state, theta, gradient, Rate * Math.Exp(-update / 500.0));
        }

        Assert.All(theta.Zip(centre), pair => Assert.Equal(pair.Second, pair.First, 0.02));
    }

    [Theory, MemberData(nameof(All))]
    public void The_first_step_goes_against_the_gradient_and_grows_with_the_rate(Optimiser optimiser)
    {
        var gradient = Normals(2);
        double[] small = Step(optimiser, gradient, 0.01), large = Step(optimiser, gradient, 0.03);
        for (var i = 0; i < Count; i++)
        {
            Assert.True(small[i] * gradient[i] < 0);
            Assert.Equal(3 * small[i], large[i], 1e-12);
        }
    }

    [Theory, MemberData(nameof(All))]
    public void A_constant_gradient_moves_by_the_size_of_the_step(Optimiser optimiser)
    {
        var state = optimiser.Start<double>(Count);
        double[] gradient = Normals(2), theta = new double[Count], sizes = new double[Count];
        for (var update = 0; update < 10_000; update++)
        {
            theta.AsSpan().Clear();
            optimiser.Apply(state, theta, gradient, 1e-4);
        }

        double[] kept = [.. state.Arrays.SelectMany(array => array.Values)];
        optimiser.StepSizes<double>(state, sizes, 1e-4);
        Assert.Equal(kept, state.Arrays.SelectMany(array => array.Values));
        for (var i = 0; i < Count; i++)
        {
            Assert.Equal(theta[i], -sizes[i] * gradient[i], Math.Abs(theta[i]) * 0.01);
        }
    }

    [Theory, MemberData(nameof(All))]
    public void A_restored_state_goes_on_with_the_same_bits(Optimiser optimiser)
    {
        var unbroken = Trained(optimiser, out var theta, 7);
        var resumedTheta = (float[])theta.Clone();
        var resumed = optimiser.Start<float>(Count);
        resumed.Restore(unbroken.Step, [.. unbroken.Arrays.Reverse().Select(a => (a.Name, (float[])a.Values.Clone()))]);
        for (var update = 7; update < 12; update++)
        {
            optimiser.Apply(unbroken, theta, Floats(update), 0.01);
            optimiser.Apply(resumed, resumedTheta, Floats(update), 0.01);
        }

        Assert.Equal(theta, resumedTheta);
        Assert.Equal(unbroken.Step, resumed.Step);
        Assert.All(unbroken.Arrays.Zip(resumed.Arrays), pair => Assert.Equal(pair.First.Values, pair.Second.Values));
    }

    [Theory, MemberData(nameof(All))]
    public void The_state_decides_what_comes_next_wherever_the_optimiser_has_any(Optimiser optimiser)
    {
        var state = Trained(optimiser, out var theta, 7);
        Assert.Equal(7, state.Step);
        var fresh = (float[])theta.Clone();
        optimiser.Apply(state, theta, Floats(7), 0.01);
        optimiser.Apply(optimiser.Start<float>(Count), fresh, Floats(7), 0.01);
        Assert.Equal(state.Arrays.Count > 0, !theta.SequenceEqual(fresh));
    }

    [Theory, MemberData(nameof(All))]
    public void Each_parameter_gets_the_same_bits_alone_as_among_others(Optimiser optimiser)
    {
        Trained(optimiser, out var together, 5);
        var alone = Floats(100);
        for (var i = 0; i < Count; i++)
        {
            var state = optimiser.Start<float>(1);
            for (var update = 0; update < 5; update++)
            {
                optimiser.Apply(state, alone.AsSpan(i, 1), Floats(update).AsSpan(i, 1), 0.01);
            }
        }

        Assert.Equal(together, alone);
    }

    [Theory, MemberData(nameof(All))]
    public void Float_and_double_agree(Optimiser optimiser)
    {
        var state = optimiser.Start<double>(Count);
        Trained(optimiser, out var single, 5);
        double[] theta = [.. Floats(100).Select(v => (double)v)];
        for (var update = 0; update < 5; update++)
        {
            optimiser.Apply(state, theta, [.. Floats(update).Select(v => (double)v)], 0.01);
        }

        Assert.All(theta.Zip(single), pair => Assert.Equal(pair.First, pair.Second, 1e-5 * (1 + Math.Abs(pair.First))));
    }

    [Theory, MemberData(nameof(All))]
    public void An_update_allocates_nothing(Optimiser optimiser)
    {
        var state = optimiser.Start<float>(Count);
        float[] theta = Floats(100), gradient = Floats(1);
        Assert.Equal(0, Allocated.InEachRun(() =>
        {
            for (var update = 0; update < 100; update++)
            {
                optimiser.Apply<float>(state, theta, gradient, 0.01);
            }
        }));
    }

    [Theory, MemberData(nameof(All))]
    public void Decaying_state_ends_at_zero_and_never_holds_a_denormal(Optimiser optimiser)
    {
        var state = optimiser.Start<float>(Count);
        var theta = Floats(100);
        float[] gradient = [.. Enumerable.Range(0, Count).Select(i => MathF.Pow(10, -0.45f * i))];
        optimiser.Apply<float>(state, theta, gradient, 1e-3);
        var silence = new float[Count];
        for (var update = 0; update < 2000; update++)
        {
            Assert.DoesNotContain(true, state.Arrays.SelectMany(a => a.Values).Select(float.IsSubnormal));
            optimiser.Apply<float>(state, theta, silence, 1e-3);
        }

        Assert.All(state.Arrays.Where(a => a.Name is not "v"), a => Assert.All(a.Values, v => Assert.Equal(0, v, 1e-12f)));
    }

    [Theory, MemberData(nameof(All))]
    public void It_says_where_it_comes_from(Optimiser optimiser)
    {
        var cite = optimiser.GetType().GetCustomAttributes<CiteAttribute>().First();
        Assert.Matches("[A-Z].* [12][0-9]{3}", cite.Reference);
        Assert.Equal(optimiser.GetType(), Optimiser.Catalog.Create(optimiser.Name).GetType());
    }

    private static double[] Step(Optimiser optimiser, double[] gradient, double rate)
    {
        var theta = new double[Count];
        optimiser.Apply(optimiser.Start<double>(Count), theta, gradient, rate);
        return theta;
    }

    private static OptimiserState<float> Trained(Optimiser optimiser, out float[] theta, int updates)
    {
        var state = optimiser.Start<float>(Count);
        theta = Floats(100);
        for (var update = 0; update < updates; update++)
        {
            optimiser.Apply<float>(state, theta, Floats(update), 0.01);
        }

        return state;
    }

    private static double[] Normals(int index)
    {
        var stream = new RandomStream(new StreamKey(3, Purpose.Analysis), index);
        var values = new double[Count];
        for (var i = 0; i < Count; i++)
        {
            values[i] = stream.NextNormal();
        }

        return values;
    }

    private static float[] Floats(int index) => [.. Normals(index).Select(v => (float)v)];
}

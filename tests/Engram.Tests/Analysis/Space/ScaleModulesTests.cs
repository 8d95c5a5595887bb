using Engram.Analysis;
using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Tests.Analysis.Space;

/// <summary>Modules among planted spacings.</summary>
public sealed class ScaleModulesTests
{
    private const int Seeds = 20;

    [Fact]
    public void Two_modules_at_a_ratio_of_one_and_a_half_are_found_as_two()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            double[] spacings = [.. Module(30, 0.4, 0.06, seed), .. Module(30, 0.6, 0.06, seed + 1000)];
            var found = new ScaleModules { Samples = seed == 0 ? 19 : 0, Seed = (ulong)seed }.Of(spacings);
            Assert.Equal(2, found.Modules.Count);
            Assert.Equal(1.5, Assert.Single(found.Ratios), 0.1);
            Assert.Equal(seed == 0 ? 0.05 : null, found.PValue);
            Assert.True(found.Discreteness > 0);
            Assert.All(found.Modules, module => Assert.InRange(module.Width, 0.035, 0.095));
            Assert.All(found.Modules, module => Assert.Equal(0.5, module.Share, 0.05));
            Assert.InRange(found.ModuleOf.Take(30).Count(module => module == 0), 28, 30);
            Assert.InRange(found.ModuleOf.Skip(30).Count(module => module == 1), 28, 30);
        }
    }

    [Fact]
    public void One_broad_module_is_found_as_one() =>
        Assert.InRange(Enumerable.Range(0, 2 * Seeds).Count(seed => new ScaleModules { Samples = 0 }.Of(Module(60, 0.5, 0.25, seed)).Modules.Count == 1), (int)(0.95 * 2 * Seeds), 2 * Seeds);

    [Fact]
    public void Of_one_module_five_in_a_hundred_are_discrete() =>
        Assert.InRange(Enumerable.Range(0, 2 * Seeds).Count(seed => new ScaleModules { Samples = 19, MostModules = 2, Seed = (ulong)seed }.Of(Module(40, 0.5, 0.25, seed)).PValue <= 0.05), 0, 6);

    [Fact]
    public void Three_modules_of_different_sizes_are_found_in_the_order_of_their_scales()
    {
        var found = new ScaleModules { Samples = 0 }.Of([.. Module(20, 0.9, 0.04, 3), .. Module(60, 0.4, 0.04, 1), .. Module(40, 0.6, 0.04, 2)]);
        Assert.Equal([0.4, 0.6, 0.9], found.Modules.Select(module => Math.Round(module.Scale, 1)));
        Assert.All(found.Ratios, ratio => Assert.Equal(1.5, ratio, 0.05));
        Assert.Equal(5, found.Bic.Count);
        Assert.Equal(found.Bic[0] - found.Bic[2], found.Discreteness, 1e-9);
    }

    [Fact]
    public void The_criterion_of_one_module_is_that_of_a_gaussian()
    {
        // With a width of next to nothing, −2 ln L = N (ln 2πs² + 1).
        double[] spacings = Module(50, 0.5, 0.2, 4), logs = [.. spacings.Select(spacing => Math.Log(spacing))];
        var variance = logs.Average(log => Math.Pow(log - logs.Average(), 2));
        var expected = (50 * (Math.Log(2 * Math.PI * variance) + 1)) + (2 * Math.Log(50));
        Assert.Equal(expected, new ScaleModules { Samples = 0, LeastWidth = 1e-4 }.Of(spacings).Bic[0], 1e-3);
    }

    [Fact]
    public void Equal_spacings_are_one_module_and_twice_as_large_ones_give_the_same_modules()
    {
        var equal = new ScaleModules { Samples = 0 }.Of([.. Enumerable.Repeat(0.5, 12)]);
        Assert.Equal(0.5, Assert.Single(equal.Modules).Scale, 1e-9);
        Assert.Empty(equal.Ratios);
        double[] spacings = [.. Module(30, 0.4, 0.06, 1), .. Module(30, 0.6, 0.06, 2)];
        ScaleModuleSet one = new ScaleModules { Samples = 0 }.Of(spacings), twice = new ScaleModules { Samples = 0 }.Of([.. spacings.Select(spacing => 2 * spacing)]);
        Assert.Equal(one.ModuleOf, twice.ModuleOf);
        Assert.All(one.Modules.Zip(twice.Modules), pair => Assert.Equal(2 * pair.First.Scale, pair.Second.Scale, 1e-6));
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        double[] spacings = Module(30, 0.4, 0.2, 1);
        ScaleModuleSet one = new ScaleModules { Samples = 29 }.Of(spacings), three = new ScaleModules { Samples = 29, Threads = 3 }.Of(spacings);
        Assert.Equal((one.Discreteness, one.PValue), (three.Discreteness, three.PValue));
        Assert.Equal(one.Modules, three.Modules);
    }

    [Fact]
    public void What_cannot_be_used_is_refused()
    {
        double[] spacings = Module(10, 0.4, 0.2, 1);
        Refused(() => new ScaleModules { MostModules = 1 }.Of(spacings), "MostModules");
        Refused(() => new ScaleModules { LeastWidth = 0 }.Of(spacings), "LeastWidth");
        Refused(() => new ScaleModules { Restarts = 0 }.Of(spacings), "Restarts");
        Refused(() => new ScaleModules { Samples = -1 }.Of(spacings), "Samples");
        Refused(() => new ScaleModules { Threads = 0 }.Of(spacings), "Threads");
        Refused(() => new ScaleModules().Of([1, 2, 3]), "There are 3 spacings");
        Refused(() => new ScaleModules().Of([1, 2, 3, 4, 0, 6]), "Spacing 4 (counted from 0) is 0");

        static void Refused(Action act, string told) => Assert.Contains(told, Assert.Throws<UsageException>(act).Message, StringComparison.Ordinal);
    }

    private static double[] Module(int count, double scale, double width, int seed)
    {
        var random = new RandomStream(new StreamKey((ulong)seed, Purpose.Analysis), 1L << 50);
        var made = new double[count];
        foreach (ref var spacing in made.AsSpan())
        {
            spacing = scale * Math.Exp(width * random.NextNormal());
        }

        return made;
    }
}

using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Tests.Numerics;

public sealed class MultipleTestingTests
{
    [Fact]
    public void The_published_example_rejects_four_of_fifteen()
    {
        // Benjamini & Hochberg (1995), section 3.2, here in another order.
        double[] p =
        [
            1.0000, 0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590,
        ];
        Assert.Equal(p.Select(value => value <= 0.0095), MultipleTesting.BenjaminiHochberg(p));
    }

    [Fact]
    public void A_greater_p_that_passes_carries_the_smaller_ones() =>
        Assert.Equal([true, true, true], MultipleTesting.BenjaminiHochberg([0.049, 0.045, 0.05]));

    [Fact]
    public void Without_hypotheses_nothing_is_rejected() => Assert.Empty(MultipleTesting.BenjaminiHochberg([]));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-3)]
    [InlineData(7)]
    public void What_is_no_probability_is_refused_and_named(double p)
    {
        Assert.Contains("p-value 1 (counted from 0)", Assert.Throws<UsageException>(() => MultipleTesting.Holm([0.01, p, 0.02])).Message);
        Assert.Contains("p-value 1 (counted from 0)", Assert.Throws<UsageException>(() => MultipleTesting.BenjaminiHochberg([0.01, p])).Message);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public void A_rate_outside_0_to_1_is_refused(double rate) => Assert.Contains(
        "such as 0.05", Assert.Throws<UsageException>(() => MultipleTesting.BenjaminiHochberg([0.01], rate)).Message);

    [Fact]
    public void Holm_multiplies_the_smallest_by_all_and_never_falls()
    {
        // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") is 0.03 0.06 0.06 0.02.
        Assert.Equal([0.03, 0.06, 0.06, 0.02], MultipleTesting.Holm([0.01, 0.04, 0.03, 0.005]).Select(p => Math.Round(p, 12)));
        Assert.Equal([1, 1], MultipleTesting.Holm([0.6, 1]));
        Assert.Empty(MultipleTesting.Holm([]));
    }
}

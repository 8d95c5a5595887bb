using Engram.Configuration;

namespace Engram.Tests.Configuration;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData(-3.78, "0.00", "−3.78")]
    [InlineData(-0.001, "0.00", "0.00")]
    [InlineData(1e4, "R", "10000")]
    [InlineData(1e4, "0E+00", "10⁴")]
    [InlineData(1e-4, "0E+00", "10⁻⁴")]
    [InlineData(-1e-10, "0E+00", "−10⁻¹⁰")]
    [InlineData(1.768e-15, "G4", "1.768 × 10⁻¹⁵")]
    [InlineData(-7.5e-6, "0.0E+0", "−7.5 × 10⁻⁶")]
    [InlineData(0, "0.0E+0", "0.0")]
    [InlineData(165659315761782000.0, "0.0000", "1.657 × 10¹⁷")]
    [InlineData(double.NegativeInfinity, "G4", "−Infinity")]
    public void A_number_is_written_as_it_is_on_axes(double value, string format, string expected) =>
        Assert.Equal(expected, NumberText.Of(value, format));

    [Theory]
    [InlineData(0.0312345, "0.03123")]
    [InlineData(12345.6, "12346")]
    [InlineData(1e10, "10¹⁰")]
    [InlineData(-1e-9, "−10⁻⁹")]
    [InlineData(0.95, "0.95")]
    public void Four_digits_are_enough(double value, string expected) => Assert.Equal(expected, NumberText.Of(value));

    [Theory]
    [InlineData(0.0004, "< 0.001")]
    [InlineData(0.0432, "0.043")]
    public void A_probability_is_never_0(double p, string expected) => Assert.Equal(expected, NumberText.Probability(p));

    [Theory]
    [InlineData("-0.5", "−0.5")]
    [InlineData("value -.5 of low-rank, 2-3", "value −.5 of low-rank, 2-3")]
    public void A_name_has_a_true_minus_where_it_has_a_negative_number(string name, string expected) =>
        Assert.Equal(expected, NumberText.Minus(name));
}

using Engram.Analysis;

namespace Engram.Tests.Analysis;

public sealed class MatrixExponentialTests
{
    [Fact]
    public void A_diagonal_is_exponentiated_element_by_element() =>
        Equal([Math.Exp(-3), 0, 0, Math.Exp(7)], MatrixExponential.Of([-3, 0, 0, 7], 2));

    [Theory]
    [InlineData(0.1)]
    [InlineData(40.0)]
    public void A_rotation_turns(double angle) => Equal(
        [Math.Cos(angle), -Math.Sin(angle), Math.Sin(angle), Math.Cos(angle)], MatrixExponential.Of([0, -angle, angle, 0], 2));

    [Fact]
    public void A_nilpotent_matrix_is_a_finite_series() =>
        Equal([1, 2, 3 + 4, 0, 1, 4, 0, 0, 1], MatrixExponential.Of([0, 2, 3, 0, 0, 4, 0, 0, 0], 3));

    [Fact]
    public void Nothing_is_the_identity() => Equal([1, 0, 0, 1], MatrixExponential.Of([0, 0, 0, 0], 2));

    private static void Equal(double[] expected, double[] found) =>
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-12 * Math.Max(1, Math.Abs(pair.First))));
}

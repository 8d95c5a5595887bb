using Engram.Analysis;
using Engram.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace Engram.Tests.Analysis;

public sealed class SquareFactorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(17)]
    [InlineData(64)]
    [InlineData(70)]
    public void Solutions_are_those_of_the_damped_equations(int width)
    {
        var random = new RandomStream(new StreamKey(3, Purpose.Analysis), width);
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextNormal())];
        var (a, b, y) = (Draw(width * width), Draw(width), new double[width]);
        var factor = new SquareFactor(width);
        factor.Square(a);
        foreach (var damping in new[] { 0.1, 10 })
        {
            Assert.True(factor.Factor(damping));
            factor.Solve(b, y);
            var matrix = Matrix<double>.Build.DenseOfRowMajor(width, width, a);
            var expected = ((matrix * matrix.Transpose()) + (damping * Matrix<double>.Build.DenseIdentity(width)))
                .Solve(Vector<double>.Build.DenseOfArray(b));
            Assert.Equal(expected, y, (x, z) => Math.Abs(x - z) < 1e-9);
        }

        Assert.False(factor.Factor(-1e6));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(13)]
    public void A_transpose_has_rows_for_columns(int width)
    {
        double[] a = [.. Enumerable.Range(0, width * width).Select(k => (double)k)];
        var b = new double[width * (width + 5)];
        Rows.Transpose(a, width, b, width + 5);
        for (var i = 0; i < width; i++)
        {
            for (var j = 0; j < width; j++)
            {
                Assert.Equal(a[(i * width) + j], b[(j * (width + 5)) + i]);
            }
        }
    }
}

using Engram.Equations;

namespace Engram.Tests.Equations;

public sealed unsafe class SparseTilesTests
{
    private const int Padding = 16;

    [Theory]
    [InlineData(256, 256, false)]
    [InlineData(300, 300, true)]
    [InlineData(113, 200, true)]
    [InlineData(190, 333, false)]
    public void Products_have_the_bits_of_sums_in_the_order_of_the_columns(int rows, int columns, bool onTop)
    {
        Assert.SkipUnless(SparseTiles.IsSupported, "These tiles need AVX-512.");
        var w = Enumerable.Range(0, rows * columns).Select(k => Math.Cos(7.3 * k) > 0.93 ? (float)Math.Sin(k) : 0).ToArray();
        var matrix = new SparseMatrix<float>(new ParameterShape("w", ParameterRole.Recurrent, rows, columns), inTiles: true);
        matrix.Take(w);
        Assert.NotNull(matrix.Tiles);
        var (a, c) = (new AlignedArray<float>(Padded(columns)), new AlignedArray<float>(Padded(rows)));
        for (var k = 0; k < c.Length + columns; k++)
        {
            (k < c.Length ? c.Span[k..] : a.Span[(k - c.Length)..])[0] = (float)Math.Sin(1.7 * k);
        }

        // What follows the values in memory belongs to something else.
        a.Span[columns..].Fill(float.NaN);
        var expected = Enumerable.Range(0, rows).Select(i => Sum(w.AsSpan(i * columns, columns), a.Span, onTop ? c.Span[i] : 0)).ToArray();
        matrix.Tiles.Multiply((float*)a.Address, (float*)c.Address, c.Length, onTop);
        Assert.Equal(expected, c.Span[..rows].ToArray());
    }

    [Fact]
    public void A_matrix_whose_weights_lie_far_apart_has_no_tiles()
    {
        var w = new float[256 * 256];
        for (var i = 0; i < 256; i++)
        {
            w[(i * 256) + (i * 37 % 256)] = 1;
        }

        var matrix = new SparseMatrix<float>(new ParameterShape("w", ParameterRole.Recurrent, 256, 256), inTiles: true);
        matrix.Take(w);
        Assert.True(matrix.Pays);
        Assert.Null(matrix.Tiles);
    }

    private static int Padded(int length) => (length + Padding - 1) / Padding * Padding;

    private static float Sum(Span<float> w, Span<float> a, float sum)
    {
        for (var j = 0; j < w.Length; j++)
        {
            sum = w[j] == 0 ? sum : MathF.FusedMultiplyAdd(w[j], a[j], sum);
        }

        return sum;
    }
}

using System.Runtime.Intrinsics.X86;
using Engram.Numerics;

namespace Engram.Tests.Numerics;

public sealed unsafe class NormalNoiseTests
{
    private static readonly StreamKey Key = new(1, Purpose.TrainingNoise);

    [Fact]
    public void Vectors_of_512_bits_give_the_bits_of_single_numbers()
    {
        Assert.SkipUnless(Avx512F.IsSupported, "needs AVX-512");
        for (var count = 1; count <= 200; count++)
        {
            var (expected, actual) = (Filled(203, 7f), Filled(203, 7f));
            fixed (float* e = expected, a = actual)
            {
                NormalNoise.ScalarRow<NormalNoise.Overwrite>(e, count, 0, Key, -5, count, 0.3f);
                NormalNoise.Avx512Row<NormalNoise.Overwrite>(a, count, 0, Key, -5, count, 0.3f);
                Assert.Equal(expected, actual);
                NormalNoise.ScalarRow<NormalNoise.Accumulate>(e, count, 8, Key, 1L << 40, count, 0.3f);
                NormalNoise.Avx512Row<NormalNoise.Accumulate>(a, count, 8, Key, 1L << 40, count, 0.3f);
            }

            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void Vectors_of_256_bits_give_the_bits_of_single_numbers()
    {
        Assert.SkipUnless(Avx2.IsSupported && Fma.IsSupported, "needs AVX2 and FMA");
        for (var count = 1; count <= 200; count++)
        {
            var (expected, actual) = (Filled(203, 7f), Filled(203, 7f));
            fixed (float* e = expected, a = actual)
            {
                NormalNoise.ScalarRow<NormalNoise.Overwrite>(e, count, 0, Key, -5, count, 0.3f);
                NormalNoise.Avx2Row<NormalNoise.Overwrite>(a, count, 0, Key, -5, count, 0.3f);
                Assert.Equal(expected, actual);
                NormalNoise.ScalarRow<NormalNoise.Accumulate>(e, count, 8, Key, 1L << 40, count, 0.3f);
                NormalNoise.Avx2Row<NormalNoise.Accumulate>(a, count, 8, Key, 1L << 40, count, 0.3f);
            }

            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void A_shorter_row_is_the_start_of_a_longer_one_and_nothing_beyond_it_is_touched()
    {
        var whole = Row(512);
        for (var count = 0; count <= 512; count += 1 + (count / 9))
        {
            var row = Filled(513, 7f);
            NormalNoise.Fill(row.AsSpan(0, count), Key, 3, 4, 1f);
            Assert.Equal(whole[..count], row[..count]);
            Assert.All(row[count..], x => Assert.Equal(7f, x));
        }
    }

    [Fact]
    public void Adding_is_filling_and_then_adding()
    {
        var row = Enumerable.Range(0, 77).Select(i => i * 0.37f).ToArray();
        var noise = Row(77);
        var expected = row.Zip(noise, (x, n) => x + n).ToArray();
        NormalNoise.Add(row, Key, 3, 4, 1f);
        Assert.Equal(expected, row);
    }

    [Fact]
    public void Doubles_see_the_numbers_of_single_precision()
    {
        var single = Row(700);
        var wide = new double[700];
        NormalNoise.Fill(wide, Key, 3, 4, 1f);
        Assert.Equal(single.Select(x => (double)x), wide);
        NormalNoise.Add(wide, Key, 3, 4, 1f);
        Assert.Equal(single.Select(x => 2.0 * x), wide);
    }

    [Fact]
    public void The_scale_multiplies_the_standard_numbers()
    {
        var (unit, four) = (Row(100), new float[100]);
        NormalNoise.Fill(four, Key, 3, 4, 4f);
        Assert.Equal(unit.Select(x => 4f * x), four);
    }

    [Fact]
    public void The_first_numbers_of_seed_one_never_change()
    {
        var row = new float[8];
        NormalNoise.Fill(row, Key, 0, 0, 1f);
        Assert.Equal([-0.37669495f, 1.2261246f, -2.5915415f, -1.2165232f, 0.47381923f, 0.009302078f, 1.518316f, 1.1632761f], row);
    }

    [Fact]
    public void Numbers_are_within_1e_5_of_the_exact_transform_of_their_words()
    {
        // The words are those of the generator, written out here once more.
        var worst = 0.0;
        for (var step = 0; step < 2000; step++)
        {
            var row = new float[32];
            NormalNoise.Fill(row, Key, 9, step, 1f);
            for (var counter = 0u; counter < 8; counter++)
            {
                var (x0, x1, x2, x3) = (counter, (uint)step, 9u, 0u);
                var (k0, k1) = (Key.K0, Key.K1);
                for (var round = 0; round < NormalNoise.Rounds; round++, k0 += 0x9E3779B9, k1 += 0xBB67AE85)
                {
                    var (p0, p1) = (0xD2511F53UL * x0, 0xCD9E8D57UL * x2);
                    (x0, x1, x2, x3) = ((uint)(p1 >> 32) ^ x1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ x3 ^ k1, (uint)p0);
                }

                Check((int)x1, (int)x3, row[2 * counter], row[(2 * counter) + 16]);
                Check((int)x0, (int)x2, row[(2 * counter) + 1], row[(2 * counter) + 17]);
            }
        }

        Assert.InRange(worst, 0, 1e-5);

        void Check(int first, int second, float cosine, float sine)
        {
            double v = first | 1;
            var radius = Math.CopySign(Math.Sqrt(-2 * Math.Log(Math.Abs(v) / (1L << 31))), v);
            var angle = 0.5 * Math.PI * second / (1L << 31);
            worst = Math.Max(worst, Math.Abs((radius * Math.Cos(angle)) - cosine));
            worst = Math.Max(worst, Math.Abs((radius * Math.Sin(angle)) - sine));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    [InlineData(0x3fffffff)]
    [InlineData(0x40000000)]
    [InlineData(0x7fffff00)]
    public void Extreme_words_give_finite_numbers_of_the_right_size(int word)
    {
        var radius = Math.Sqrt(-2 * Math.Log(Math.Min(1, Math.Abs((float)(word | 1)) / (double)(1L << 31))));
        foreach (var angle in new[] { int.MinValue, 0, int.MaxValue })
        {
            var (cosine, sine) = NormalNoise.Pair(word, angle, 1f);
            Assert.Equal(radius, Math.Sqrt(((double)cosine * cosine) + ((double)sine * sine)), 1e-5);
        }
    }

    private static float[] Row(int count)
    {
        var row = new float[count];
        NormalNoise.Fill(row, Key, 3, 4, 1f);
        return row;
    }

    private static float[] Filled(int count, float value) => [.. Enumerable.Repeat(value, count)];
}

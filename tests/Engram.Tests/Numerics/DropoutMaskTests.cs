using Engram.Numerics;

namespace Engram.Tests.Numerics;

public sealed class DropoutMaskTests
{
    private static readonly StreamKey Key = new(3, Purpose.Dropout);

    [Theory]
    [InlineData(0.1f)]
    [InlineData(0.5f)]
    [InlineData(0.8f)]
    public void The_share_kept_is_the_probability_and_the_mean_is_one(float keep)
    {
        var row = new float[100_000];
        DropoutMask.Fill(row, Key, 0, 0, keep);
        Assert.All(row.Distinct(), x => Assert.True(x == 0f || x == 1f / keep));
        var error = Math.Sqrt(keep * (1 - keep) / row.Length);
        Assert.InRange(row.Count(x => x != 0) / (double)row.Length, keep - (5 * error), keep + (5 * error));
    }

    [Fact]
    public void Keeping_all_keeps_all()
    {
        var row = new float[1000];
        DropoutMask.Fill(row, Key, 0, 0, 1f);
        Assert.All(row, x => Assert.Equal(1f, x));
    }

    [Fact]
    public void A_shorter_row_is_the_start_of_a_longer_one_and_other_keys_give_other_rows()
    {
        var whole = new float[128];
        DropoutMask.Fill(whole, Key, 5, 6, 0.5f);
        for (var count = 0; count <= 128; count++)
        {
            var row = new float[count];
            DropoutMask.Fill(row, Key, 5, 6, 0.5f);
            Assert.Equal(whole[..count], row);
        }

        foreach (var (key, index, step) in new[] { (Key, 5L, 7), (Key, 6L, 6), (Key with { Seed = 4 }, 5L, 6) })
        {
            var other = new float[128];
            DropoutMask.Fill(other, key, index, step, 0.5f);
            Assert.InRange(other.Zip(whole, (a, b) => a == b).Count(same => same), 64 - 30, 64 + 30);
        }
    }

    [Fact]
    public void An_element_is_kept_by_its_own_word_of_the_generator()
    {
        const long index = 5_000_000_007;
        var row = new float[70];
        DropoutMask.Fill(row, Key, index, -6, 0.3f);
        foreach (var (j, value) in row.Index())
        {
            var (x0, x1, x2, x3) = Philox.Words(((uint)(j / 4), unchecked((uint)-6), unchecked((uint)index), (uint)(index >> 32)), Key.K0, Key.K1);
            uint[] words = [x0, x1, x2, x3];
            Assert.Equal(words[j % 4] / (double)(1L << 32) < 0.3 ? 1 / 0.3f : 0, value);
        }
    }
}

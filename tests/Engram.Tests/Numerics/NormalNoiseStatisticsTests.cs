using Engram.Numerics;

namespace Engram.Tests.Numerics;

/// <summary>Statistics of a million numbers against the normal distribution, within five analytic standard errors.</summary>
public sealed class NormalNoiseStatisticsTests
{
    private const int Rows = 2500, Units = 400, Count = Rows * Units;

    private static readonly float[] Million = Draw(new StreamKey(7, Purpose.TrainingNoise), (row, into, key) =>
        NormalNoise.Fill(into, key, row / 50, row % 50, 1f));

    [Fact]
    public void All_numbers_are_finite_and_below_the_bound() =>
        Assert.All(Million.Chunk(1000), c => Assert.InRange(c.Max(MathF.Abs), 1f, 6.56f));

    [Fact]
    public void Moments_are_those_of_the_normal_distribution()
    {
        // Var(xᵏ) = (2k − 1)!! − ((k − 1)!!)² for even k, (2k − 1)!! for odd k
        AssertMean(x => x, 0, 1);
        AssertMean(x => x * x, 1, 2);
        AssertMean(x => x * x * x, 0, 15);
        AssertMean(x => x * x * x * x, 3, 96);
        AssertMean(x => x * x * x * x * x * x, 15, 10395 - 225);
    }

    [Theory]
    [InlineData(0.0, 0.5)]
    [InlineData(0.5, 0.3085375387)]
    [InlineData(1.0, 0.1586552539)]
    [InlineData(2.0, 0.0227501319)]
    [InlineData(3.0, 0.0013498980)]
    [InlineData(4.0, 3.1671242e-5)]
    public void Both_tails_hold_their_share(double from, double probability)
    {
        AssertMean(x => x > from ? 1 : 0, probability, probability * (1 - probability));
        AssertMean(x => x < -from ? 1 : 0, probability, probability * (1 - probability));
    }

    [Fact]
    public void Neighbours_within_a_row_are_uncorrelated_at_every_distance_up_to_64()
    {
        for (var lag = 1; lag <= 64; lag++)
        {
            AssertUncorrelated(Million.AsSpan(0, Count - lag), Million.AsSpan(lag), $"lag {lag}");
            AssertUncorrelated(Squares(Million.AsSpan(0, Count - lag)), Squares(Million.AsSpan(lag)), $"squares at lag {lag}", 4);
        }
    }

    [Fact]
    public void Steps_indices_purposes_and_seeds_are_uncorrelated()
    {
        var key = new StreamKey(7, Purpose.TrainingNoise);
        AssertUncorrelated(Million, Draw(key, (row, into, k) => NormalNoise.Fill(into, k, row / 50, (row % 50) + 1, 1f)), "step");
        AssertUncorrelated(Million, Draw(key, (row, into, k) => NormalNoise.Fill(into, k, (row / 50) + 1, row % 50, 1f)), "index");
        var far = Draw(key, (row, into, k) => NormalNoise.Fill(into, k, (row / 50) + (1L << 32), row % 50, 1f));
        AssertUncorrelated(Million, far, "high word of the index");
        foreach (var other in new[] { key with { Purpose = Purpose.ValidationNoise }, key with { Seed = 8 } })
        {
            AssertUncorrelated(Million, Draw(other, (row, into, k) => NormalNoise.Fill(into, k, row / 50, row % 50, 1f)), other.ToString());
        }
    }

    private static float[] Draw(StreamKey key, Action<int, float[], StreamKey> fill)
    {
        var all = new float[Count];
        var one = new float[Units];
        for (var row = 0; row < Rows; row++)
        {
            fill(row, one, key);
            one.CopyTo(all, row * Units);
        }

        return all;
    }

    private static void AssertMean(Func<double, double> of, double mean, double variance)
    {
        var sum = 0.0;
        foreach (var x in Million)
        {
            sum += of(x);
        }

        Assert.InRange((sum / Count) - mean, -5 * Math.Sqrt(variance / Count), 5 * Math.Sqrt(variance / Count));
    }

    private static float[] Squares(ReadOnlySpan<float> values)
    {
        var squares = new float[values.Length];
        for (var i = 0; i < squares.Length; i++)
        {
            squares[i] = (values[i] * values[i]) - 1;
        }

        return squares;
    }

    private static void AssertUncorrelated(ReadOnlySpan<float> a, ReadOnlySpan<float> b, string what, double variance = 1)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += a[i] * (double)b[i];
        }

        // The product of independent numbers of mean 0 has the product of their variances.
        var errors = sum / Math.Sqrt(variance * a.Length);
        Assert.True(Math.Abs(errors) < 5, $"{what}: {errors} standard errors");
    }
}

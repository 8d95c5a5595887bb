using Engram.Configuration;
using Engram.Networks;

namespace Engram.Tests.Networks;

public sealed class InitialiserTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7.5)]
    public void Gamma_numbers_have_the_moments_of_the_distribution(double k)
    {
        const int count = 40_000;
        var stream = Some.Stream(1);
        var draws = Enumerable.Range(0, count).Select(_ => GammaSampler.Next(ref stream, k)).ToArray();
        var mean = draws.Average();
        var variance = draws.Average(x => (x - mean) * (x - mean));
        var third = draws.Average(x => Math.Pow(x - mean, 3)) / Math.Pow(variance, 1.5);

        // The variance of the sample variance is (μ₄ − σ⁴)/n with μ₄ = 3k² + 6k.
        Assert.Equal(k, mean, 5 * Math.Sqrt(k / count));
        Assert.Equal(k, variance, 5 * Math.Sqrt(((2 * k * k) + (6 * k)) / count));
        Assert.Equal(2 / Math.Sqrt(k), third, 0.3);
        Assert.All(draws, x => Assert.True(x > 0));
    }

    [Fact]
    public void Exponential_gamma_numbers_have_the_exponential_distribution_function()
    {
        const int count = 40_000;
        var stream = Some.Stream(2);
        var below = Enumerable.Range(0, count).Count(_ => GammaSampler.Next(ref stream, 1) < 1);
        var p = 1 - Math.Exp(-1);
        Assert.Equal(p, (double)below / count, 5 * Math.Sqrt(p * (1 - p) / count));
    }

    [Theory]
    [InlineData("gamma", "gamma(2, 0.1)")]
    [InlineData("Gamma(3)", "gamma(3, 0.1)")]
    [InlineData(" gamma ( 3 , 0.2 ) ", "gamma(3, 0.2)")]
    [InlineData("normal(0.1)", "normal(0.1)")]
    [InlineData("uniform", "uniform(0.1)")]
    [InlineData("glorot", "glorot(1)")]
    [InlineData("orthogonal(1.5)", "orthogonal(1.5)")]
    [InlineData("constant(-2)", "constant(-2)")]
    public void Text_is_read_and_written(string text, string written)
    {
        var initialiser = Initialiser.Parse(text);
        Assert.Equal(written, initialiser.ToString());
        Assert.Equal(initialiser, Initialiser.Parse(initialiser.ToString()));
    }

    [Theory]
    [InlineData("gama", "Did you mean 'gamma'?")]
    [InlineData("orthogonl(2)", "Did you mean 'orthogonal'?")]
    [InlineData("normal(a)", "is not a number")]
    [InlineData("normal(1, 2)", "has 2 numbers")]
    [InlineData("normal(1", "no closing bracket")]
    [InlineData("normal(-1)", "must be above 0")]
    [InlineData("gamma(0)", "must be above 0")]
    [InlineData("constant(NaN)", "write a finite number")]
    public void What_cannot_be_read_says_what_to_write(string text, string part)
    {
        Assert.Contains(part, Assert.Throws<UsageException>(() => Initialiser.Parse(text)).Message, StringComparison.Ordinal);
        Assert.False(Initialiser.TryParse(text, null, out _));
    }

    [Theory]
    [InlineData(30, 30)]
    [InlineData(20, 50)]
    [InlineData(50, 20)]
    public void Orthogonal_matrices_are_orthogonal(int rows, int columns)
    {
        var w = Draw(new OrthogonalInitialiser(2), Connectivity.Dense(rows, columns));
        var (count, length) = (Math.Min(rows, columns), Math.Max(rows, columns));
        for (var a = 0; a < count; a++)
        {
            for (var b = 0; b < count; b++)
            {
                var dot = Enumerable.Range(0, length).Sum(k =>
                    rows <= columns
                        ? (double)w[(a * columns) + k] * w[(b * columns) + k]
                        : (double)w[(k * columns) + a] * w[(k * columns) + b]);
                Assert.Equal(a == b ? 4 : 0, dot, 1e-5);
            }
        }
    }

    [Fact]
    public void Distributions_have_their_spread()
    {
        var dense = Connectivity.Dense(150, 50);
        Assert.Equal(0.3, Deviation(Draw(new NormalInitialiser(0.3), dense)), 0.01);
        Assert.Equal(0.3 / Math.Sqrt(3), Deviation(Draw(new UniformInitialiser(0.3), dense)), 0.006);
        Assert.Equal(Math.Sqrt(2.0 / 200), Deviation(Draw(new GlorotInitialiser(), dense)), 0.003);

        // E[w²] = mean² (1 + 1/k), with random signs.
        Assert.Equal(0.1 * Math.Sqrt(1.5), Deviation(Draw(new GammaInitialiser(), dense)), 0.006);
        Assert.All(Draw(new ConstantInitialiser(0.25), dense), w => Assert.Equal(0.25f, w));
    }

    [Fact]
    public void Absent_connections_are_zero_and_strength_multiplies_where_the_distribution_follows_it()
    {
        var connectivity = new Connectivity(1, 3, [0, 1, 2]);
        var even = Draw(new NormalInitialiser(), Connectivity.Dense(1, 3));
        Assert.Equal([0, even[1], 2 * even[2]], Draw(new NormalInitialiser(), connectivity));
        Assert.Equal([0, 3, 3], Draw(new ConstantInitialiser(3), connectivity));
    }

    private static float[] Draw(Initialiser initialiser, Connectivity connectivity)
    {
        var w = new float[connectivity.Rows * connectivity.Columns];
        initialiser.Draw(connectivity, Some.Stream(5), w);
        return w;
    }

    private static double Deviation(float[] w) => Math.Sqrt(w.Average(v => (double)v * v));
}

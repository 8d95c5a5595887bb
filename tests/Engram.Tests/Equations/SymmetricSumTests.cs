using Engram.Equations;
using Engram.Numerics;

namespace Engram.Tests.Equations;

public sealed class SymmetricSumTests
{
    public static TheoryData<string, int> Sizes()
    {
        var data = new TheoryData<string, int>();
        foreach (var set in Enum.GetValues<InstructionSet>().Where(set => set <= InstructionSets.Best))
        {
            foreach (var size in new[] { 1, 3, 24, 25, 67 })
            {
                data.Add($"{set}", size);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Sums_agree_with_plain_ones(string set, int size)
    {
        var (sum, samples) = (new SymmetricSum(size, Enum.Parse<InstructionSet>(set)), Samples(300, size));
        foreach (var sample in samples)
        {
            sum.Add(sample);
        }

        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                Assert.Equal(samples.Sum(x => x[i] * x[j]), sum[i, j], 1e-10);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Factors_solve_the_system(string set, int size)
    {
        var sum = new SymmetricSum(size, Enum.Parse<InstructionSet>(set));
        foreach (var sample in Samples(300, size))
        {
            sum.Add(sample);
        }

        var a = Whole(sum);
        double[] expected = [.. Enumerable.Range(0, size).Select(k => Math.Cos(k))];
        var x = Product(a, expected);
        Assert.Equal(-1, sum.Factorise(size, TestContext.Current.CancellationToken));
        UpperTriangle.Solve(sum.Values, sum.Stride, x);
        Assert.All(expected.Zip(x), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    }

    [Fact]
    public void Fewer_samples_than_columns_have_no_factor()
    {
        var sum = new SymmetricSum(40);
        foreach (var sample in Samples(30, 40))
        {
            sum.Add(sample);
        }

        
        // The first pivots after that are rounding, which may be above or below what is told apart.
        Assert.InRange(sum.Factorise(40, TestContext.Current.CancellationToken), 30, 36);
    }

    [Fact]
    public void What_was_kept_goes_on_with_the_same_bits()
    {
        var (whole, first, second) = (new SymmetricSum(30), new SymmetricSum(30), new SymmetricSum(30));
        foreach (var sample in Samples(200, 30))
        {
            whole.Add(sample);
            first.Add(sample);
        }

        whole.Flush();
        second.Whole = first.Whole;
        foreach (var sample in Samples(77, 30))
        {
            whole.Add(sample);
            second.Add(sample);
        }

        Assert.Equal(whole.Whole, second.Whole);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(40)]
    public void One_decomposition_serves_every_regularisation(int size)
    {
        var sum = new SymmetricSum(size);
        foreach (var sample in Samples(300, size))
        {
            sum.Add(sample);
        }

        var a = Whole(sum);
        var system = new Tridiagonal([.. a], size, TestContext.Current.CancellationToken);
        double[] expected = [.. Enumerable.Range(0, size).Select(k => Math.Sin(1 + k))];
        foreach (var lambda in new[] { 0, 1e-3, 10, 1e6 })
        {
            double[] shifted = [.. a];
            for (var k = 0; k < size; k++)
            {
                shifted[(k * size) + k] += lambda;
            }

            var x = system.Solve(lambda, Product(shifted, expected))!;
            Assert.All(expected.Zip(x), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
        }
    }

    [Fact]
    public void A_matrix_that_is_not_positive_definite_is_told_apart()
    {
        double[] a = [1, 2, 2, 1];
        var system = new Tridiagonal(a, 2, TestContext.Current.CancellationToken);
        Assert.Null(system.Solve(0, [1, 1]));
        Assert.NotNull(system.Solve(2, [1, 1]));
    }

    private static double[][] Samples(int count, int size)
    {
        var random = new RandomStream(new StreamKey(3, Purpose.Analysis), 0);
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, size).Select(_ => random.NextNormal()).ToArray())];
    }

    private static double[] Whole(SymmetricSum sum) =>
        [.. Enumerable.Range(0, sum.Size * sum.Size).Select(k => sum[k / sum.Size, k % sum.Size])];

    private static double[] Product(double[] a, double[] x) =>
        [.. Enumerable.Range(0, x.Length).Select(i => Enumerable.Range(0, x.Length).Sum(j => a[(i * x.Length) + j] * x[j]))];
}

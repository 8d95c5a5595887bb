using System.Numerics;
using Engram.Networks;
using Engram.Numerics;

namespace Engram.Tests.Networks;

/// <summary>The iteration for large matrices, against what is known and against all eigenvalues.</summary>
public sealed class DominantEigenvalueTests
{
    private const int N = SpectralRadius.Large;

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.1)]
    [InlineData(1)]
    public void Random_matrices_have_the_largest_of_all_their_eigenvalues(double density)
    {
        for (var seed = 1; seed <= 2; seed++)
        {
            var w = Sparse(seed, N, density);
            var all = Largest(w, N);
            Assert.Equal(all, Complex.Abs(Found(w)!.Value), 1e-8 * all);
            Assert.Equal(all, SpectralRadius.Of(w, N), 1e-8 * all);
        }
    }

    [Fact]
    public void Large_sparse_matrices_have_it_too()
    {
        const int n = 900;
        var w = Sparse(3, n, 0.1);
        var all = Largest(w, n);
        Assert.Equal(all, SpectralRadius.Of(w, n), 1e-8 * all);
    }

    [Fact]
    public void Signs_as_of_excitation_and_inhibition_make_no_difference()
    {
        var w = Sparse(4, N, 0.2);
        for (var k = 0; k < w.Length; k++)
        {
            w[k] = Math.Abs(w[k]) * (k % N < 0.8 * N ? 1 : -4);
        }

        var all = Largest(w, N);
        Assert.Equal(all, Complex.Abs(Found(w)!.Value), 1e-8 * all);
    }

    [Theory]
    [InlineData(0, 1)] // a complex pair
    [InlineData(0, 6)] // six pairs of equal modulus
    [InlineData(2, 0)] // ±λ
    [InlineData(3, 3)] // λ, −λ, λ again, and pairs of equal modulus
    public void Eigenvalues_that_a_matrix_was_built_with_are_found(int real, int pairs)
    {
        // An orthogonal similarity of a block-diagonal matrix: those above have modulus 1.3, all others less than 1.2.
        var (stream, d) = (Some.Stream(real + (10 * pairs)), new double[N * N]);
        for (var i = 0; i < N; i++)
        {
            d[(i * N) + i] = i < real ? (i % 2 == 0 ? 1.3 : -1.3) : stream.NextUniform(-1.2, 1.2);
        }

        for (var p = 0; p < pairs; p++)
        {
            var (i, angle) = (real + (2 * p), stream.NextUniform(0.1, Math.PI - 0.1));
            d[(i * N) + i] = d[((i + 1) * N) + i + 1] = 1.3 * Math.Cos(angle);
            d[((i + 1) * N) + i] = 1.3 * Math.Sin(angle);
            d[(i * N) + i + 1] = -1.3 * Math.Sin(angle);
        }

        Assert.Equal(1.3, Complex.Abs(Found(Similar(d, 5))!.Value), 1.3e-8);
    }

    [Fact]
    public void A_matrix_that_is_not_normal_has_its_largest_eigenvalue_however_large_its_norm()
    {
        // Upper triangular with known eigenvalues, the others large beside them, seen from another basis.
        var (stream, t) = (Some.Stream(6), new double[N * N]);
        for (var i = 0; i < N; i++)
        {
            for (var j = i + 1; j < N; j++)
            {
                t[(i * N) + j] = 0.5 * stream.NextNormal() / Math.Sqrt(N);
            }

            t[(i * N) + i] = i == 200 ? 1 : stream.NextUniform(-0.9, 0.9);
        }

        t[N - 1] = 20;
        Assert.Equal(1, SpectralRadius.Of(Similar(t, 7), N), 1e-7);
    }

    [Fact]
    public void Of_blocks_the_one_with_the_larger_radius_counts_also_where_it_is_only_reached()
    {
        const int half = N / 2;
        var (first, second, w) = (Sparse(8, half, 0.2), Sparse(9, half, 0.2), new double[N * N]);
        var (a, b) = (Largest(first, half), Largest(second, half));
        for (var i = 0; i < half; i++)
        {
            for (var j = 0; j < half; j++)
            {
                w[(i * N) + j] = first[(i * half) + j] / a;
                w[((half + i) * N) + half + j] = 1.01 * second[(i * half) + j] / b;
                w[((half + i) * N) + j] = (i + j) % 40 == 0 ? 1 : 0;
            }
        }

        Assert.Equal(1.01, Complex.Abs(Found(w)!.Value), 1e-8);
    }

    [Fact]
    public void A_matrix_of_low_rank_ends_the_iteration_with_all_it_has()
    {
        // W = m nᵀ + 0.5 (p qᵀ), whose eigenvalues that are not 0 are those of a (2 × 2) matrix.
        double[][] v = [.. Enumerable.Range(10, 4).Select(seed => Some.Normal(seed, N))];
        var w = new double[N * N];
        for (var k = 0; k < w.Length; k++)
        {
            w[k] = (v[0][k / N] * v[1][k % N]) + (0.5 * v[2][k / N] * v[3][k % N]);
        }

        double[] small = [Dot(1, 0), Dot(1, 2), 0.5 * Dot(3, 0), 0.5 * Dot(3, 2)];
        var expected = Largest(small, 2);
        Assert.Equal(expected, Complex.Abs(Found(w)!.Value), 1e-8 * expected);

        double Dot(int a, int b) => Rows.Dot(v[a], v[b]);
    }

    [Fact]
    public void Orthogonal_matrices_have_no_largest_eigenvalue_and_are_left_to_the_computation_of_all()
    {
        var w = Orthogonal(11);
        Assert.Null(Found(w));
        Assert.Equal(1, SpectralRadius.Of(w, N), 1e-6);
    }

    [Fact]
    public void Cycles_of_any_length_have_the_mean_of_their_weights()
    {
        // Two rings of which the second has weights 2 and 8 in turn: √(2 · 8) = 4.
        const int n = 3000, first = 1001;
        var w = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            var next = i + 1 == first ? 0 : i + 1 == n ? first : i + 1;
            w[(next * n) + i] = i < first ? -3 : (i - first) % 2 == 0 || i == n - 1 ? 2 : 8;
        }

        var expected = Math.Exp((((1999 - 999) * Math.Log(2)) + (999 * Math.Log(8))) / 1999);
        Assert.Equal(expected, SpectralRadius.Of(w, n), 1e-12);
        Assert.Equal(3, SpectralRadius.Of([.. Enumerable.Range(0, first * first).Select(k => w[(k / first * n) + (k % first)])], first), 1e-12);
    }

    [Fact]
    public void The_same_matrix_has_the_same_bits()
    {
        var w = Sparse(12, N, 0.1);
        Assert.Equal(Found(w), Found(w));
    }

    private static double Largest(double[] w, int n) => SpectralRadius.Spectrum(w, n).Max(Complex.Abs);

    private static Complex? Found(double[] w) => DominantEigenvalue.Of(SparseRows.Of(w, N, [.. Enumerable.Range(0, N)]), CancellationToken.None);

    private static double[] Sparse(int seed, int n, double density)
    {
        var (stream, w) = (Some.Stream(seed), new double[n * n]);
        for (var k = 0; k < w.Length; k++)
        {
            w[k] = stream.NextUniform() < density ? stream.NextNormal() : 0;
        }

        return w;
    }

    private static double[] Orthogonal(int seed)
    {
        var q = new float[N * N];
        new OrthogonalInitialiser().Draw(Connectivity.Dense(N, N), Some.Stream(seed), q);
        return Array.ConvertAll(q, v => (double)v);
    }

    // Reflections keep eigenvalues exactly: A ← P A P, P = 1 − 2 v vᵀ.
    private static double[] Similar(double[] matrix, int seed)
    {
        var a = (double[])matrix.Clone();
        for (var turn = 0; turn < 20; turn++)
        {
            var v = Some.Normal((100 * seed) + turn, N);
            var length = Math.Sqrt(Rows.Dot(v, v));
            v = Array.ConvertAll(v, x => x / length);
            var sums = new double[N];
            for (var i = 0; i < N; i++)
            {
                Rows.AddScaled(sums, v[i], a.AsSpan(i * N, N));
            }

            for (var i = 0; i < N; i++)
            {
                var row = a.AsSpan(i * N, N);
                Rows.AddScaled(row, -2 * v[i], sums);
                Rows.AddScaled(row, -2 * Rows.Dot(row, v), v);
            }
        }

        return a;
    }
}

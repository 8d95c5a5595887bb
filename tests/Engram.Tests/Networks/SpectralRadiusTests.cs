using Engram.Networks;
using MathNet.Numerics.LinearAlgebra;

namespace Engram.Tests.Networks;

public sealed class SpectralRadiusTests
{
    [Fact]
    public void A_scaled_rotation_has_its_complex_pair()
    {
        var (c, s) = (0.7 * Math.Cos(1), 0.7 * Math.Sin(1));
        Assert.Equal(0.7, SpectralRadius.Of([c, -s, s, c], 2), 1e-14);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(64)]
    public void A_cyclic_permutation_has_its_roots_of_unity(int n)
    {
        var w = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            w[(i * n) + ((i + 1) % n)] = 2;
        }

        Assert.Equal(2, SpectralRadius.Of(w, n), 1e-12);
    }

    [Fact]
    public void Nilpotent_matrices_have_exactly_zero()
    {
        const int n = 12;
        var (lower, upper) = (new double[n * n], new double[n * n]);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < i; j++)
            {
                lower[(i * n) + j] = upper[(j * n) + i] = i + j;
            }
        }

        Assert.Equal(0, SpectralRadius.Of(lower, n));
        Assert.Equal(0, SpectralRadius.Of(upper, n));
    }

    [Fact]
    public void A_triangular_matrix_has_its_largest_diagonal_entry()
    {
        const int n = 9;
        var w = Some.Normal(1, n * n);
        for (var i = 0; i < n; i++)
        {
            for (var j = i + 1; j < n; j++)
            {
                w[(i * n) + j] = 0;
            }

            w[(i * n) + i] = i - 6;
        }

        Assert.Equal(6, SpectralRadius.Of(w, n));
    }

    [Fact]
    public void Similar_matrices_have_the_radius_they_were_built_with() => Some.ForSeeds(seed =>
    {
        // D is block-diagonal: a pair of modulus 1.3 and real eigenvalues below; A = P D P⁻¹.
        const int n = 15;
        var stream = Some.Stream(seed);
        var d = Matrix<double>.Build.Dense(n, n);
        var angle = stream.NextUniform(0, Math.PI);
        (d[0, 0], d[0, 1], d[1, 0], d[1, 1]) =
            (1.3 * Math.Cos(angle), -1.3 * Math.Sin(angle), 1.3 * Math.Sin(angle), 1.3 * Math.Cos(angle));
        for (var i = 2; i < n; i++)
        {
            d[i, i] = stream.NextUniform(-1.2, 1.2);
        }

        var p = Matrix<double>.Build.Dense(n, n, Some.Normal(seed, n * n)) + (6 * Matrix<double>.Build.DenseIdentity(n));
        var a = p * d * p.Inverse();
        Assert.Equal(1.3, SpectralRadius.Of(a.ToRowMajorArray(), n), 1e-8);
    });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(33)]
    [InlineData(64)]
    [InlineData(101)]
    public void Random_matrices_agree_with_another_implementation(int n)
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var w = Some.Normal(seed, n * n);
            var peer = Matrix<double>.Build.Dense(n, n, w).Evd(Symmetricity.Asymmetric).EigenValues.Max(v => v.Magnitude);
            Assert.Equal(peer, SpectralRadius.Of(w, n), 1e-9 * (1 + peer));
        }
    }

    [Fact]
    public void Radius_scales_with_the_matrix_over_many_orders_of_magnitude()
    {
        var w = Some.Normal(4, 400);
        var radius = SpectralRadius.Of(w, 20);
        foreach (var factor in (double[])[1e-30, 1e-5, 1e30])
        {
            Assert.Equal(1, SpectralRadius.Of(Array.ConvertAll(w, v => v * factor), 20) / (factor * radius), 1e-10);
        }
    }

    [Fact]
    public void Units_without_input_or_output_are_taken_away_without_a_trace()
    {
        // The core 2 ↔ 3 has eigenvalues ±√6; unit 0 only sends, unit 1 only receives and has an autapse of −2.
        double[] w =
        [
            0, 0, 0, 0,
            5, -2, 5, 5,
            9, 0, 0, 2,
            9, 0, 3, 0,
        ];
        Assert.Equal(Math.Sqrt(6), SpectralRadius.Of(w, 4), 1e-12);
    }

    [Fact]
    public void A_diverged_matrix_has_no_radius() => Assert.Equal(double.NaN, SpectralRadius.Of([1f, float.NaN, 0, 1], 2));

    [Fact]
    public void The_zero_and_the_empty_matrix_have_zero()
    {
        Assert.Equal(0, SpectralRadius.Of(new float[25], 5));
        Assert.Equal(0, SpectralRadius.Of(Array.Empty<float>(), 0));
    }
}

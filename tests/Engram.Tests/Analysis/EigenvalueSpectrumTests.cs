using System.Numerics;
using Engram.Analysis;
using Engram.Configuration;
using Engram.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace Engram.Tests.Analysis;

public sealed class EigenvalueSpectrumTests
{
    private static readonly TimeSpan Dt = 20.Ms;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    public void Eigenvalues_agree_with_another_library_and_are_sorted(int n)
    {
        var random = new RandomStream(new StreamKey(3, Purpose.Analysis), n);
        var a = Enumerable.Range(0, n * n).Select(_ => random.NextNormal() / Math.Sqrt(n)).ToArray();
        var modes = EigenvalueSpectrum.Of(a, n, Dt);
        var left = Matrix<double>.Build.DenseOfRowMajor(n, n, a).Evd().EigenValues.ToList();
        foreach (var mode in modes)
        {
            var nearest = left.MinBy(value => (value - mode.Multiplier).Magnitude);
            Assert.Equal(0, (nearest - mode.Multiplier).Magnitude, 1e-10);
            Assert.Equal(0, (Complex.Exp(mode.Rate * 0.02) - mode.Multiplier).Magnitude, 1e-12);
            left.Remove(nearest);
        }

        Assert.Empty(left);
        Assert.Equal(modes.Select(mode => mode.Multiplier.Magnitude).OrderDescending(), modes.Select(mode => mode.Multiplier.Magnitude),
            (x, y) => Math.Abs(x - y) < 1e-12);
    }

    [Fact]
    public void Defective_eigenvalues_of_silent_units_are_exact()
    {
        // A silent unit keeps 1 − α and is driven by the others: triangular, with one eigenvalue three times.
        var modes = EigenvalueSpectrum.Of([0.8, 0.5, 0.3, 0, 0.8, 0.7, 0, 0, 0.8], 3, Dt);
        Assert.All(modes, mode => Assert.Equal(new Complex(0.8, 0), mode.Multiplier));
    }

    [Fact]
    public void A_mode_knows_its_times()
    {
        var modes = EigenvalueSpectrum.Of([0.5, 0, 0, 0, 1, 0, 0, 0, 0], 3, Dt);
        Assert.Equal([double.PositiveInfinity, 0.02 / Math.Log(2), 0], modes.Select(mode => mode.TimeConstant), Close);
        Assert.All(modes, mode => Assert.Equal((0, double.PositiveInfinity), (mode.Frequency, mode.Period)));

        // A quarter turn and a growth by e in each step; and a change of sign in each.
        var turn = EigenvalueSpectrum.Of([0, -Math.E, Math.E, 0], 2, Dt);
        Assert.Equal([-0.02, -0.02], turn.Select(mode => mode.TimeConstant), Close);
        Assert.Equal([0.08, 0.08], turn.Select(mode => mode.Period), Close);
        Assert.Equal(25, Assert.Single(EigenvalueSpectrum.Of([-0.5], 1, Dt)).Frequency, 1e-12);
    }

    [Fact]
    public void Weights_of_a_leaky_network_have_rates_in_continuous_time()
    {
        // W = [1.5 −2; 2 1.5], τ = 100 ms: μ = (0.5 ± 2i)/0.1 s.
        var modes = EigenvalueSpectrum.OfMatrix([1.5, -2, 2, 1.5], 2, 100.Ms, Dt);
        Assert.Equal(0, (modes[0].Rate - new Complex(5, 20)).Magnitude, 1e-12);
        Assert.Equal(-0.2, modes[0].TimeConstant, 1e-12);
        Assert.Equal(2 * Math.PI / 20, modes[1].Period, 1e-12);
        Assert.Equal(0, (modes[0].Multiplier - Complex.Exp(new Complex(0.1, 0.4))).Magnitude, 1e-12);
    }

    [Fact]
    public void What_is_no_square_matrix_of_numbers_is_refused()
    {
        var fault = Assert.Throws<UsageException>(() => EigenvalueSpectrum.OfMatrix([1, double.NaN], 2, TimeSpan.Zero, Dt)).Message;
        Assert.All(["not 2 × 2", "NaN", "`tau` is 0ms"], part => Assert.Contains(part, fault, StringComparison.Ordinal));
    }

    private static bool Close(double a, double b) => a == b || Math.Abs(a - b) < 1e-14;
}

using Engram.Analysis;
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;
using MathNet.Numerics.LinearAlgebra;

namespace Engram.Tests.Analysis;

/// <summary>Lyapunov exponents against those that are known.</summary>
public sealed class LyapunovTests
{
    private static readonly TimeSpan Dt = 20.Ms;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Those_of_a_linear_network_are_the_logarithms_of_the_moduli_of_its_eigenvalues()
    {
        // Real eigenvalues and a complex pair, in directions that are not orthogonal.
        var blocks = Matrix<double>.Build.DenseDiagonal(5, 0);
        (blocks[0, 0], blocks[1, 1], blocks[2, 2]) = (0.95, -0.8, 0.1);
        (blocks[3, 3], blocks[3, 4], blocks[4, 3], blocks[4, 4]) = (0.3, 0.4, -0.4, 0.3);
        var basis = Matrix<double>.Build.Dense(5, 5, FlowNetworks.Draw(25, 9)) + Matrix<double>.Build.DenseIdentity(5);
        double[] weights = [.. (basis * blocks * basis.Inverse()).ToRowMajorArray()];
        double[] known = [.. SpectralRadius.Spectrum(weights, 5, Token).Select(value => Math.Log(value.Magnitude)).OrderDescending()];
        using var map = FlowNetworks.Elman(Activation.Linear, weights);
        var found = new LyapunovSpectrum { Exponents = 5, Steps = 1_000_000, Transient = 500 }.Of(map, Dt, FlowNetworks.Draw(5, 1), [], Token);
        Assert.Equal(known, found.PerStep, (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(known.Select(value => value / 0.02), found.PerSecond, (a, b) => Math.Abs(a - b) < 1e-4);
        Assert.True(found.HalvesDiffer < 1e-5);
        Assert.Equal((0, false, null), (found.KaplanYorke, found.IsLowerBound, found.DivergedAt));
    }

    [Fact]
    public void Those_of_the_map_of_Hénon_are_known_to_three_digits()
    {
        using var map = new StepMap(new HenonCell { Units = 1 }.Graph(0, 1, Dt));
        map.Load(new double[new HenonCell { Units = 1 }.Graph(0, 1, Dt).Parameters.Sum(shape => shape.Count)]);
        var found = new LyapunovSpectrum { Steps = 4_000_000 }.Of(map, Dt, [0.1, 0.1], [], Token);
        Assert.Equal(0.4192, found.PerStep[0], 5e-4);
        Assert.Equal(-1.6232, found.PerStep[1], 5e-4);
        Assert.Equal(Math.Log(0.3), found.PerStep.Sum(), 1e-9);
        Assert.Equal(1.258, found.KaplanYorke, 1e-3);

        // The estimate settles: its last values differ less than its first.
        Assert.Equal(4_000_000, found.RunningSteps[^1]);
        Assert.Equal(found.PerStep, found.Running[^1]);
        Assert.True(Math.Abs(found.Running[0][0] - found.PerStep[0]) > Math.Abs(found.Running[^2][0] - found.PerStep[0]));
        var shorter = new LyapunovSpectrum { Exponents = 1, Steps = 1000 }.Of(map, Dt, [0.1, 0.1], [], Token);
        Assert.True(shorter.IsLowerBound);
        Assert.Equal(1, shorter.KaplanYorke);
    }

    [Fact]
    public void Inputs_are_given_in_turn()
    {
        // x ← u x, by u = 2 and ½ in turn, has the exponent 0; by 2 held, ln 2 until it is no longer finite.
        using var map = new StepMap(new ScaledCell { Units = 1 }.Graph(1, 1, Dt));
        map.Load(new double[new ScaledCell { Units = 1 }.Graph(1, 1, Dt).Parameters.Sum(shape => shape.Count)]);
        var spectrum = new LyapunovSpectrum { Steps = 2000, Transient = 0 };
        Assert.Equal(0, spectrum.Of(map, Dt, [1], [2, 0.5], Token).PerStep[0], 1e-12);
        var held = spectrum.Of(map, Dt, [1], [2], Token);
        Assert.Equal(1023, held.DivergedAt);
        Assert.Equal(Math.Log(2), held.PerStep[0], 1e-12);
        var off = spectrum.Of(map, Dt, [1], [0], Token);
        Assert.Equal(double.NegativeInfinity, off.PerStep[0]);
        Assert.Equal(0, off.KaplanYorke);
    }

    [Fact]
    public void Halves_are_those_of_the_steps_they_are_of()
    {
        using var map = new StepMap(new ScaledCell { Units = 1 }.Graph(1, 1, Dt));
        map.Load(new double[new ScaledCell { Units = 1 }.Graph(1, 1, Dt).Parameters.Sum(shape => shape.Count)]);
        double[] inputs = [.. Enumerable.Repeat(0.5, 60), .. Enumerable.Repeat(0.25, 50)];
        var found = new LyapunovSpectrum { Steps = 100, Transient = 10 }.Of(map, Dt, [1], inputs, Token);
        Assert.Equal((Math.Log(0.5), Math.Log(0.25)), (found.FirstHalf[0], found.SecondHalf[0]), (a, b) => Math.Abs(a.Item1 - b.Item1) + Math.Abs(a.Item2 - b.Item2) < 1e-12);
        Assert.Equal(Math.Log(2), found.HalvesDiffer, 1e-12);
    }

    /// <summary>x ← 1 − 1.4 x² + y, y ← 0.3 x.</summary>
    private sealed record HenonCell : Cell
    {
        protected override void Define(Step step)
        {
            var (x, y) = (step.State("x", Units), step.State("y", Units));
            step.Next(x, 1 - (1.4 * x * x) + y);
            step.Next(y, 0.3 * x);
            step.Rate(x);
        }
    }

    private sealed record ScaledCell : Cell
    {
        protected override void Define(Step step)
        {
            var x = step.State("x", Units);
            step.Next(x, step.Input * x);
            step.Rate(x);
        }
    }
}

using Engram.Analysis;
using Engram.Configuration;
using Engram.Equations;

namespace Engram.Tests.Analysis;

public sealed class LatentCircuitTests
{
    private static readonly double[,] Two = { { 1.2, 0.5 }, { -0.4, 0.8 } };

    [Fact]
    public void The_finite_circuit_is_the_sum_over_units()
    {
        foreach (var activation in new[] { Activation.Tanh, Activation.Rectify, Activation.Sigmoid })
        {
            var space = PlantedNetworks.Space(301, Two, inputs: 2, outputs: 3, activation: activation);
            var (kappa, v) = (new[] { 0.7, -1.1 }, new[] { 0.4, -0.2 });
            var x = LatentFixedPoint.State(space, kappa, v);
            double Mean(double[] column) => column.Zip(x, (a, current) => a * ActivationCurve.Of(activation, current).Value).Sum() / 301;
            Assert.Equal(space.N.Select(Mean), Drive(new FiniteCircuit(space), kappa, v), Near(1e-14));
            Assert.Equal(space.W.Select(Mean), Readout(new FiniteCircuit(space), kappa, v), Near(1e-14));
        }
    }

    [Fact]
    public void Jacobians_are_the_derivatives_of_the_drive()
    {
        foreach (var activation in Enum.GetValues<Activation>())
        {
            var space = PlantedNetworks.Space(90, Two, activation: activation);
            AssertJacobian(new FiniteCircuit(space));
            var fit = PlantedNetworks.Fit(
                space.Cell with { Noise = 0.1 }, 1, 1, PlantedNetworks.Random(6, 0.7, 1), PlantedNetworks.Random(6, 0.3, 2));
            AssertJacobian(new MeanFieldCircuit(fit));
            AssertJacobian(new MeanFieldCircuit(
                fit, new() { OffDiagonal = false, CrossCovariances = false, Means = false, GainFactor = 0.4 }));
        }
    }

    [Fact]
    public void The_mean_field_circuit_is_the_limit_of_many_units()
    {
        var planted = PlantedNetworks.Space(40_000, Two, inputs: 2, outputs: 2);
        var space = planted with
        {
            M = [[.. planted.M[0].Select(m => m + 0.4)], planted.M[1]],
            N = [planted.N[0], [.. planted.N[1].Select(n => n - 0.6)]],
        };
        var (finite, limit) = (new FiniteCircuit(space), new MeanFieldCircuit(PlantedNetworks.Fit(space)));
        foreach (var (kappa, v) in new[] { (new[] { 0.3, -0.5 }, new[] { 0.0, 0.0 }), (new[] { 1.5, 0.8 }, new[] { -1.0, 0.6 }) })
        {
            Assert.Equal(Drive(finite, kappa, v), Drive(limit, kappa, v), Near(0.02));
            Assert.Equal(Readout(finite, kappa, v), Readout(limit, kappa, v), Near(0.03));
        }

        // The test could tell a circuit without means, or with wrong gains, from the right one.
        double[] at = [1.5, 0.8];
        foreach (var wrong in new CircuitOptions[]
            { new() { Means = false }, new() { GainFactor = 1 / Math.Sqrt(2 * Math.PI) }, new() { OffDiagonal = false } })
        {
            var other = Drive(new MeanFieldCircuit(PlantedNetworks.Fit(space), wrong), at, [-1, 0.6]);
            Assert.True(Drive(finite, at, [-1, 0.6]).Zip(other, (a, b) => Math.Abs(a - b)).Max() > 0.06);
        }
    }

    [Fact]
    public void Two_halves_of_a_population_are_the_population()
    {
        var whole = PlantedNetworks.Random(6, 1, 3);
        var cell = PlantedNetworks.Space(10, Two).Cell;
        var one = new MeanFieldCircuit(PlantedNetworks.Fit(cell, 1, 1, whole));
        var two = new MeanFieldCircuit(PlantedNetworks.Fit(cell, 1, 1, whole with { Weight = 0.25 }, whole with { Weight = 0.75 }));
        Assert.Equal(Drive(one, [0.5, 1], [0.3]), Drive(two, [0.5, 1], [0.3]), Near(1e-14));
        Assert.Equal(Readout(one, [0.5, 1], [0.3]), Readout(two, [0.5, 1], [0.3]), Near(1e-14));
    }

    [Fact]
    public void Noise_lowers_the_gain_by_the_variance_that_it_gives_to_the_currents()
    {
        double Slope(double noise, TimeSpan? dt)
        {
            var slope = new double[1];
            new MeanFieldCircuit(PlantedNetworks.RankOne(1.4, noise: noise), dt: dt).Jacobian([0.0], [0.0], slope);
            return slope[0] / 1.4;
        }

        Assert.Equal(1, Slope(0, null), 1e-14);
        Assert.Equal(GaussianExpectation.Of(Activation.Tanh, 0, 0.49).Slope, Slope(0.7, null), 1e-12);

        // α = 0.2: σ² · 2α/(2α − α²)
        Assert.Equal(GaussianExpectation.Of(Activation.Tanh, 0, 0.49 * 0.4 / 0.36).Slope, Slope(0.7, 20.Ms), 1e-12);
    }

    [Fact]
    public void The_diagonal_circuit_has_all_couplings_in_the_gauge_of_the_eigenvectors_and_lacks_some_in_another()
    {
        // Real eigenvalues, far from diagonal.
        var space = PlantedNetworks.Space(500, new[,] { { 1.2, 0.9 }, { 0.6, 0.5 } });
        var (diagonal, raw) = (DiagonalCircuit.Of(space), DiagonalCircuit.RawGauge(space));
        var turned = space.InEigenGauge();
        Assert.Equal(0, DenseRows.Dot(turned.N[0], turned.M[1]) / 500, 1e-12);
        Assert.Equal(0, DenseRows.Dot(turned.N[1], turned.M[0]) / 500, 1e-12);

        // The gauge changes no current: κ in it gives the same x, and all outputs of the finite circuit are the same.
        var (kappa, v) = (new[] { 0.6, -0.2 }, new[] { 0.3 });
        var x = LatentFixedPoint.State(turned, kappa, v);
        var old = Solve(space.M, x, v, space.I);
        Assert.Equal(Readout(new FiniteCircuit(space), old, v), Readout(new FiniteCircuit(turned), kappa, v), Near(1e-12));

        // The full circuit of second moments, in the raw gauge, gives the same output as the diagonal one in its own.
        var full = new MeanFieldCircuit(PlantedNetworks.Fit(space) with { Populations = [new(1, new double[6], Moments(space))] });
        Assert.Equal(Readout(full, old, v), Readout(diagonal, kappa, v), Near(1e-12));
        var (fullDrive, diagonalDrive) = (Drive(full, old, v), Drive(diagonal, kappa, v));
        Assert.Equal(
            LatentFixedPoint.State(space, fullDrive, v), LatentFixedPoint.State(turned, diagonalDrive, v), Near(1e-12));
        Assert.True(Math.Abs(Drive(raw, old, v)[0] - fullDrive[0]) > 0.05);
    }

    [Fact]
    public void Complex_eigenvalues_have_no_diagonal_circuit()
    {
        var space = PlantedNetworks.Space(500, new[,] { { 1.0, 0.5 }, { -0.5, 1.0 } });
        var fault = Assert.Throws<UsageException>(() => DiagonalCircuit.Of(space));
        Assert.Contains("igenvalues of nᵀm/N are", fault.Message);
        DiagonalCircuit.RawGauge(space);
    }

    [Fact]
    public void Misprints_change_what_they_say_and_the_default_is_none()
    {
        var fit = PlantedNetworks.Fit(PlantedNetworks.Space(200, Two));
        var right = new MeanFieldCircuit(fit);
        var (kappa, v, u, drive) = (new[] { 0.5, -0.3 }, new[] { 0.2 }, new[] { 2.0 }, new double[2]);
        right.Drive(kappa, v, u, drive);
        Assert.Equal(Drive(right, kappa, v), drive);
        var misprint = new MeanFieldCircuit(fit, new() { SquaredFilteredInput = false });
        misprint.Drive(kappa, v, u, drive);
        Assert.True(Math.Abs(drive[0] - Drive(right, kappa, v)[0]) > 0.02);
        Assert.Equal(Drive(right, kappa, v), Drive(misprint, kappa, v));
        Assert.Equal(right.Tau, right.LatentTau);
        Assert.Equal(1, new MeanFieldCircuit(fit, new() { Tau = false }).LatentTau.TotalSeconds);
    }

    [Fact]
    public void A_mixture_of_other_columns_is_refused()
    {
        var fit = PlantedNetworks.RankOne(1.4) with { Inputs = 2 };
        Assert.Contains("5 columns", Assert.Throws<UsageException>(() => new MeanFieldCircuit(fit)).Message);
    }

    private static void AssertJacobian(LatentCircuit circuit)
    {
        const double H = 1e-5;
        double[] kappa = [0.31, -0.47];
        var jacobian = new double[4];
        circuit.Jacobian(kappa, [0.23], jacobian);
        for (var s = 0; s < 2; s++)
        {
            double[] Moved(double by) => Drive(circuit, [kappa[0] + (s == 0 ? by : 0), kappa[1] + (s == 1 ? by : 0)], [0.23]);
            var (up, down) = (Moved(H), Moved(-H));
            for (var r = 0; r < 2; r++)
            {
                Assert.Equal((up[r] - down[r]) / (2 * H), jacobian[(2 * r) + s], 1e-7);
            }
        }

        var (drive, same) = (new double[2], new double[4]);
        circuit.Linearise(kappa, [0.23], drive, same);
        Assert.Equal(Drive(circuit, kappa, [0.23]), drive, Near(1e-15));
        Assert.Equal(jacobian, same);
    }

    private static double[] Drive(LatentCircuit circuit, double[] kappa, double[] v)
    {
        var drive = new double[circuit.Rank];
        circuit.Drive(kappa, v, drive);
        return drive;
    }

    private static double[] Readout(LatentCircuit circuit, double[] kappa, double[] v)
    {
        var z = new double[circuit.Outputs];
        circuit.Readout(kappa, v, z);
        return z;
    }

    // κ with Σ κ_r m_r = x − v I, for two columns.
    private static double[] Solve(IReadOnlyList<double[]> m, double[] x, double[] v, IReadOnlyList<double[]> input)
    {
        double[] rest = [.. x.Select((value, unit) => value - (v[0] * input[0][unit]))];
        var (a, b, c) = (DenseRows.Dot(m[0], m[0]), DenseRows.Dot(m[0], m[1]), DenseRows.Dot(m[1], m[1]));
        var (p, q) = (DenseRows.Dot(m[0], rest), DenseRows.Dot(m[1], rest));
        var determinant = (a * c) - (b * b);
        return [((c * p) - (b * q)) / determinant, ((a * q) - (b * p)) / determinant];
    }

    private static double[,] Moments(LoadingSpace space)
    {
        var columns = space.Columns;
        var moments = new double[columns.Count, columns.Count];
        for (var a = 0; a < columns.Count; a++)
        {
            for (var b = 0; b < columns.Count; b++)
            {
                moments[a, b] = DenseRows.Dot(columns[a], columns[b]) / space.Units;
            }
        }

        return moments;
    }

    private static Func<double, double, bool> Near(double tolerance) => (a, b) => Math.Abs(a - b) <= tolerance;
}

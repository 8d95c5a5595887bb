using Engram.Analysis;
using Engram.Configuration;

namespace Engram.Tests.Analysis;

/// <summary>Flows, inactivations and psychometric matrices.</summary>
public sealed class LatentPictureTests
{
    [Fact]
    public void The_flow_of_two_variables_vanishes_where_the_fixed_points_are()
    {
        var circuit = new FiniteCircuit(PlantedNetworks.Space(64, new[,] { { 1.6, 0.2 }, { -0.1, 0.7 } }));
        var flow = LatentFlow.Of(circuit, 2, 40, [0.1]);
        Assert.Equal((40, 1600, 3200, 1600), (flow.X.Length, flow.Speeds.Length, flow.Vectors.Length, flow.Readout.Length));
        Assert.Equal([-1.95, -1.85], flow.X[..2], (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(1.95, flow.Y[^1], 1e-12);
        var (drive, z) = (new double[2], new double[1]);
        circuit.Drive([flow.X[7], flow.Y[31]], [0.1], drive);
        circuit.Readout([flow.X[7], flow.Y[31]], [0.1], z);
        var cell = (31 * 40) + 7;
        Assert.Equal((drive[0] - flow.X[7]) / 0.1, flow.Vectors[2 * cell], 1e-12);
        Assert.Equal((drive[1] - flow.Y[31]) / 0.1, flow.Vectors[(2 * cell) + 1], 1e-12);
        Assert.Equal(Math.Sqrt(Math.Pow(flow.Vectors[2 * cell], 2) + Math.Pow(flow.Vectors[(2 * cell) + 1], 2)), flow.Speeds[cell], 1e-12);
        Assert.Equal(z[0], flow.Readout[cell]);

        // The slowest cell is that of a fixed point.
        var slowest = Array.IndexOf(flow.Speeds, flow.Speeds.Min());
        var points = new LatentFixedPoints().Find(circuit, [0.1]);
        Assert.InRange(points.Min(point =>
            Math.Max(Math.Abs(point.Kappa[0] - flow.X[slowest % 40]), Math.Abs(point.Kappa[1] - flow.Y[slowest / 40]))), 0, 0.3);
    }

    [Fact]
    public void The_flow_of_one_variable_is_over_the_filtered_input()
    {
        var circuit = new FiniteCircuit(PlantedNetworks.Space(64, new[,] { { 1.4 } }, inputs: 2));
        var flow = LatentFlow.Of(circuit, (1, 3), 10, [0.2, 0.5], channel: 1);
        Assert.Equal(("κ", "v2"), flow.Names);
        var drive = new double[1];
        circuit.Drive([flow.X[2]], [0.2, flow.Y[6]], drive);
        Assert.Equal((drive[0] - flow.X[2]) / 0.1, flow.Vectors[2 * 62], 1e-12);
        Assert.Equal((0.5 - flow.Y[6]) / 0.1, flow.Vectors[(2 * 62) + 1], 1e-12);
    }

    [Fact]
    public void A_flow_that_is_no_plane_is_refused()
    {
        var circuit = new FiniteCircuit(PlantedNetworks.Space(20, new double[3, 3]));
        var fault = Assert.Throws<UsageException>(() => LatentFlow.Of(circuit, -1, 0, [0]));
        Assert.Equal(3, fault.Faults.Count);
        var one = new FiniteCircuit(PlantedNetworks.Space(20, new double[1, 1], inputs: 0));
        Assert.Contains("channel 0", Assert.Throws<UsageException>(() => LatentFlow.Of(one, 1, 5, [])).Message);
    }

    [Fact]
    public void Inactivated_units_send_nothing_and_the_others_are_as_before()
    {
        var space = PlantedNetworks.Space(90, new[,] { { 1.4 } });
        int[] labels = [.. Enumerable.Range(0, 90).Select(unit => unit % 3)];
        var part = Inactivation.Of(space, labels, 1, 0.5, 4);
        int[] lost = [.. Enumerable.Range(0, 90).Where(unit => part.M[0][unit] == 0)];
        Assert.Equal(15, lost.Length);
        Assert.All(lost, unit => Assert.Equal((1, 0, 0), (labels[unit], part.N[0][unit], part.W[0][unit])));
        Assert.Equal(space.I[0], part.I[0]);
        Assert.All(Enumerable.Range(0, 90).Except(lost), unit => Assert.Equal(
            (space.M[0][unit], space.N[0][unit], space.W[0][unit]), (part.M[0][unit], part.N[0][unit], part.W[0][unit])));
        Assert.Equal(part.M[0], Inactivation.Of(space, labels, 1, 0.5, 4).M[0]);
        Assert.NotEqual(part.M[0], Inactivation.Of(space, labels, 1, 0.5, 5).M[0]);
        Assert.Equal(30, Inactivation.Of(space, labels, 2, 1, 4).N[0].Count(n => n == 0));
        Assert.Equal(3, Assert.Throws<UsageException>(() => Inactivation.Of(space, labels[..5], 7, 2, 4)).Faults.Count);
    }
}

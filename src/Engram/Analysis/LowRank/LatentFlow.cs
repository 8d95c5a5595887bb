using Engram.Configuration;

namespace Engram.Analysis;

/// <summary>
/// The flow of a latent circuit under a constant input, at the centres of the cells of a square grid: for rank two over κ₁ and κ₂ with
/// v = u; for rank one over κ and the filtered input v of one channel, the others v = u.
/// </summary>
/// <remarks>Values at (i, j) are at i·G + j: the place <c>X[j]</c>, <c>Y[i]</c>.</remarks>
public sealed record LatentFlow
{
    /// <summary>Names of the two axes, such as κ1 and κ2.</summary>
    public required (string X, string Y) Names { get; init; }

    /// <summary>Places along the horizontal axis (G), ascending.</summary>
    public required double[] X { get; init; }

    /// <summary>Places along the vertical axis (G), ascending.</summary>
    public required double[] Y { get; init; }

    /// <summary>Horizontal and vertical component of the flow, per s (G × G × 2).</summary>
    public required double[] Vectors { get; init; }

    /// <summary>Length of each vector, per s (G × G).</summary>
    public required double[] Speeds { get; init; }

    /// <summary>Outputs (G × G × O).</summary>
    public required double[] Readout { get; init; }

    /// <summary>The flow on a square from −extent to extent.</summary>
    /// <param name="circuit">The circuit, of rank one or two.</param>
    /// <param name="extent">Half of the side.</param>
    /// <param name="grid">G, cells along each side.</param>
    /// <param name="input">The constant input u (I).</param>
    /// <exception cref="UsageException">The rank is not one or two, or a value is not allowed.</exception>
    public static LatentFlow Of(LatentCircuit circuit, double extent, int grid, ReadOnlySpan<double> input) =>
        Of(circuit, (extent, extent), grid, input);

    /// <summary>The flow on a rectangle.</summary>
    /// <param name="circuit">The circuit, of rank one or two.</param>
    /// <param name="extents">Half of the horizontal and of the vertical side.</param>
    /// <param name="grid">G, cells along each side.</param>
    /// <param name="input">The constant input u (I).</param>
    /// <param name="channel">For rank one, the input channel on the vertical axis, from 0.</param>
    /// <exception cref="UsageException">The rank is not one or two, there is no such channel, or a value is not allowed.</exception>
    public static LatentFlow Of(
        LatentCircuit circuit, (double X, double Y) extents, int grid, ReadOnlySpan<double> input, int channel = 0)
    {
        var u = circuit.Input(input);
        Check(circuit, extents, grid, channel);
        var isPlane = circuit.Rank == 2;
        var (x, y) = (Centres(extents.X, grid), Centres(extents.Y, grid));
        var (vectors, speeds) = (new double[grid * grid * 2], new double[grid * grid]);
        var readout = new double[grid * grid * circuit.Outputs];
        var (kappa, v, drive) = (new double[circuit.Rank], (double[])u.Clone(), new double[circuit.Rank]);
        for (var cell = 0; cell < grid * grid; cell++)
        {
            kappa[0] = x[cell % grid];
            (isPlane ? ref kappa[1] : ref v[channel]) = y[cell / grid];
            circuit.Drive(kappa, v, u, drive);

            // τ dκ/dt = −κ + F(κ, v), τ dv/dt = −v + u
            vectors[2 * cell] = (drive[0] - kappa[0]) / circuit.LatentTau.TotalSeconds;
            vectors[(2 * cell) + 1] = isPlane
                ? (drive[1] - kappa[1]) / circuit.LatentTau.TotalSeconds
                : (u[channel] - v[channel]) / circuit.Tau.TotalSeconds;
            speeds[cell] = double.Hypot(vectors[2 * cell], vectors[(2 * cell) + 1]);
            circuit.Readout(kappa, v, u, readout.AsSpan(cell * circuit.Outputs, circuit.Outputs));
        }

        var names = isPlane ? ("κ1", "κ2") : ("κ", circuit.Inputs == 1 ? "v" : $"v{channel + 1}");
        return new() { Names = names, X = x, Y = y, Vectors = vectors, Speeds = speeds, Readout = readout };
    }

    private static double[] Centres(double extent, int grid) =>
        [.. Enumerable.Range(0, grid).Select(k => extent * (((2 * k) + 1.0 - grid) / grid))];

    private static void Check(LatentCircuit circuit, (double X, double Y) extents, int grid, int channel)
    {
        var faults = new List<string>();
        if (circuit.Rank > 2)
        {
            faults.Add($"The circuit has rank {circuit.Rank}, but a plane can show the flow only for rank 1 or 2; give another circuit.");
        }

        if (circuit.Rank == 1 && (channel < 0 || channel >= circuit.Inputs))
        {
            faults.Add($"There is no input channel {channel}; channels are numbered 0 to {circuit.Inputs - 1}.");
        }

        if (!(extents is { X: > 0, Y: > 0 } && double.IsFinite(extents.X + extents.Y)))
        {
            faults.Add(FormattableString.Invariant($"The extents are {extents.X} and {extents.Y}; give numbers above 0."));
        }

        if (grid is < 1 or > 10_000)
        {
            faults.Add($"`grid` is {grid}; give 1 to 10000 cells along a side.");
        }

        if (faults.Count > 0)
        {
            throw new UsageException(faults);
        }
    }
}

using Engram.Configuration;

namespace Engram.Analysis;

/// <summary>
/// The circuit of course sheets: one Gaussian population of zero mean with the second moments of the network, σ_ab = aᵀb/N, and each κ_r
/// driven by itself and the inputs alone. That leaves nothing out in the gauge in which nᵀm is diagonal, and only there.
/// </summary>
[Cite(
    "10.1038/s41593-022-01088-4",
    "Dubreuil, Valente, Beiran, Mastrogiuseppe & Ostojic 2022, The role of population structure in computations through neural dynamics")]
public static class DiagonalCircuit
{
    /// <summary>The circuit in the gauge in which nᵀm is diagonal; κ is that of this gauge, the outputs are those of any.</summary>
    /// <param name="space">The connectivity, in any gauge.</param>
    /// <param name="options">What else is left out; the off-diagonal couplings are in any case.</param>
    /// <exception cref="UsageException">The eigenvalues of nᵀm are complex, and there is no such gauge.</exception>
    public static MeanFieldCircuit Of(LoadingSpace space, CircuitOptions? options = null) => RawGauge(space.InEigenGauge(), options);

    /// <summary>
    /// The circuit with the off-diagonal couplings left out in whatever gauge the columns are, as training leaves them: an error where
    /// nᵀm is not diagonal, which can turn the sign of the answers around.
    /// </summary>
    /// <param name="space">The connectivity.</param>
    /// <param name="options">What else is left out; the off-diagonal couplings are in any case.</param>
    public static MeanFieldCircuit RawGauge(LoadingSpace space, CircuitOptions? options = null) =>
        new(OnePopulation(space), (options ?? new()) with { OffDiagonal = false, Means = false });

    // Means are taken to be 0 and so count as part of the second moments.
    private static ConnectivityFit OnePopulation(LoadingSpace space)
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

        return new()
        {
            Cell = space.Cell,
            Inputs = space.I.Count,
            Outputs = space.W.Count,
            Populations = [new(1, new double[columns.Count], moments)],
            Labels = new int[space.Units],
        };
    }
}

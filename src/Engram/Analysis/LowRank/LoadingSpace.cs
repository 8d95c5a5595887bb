using Engram.Cells;
using Engram.Configuration;
using Engram.Networks;

namespace Engram.Analysis;

/// <summary>
/// The connectivity of a low-rank network as a cloud of units: unit i is the point (m₁ᵢ … m_Rᵢ, n₁ᵢ … n_Rᵢ, I₁ᵢ … , w₁ᵢ …), with the
/// input and readout vectors as the network uses them, gains included. J = Σ_r m_r n_rᵀ / N and z = (1/N) Σᵢ wᵢ φ(xᵢ).
/// </summary>
[Cite(
    "10.1038/s41593-022-01088-4",
    "Dubreuil, Valente, Beiran, Mastrogiuseppe & Ostojic (2022). The role of population structure in computations through neural dynamics.")]
public sealed partial record LoadingSpace
{
    /// <summary>The cell: N, R, τ, φ and σ.</summary>
    public required LowRankCell Cell { get; init; }

    /// <summary>m, one column of N values for each rank.</summary>
    public required IReadOnlyList<double[]> M { get; init => field = Finite.Columns(value, "m"); }

    /// <summary>n, one column of N values for each rank.</summary>
    public required IReadOnlyList<double[]> N { get; init => field = Finite.Columns(value, "n"); }

    /// <summary>I, one column of N values for each input channel.</summary>
    public required IReadOnlyList<double[]> I { get; init => field = Finite.Columns(value, "I"); }

    /// <summary>w, one column of N values for each output: N times the weights of the readout.</summary>
    public required IReadOnlyList<double[]> W { get; init => field = Finite.Columns(value, "w"); }

    /// <summary>All columns: m, n, I, w.</summary>
    public IReadOnlyList<double[]> Columns => [.. M, .. N, .. I, .. W];

    /// <summary>Names of <see cref="Columns"/>: m1, m2, …; a bare letter where there is one column of the kind.</summary>
    public IReadOnlyList<string> Names => ColumnNames.Of(M.Count, I.Count, W.Count);

    /// <summary>Number of units.</summary>
    public int Units => Cell.Units;

    /// <summary>R.</summary>
    public int Rank => Cell.Rank;

    /// <summary>Reads the columns from a network.</summary>
    /// <param name="network">The network; its effective weights count.</param>
    /// <exception cref="UsageException">
    /// The network's cell is not low-rank, it is not finite, its rank exceeds its units, or its units or outputs have biases or an initial
    /// state other than 0; all faults together.
    /// </exception>
    public static LoadingSpace Of(Network network)
    {
        if (network.Cell is not LowRankCell low)
        {
            throw new UsageException(
                $"The network's cell is {network.Cell.Name}, but only the cell low-rank has a loading space. "
                + "Train with `Cell = low-rank`, or truncate the network to a low rank first.");
        }

        LoadingFaults.Check(network, low);
        return new()
        {
            // Gains and populations are in the columns.
            Cell = low with
            {
                TrainGains = false, Populations = 0, PopulationWeights = null, Basis = 0, RedrawBasis = false, TrainMeans = false,
            },
            M = ColumnsOf(network, "m", 1),
            N = RowsOf(network, "n", 1),
            I = ColumnsOf(network, "w_in", 1),
            W = RowsOf(network, "w_out", low.Units),
        };
    }

    private static double[][] ColumnsOf(Network network, string name, double scale)
    {
        var shape = network.Parameters.Shape(name);
        var values = network.Effective(name).ToArray();
        return
        [
            .. Enumerable.Range(0, shape.Columns)
                .Select(c => Enumerable.Range(0, shape.Rows).Select(r => scale * values[(r * shape.Columns) + c]).ToArray()),
        ];
    }

    private static double[][] RowsOf(Network network, string name, double scale)
    {
        var shape = network.Parameters.Shape(name);
        var values = network.Effective(name).ToArray();
        return
        [
            .. Enumerable.Range(0, shape.Rows)
                .Select(r => Enumerable.Range(0, shape.Columns).Select(c => scale * values[(r * shape.Columns) + c]).ToArray()),
        ];
    }
}

using Engram.Cells;
using Engram.Configuration;
using Engram.Networks;

namespace Engram.Analysis;

/// <summary>What is known of a network whose rates are followed, to compare with what was inferred.</summary>
/// <param name="Units">N.</param>
/// <param name="J">The recurrent matrix (N × N), row-major.</param>
/// <param name="I">Input vectors, one column of N values for each channel.</param>
/// <param name="W">Readout vectors, one column of N values for each output: N times the weights.</param>
/// <param name="M">The columns of m, of a low-rank network; null of a full one.</param>
public sealed record InferenceTeacher(
    int Units, double[] J, IReadOnlyList<double[]> I, IReadOnlyList<double[]> W, IReadOnlyList<double[]>? M = null)
{
    /// <summary>Reads a network of the cell low-rank, or one with a square recurrent matrix w_rec.</summary>
    /// <param name="network">The network; its effective weights count.</param>
    /// <exception cref="UsageException">The cell has no such connectivity, or a weight is not finite.</exception>
    public static InferenceTeacher Of(Network network)
    {
        Finite.Weights(network);
        DirectReadout.Require(network);
        if (network.Cell is LowRankCell)
        {
            var space = LoadingSpace.Of(network);
            return new(space.Units, FullRankTwin.Recurrent(space), space.I, space.W, space.M);
        }

        if (!network.Parameters.Contains("w_rec") || network.Parameters.Shape("w_rec").Count != network.Units * network.Units)
        {
            throw new UsageException(
                $"The teacher's cell is {network.Cell.Name}; but only connectivity of the cell low-rank, or of one square matrix w_rec, can be compared; give another teacher.");
        }

        var units = network.Units;
        double[] Column(string name, int c) => [.. Enumerable.Range(0, units).Select(i => (double)network[name, i, c])];
        return new(
            units,
            Array.ConvertAll(network.Effective("w_rec").ToArray(), value => (double)value),
            [.. Enumerable.Range(0, network.Parameters.Shape("w_in").Columns).Select(c => Column("w_in", c))],
            [
                .. Enumerable.Range(0, network.Parameters.Shape("w_out").Rows)
                    .Select(o => Enumerable.Range(0, units).Select(i => (double)units * network["w_out", o, i]).ToArray()),
            ]);
    }

    /// <summary>The part of it that some units are.</summary>
    internal InferenceTeacher Only(int[] units)
    {
        double[] Part(double[] column) => [.. units.Select(unit => column[unit])];
        return new(
            units.Length, [.. units.SelectMany(i => units.Select(j => J[(i * Units) + j]))], [.. I.Select(Part)], [.. W.Select(Part)],
            M is null ? null : [.. M.Select(Part)]);
    }
}

using Engram.Cells;
using Engram.Configuration;
using Engram.Networks;
using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>
/// A network whose recurrent matrix, or what learning changed of it, is replaced by its best approximation of a low rank:
/// J ← Σ_{k ≤ R} σ_k u_k v_kᵀ, or J ← J₀ + the same of J − J₀.
/// </summary>
/// <param name="Network">The truncated network, for the same cell; without the constraints of the original.</param>
/// <param name="SingularValues">All σ of what was truncated, descending (N).</param>
[Cite(
    "10.1038/s41593-022-01088-4",
    "Dubreuil, Valente, Beiran, Mastrogiuseppe & Ostojic (2022). The role of population structure in computations through "
    + "neural dynamics.")]
public sealed record RankTruncation(Network Network, IReadOnlyList<double> SingularValues)
{
    private const string Recurrent = "w_rec";

    /// <summary>Truncates a network.</summary>
    /// <param name="network">The network, with one recurrent matrix w_rec; its effective weights count.</param>
    /// <param name="rank">R, from 1 to N.</param>
    /// <param name="initial">The network before learning: then the learned change alone is truncated.</param>
    /// <exception cref="UsageException">
    /// The cell has no such matrix, the rank is not allowed, the initial network is another, or a weight is not finite.
    /// </exception>
    public static RankTruncation Of(Network network, int rank, Network? initial = null)
    {
        var units = Check(network, rank);
        var j = Values(network);
        var start = new double[j.Length];
        if (initial is not null)
        {
            Finite.Weights(initial);
            start = initial.Units == units && initial.Parameters.Contains(Recurrent) ? Values(initial) : throw new UsageException(
                $"The initial network has {initial.Units} units, but the trained one has {units}; give the same network before learning.");
            Rows.AddScaled(j, -1, start);
        }

        var vectors = SingularVectors.Of(j, units);
        for (var k = 0; k < rank; k++)
        {
            for (var i = 0; i < units; i++)
            {
                Rows.AddScaled(start.AsSpan(i * units, units), vectors.Values[k] * vectors.Left[k][i], vectors.Right[k]);
            }
        }

        var (inputs, outputs) = Channels(network);
        var truncated = PlainNetwork.Of(
            network.Cell, inputs, outputs, TimeSpan.FromTicks(1),
            shape => shape.Name == Recurrent ? start : Array.ConvertAll(network.Effective(shape.Name).ToArray(), value => (double)value));
        return new(truncated, vectors.Values);
    }

    /// <summary>
    /// The low-rank network that keeps the R greatest singular values of J = m nᵀ / N, in the gauge m_k = √(N σ_k) u_k, n_k = √(N σ_k) v_k.
    /// </summary>
    /// <param name="network">The network, of the leaky cell with the leak on the current and one τ; its effective weights count.</param>
    /// <param name="rank">R, from 1 to N.</param>
    /// <exception cref="UsageException">
    /// The rank is not allowed, or the network has what a low-rank one has not: biases, a state to start from, other leaks. All faults
    /// together.
    /// </exception>
    public static LoadingSpace ToLowRank(Network network, int rank)
    {
        var units = Check(network, rank);
        var cell = CheckPlain(network);
        var vectors = SingularVectors.Of(Values(network), units);
        var (inputs, outputs) = Channels(network);
        double[] Scaled(double[] vector, int k) => [.. vector.Select(value => Math.Sqrt(units * vectors.Values[k]) * value)];
        return new()
        {
            Cell = new LowRankCell { Units = units, Rank = rank, Tau = cell.Tau, Activation = cell.Activation, Noise = cell.Noise },
            M = [.. Enumerable.Range(0, rank).Select(k => Scaled(vectors.Left[k], k))],
            N = [.. Enumerable.Range(0, rank).Select(k => Scaled(vectors.Right[k], k))],
            I =
            [
                .. Enumerable.Range(0, inputs)
                    .Select(c => Enumerable.Range(0, units).Select(i => (double)network["w_in", i, c]).ToArray()),
            ],
            W =
            [
                .. Enumerable.Range(0, outputs)
                    .Select(c => Enumerable.Range(0, units).Select(i => (double)units * network["w_out", c, i]).ToArray()),
            ],
        };
    }

    private static int Check(Network network, int rank)
    {
        if (!network.Parameters.Contains(Recurrent)
            || network.Parameters.Shape(Recurrent) is not { } shape || shape.Rows != shape.Columns)
        {
            throw new UsageException(
                $"The network's cell is {network.Cell.Name}; truncation needs one square recurrent matrix w_rec, as in the cells leaky and "
                + "elman.");
        }

        Finite.Weights(network);
        return rank >= 1 && rank <= network.Units ? network.Units : throw new UsageException(
            $"`rank` is {rank}; give a whole number from 1 to the number of units, {network.Units}.");
    }

    private static LeakyCell CheckPlain(Network network)
    {
        List<string> faults = [.. new[] { DirectReadout.Fault(network) }.OfType<string>()];
        foreach (var (name, what) in new[]
        {
            ("b", "biases of its units; train with `TrainBias = false` and `InitialBias = 0`"),
            ("b_out", "biases of its outputs; train with `TrainReadoutBias = false`"),
            ("x0", "an initial state; train with `TrainInitialState = false` and `InitialState = 0`"),
        })
        {
            if (network.Parameters.Contains(name) && network.Effective(name).ContainsAnyExcept(0f))
            {
                faults.Add($"A low-rank network has no biases or initial state, but this network has {what}.");
            }
        }

        var cell = network.Cell as LeakyCell;
        if (cell is not { Leak: Leak.Current, HasOneTau: true })
        {
            faults.Add("The cell must be leaky, with its leak on the current and one time constant for all units, like the low-rank cell.");
        }

        return faults.Count == 0 ? cell! : throw new UsageException(faults);
    }

    private static double[] Values(Network network) => Array.ConvertAll(network.Effective(Recurrent).ToArray(), value => (double)value);

    private static (int Inputs, int Outputs) Channels(Network network) =>
        (network.Parameters.Shape("w_in").Columns, network.Parameters.Shape("w_out").Rows);
}

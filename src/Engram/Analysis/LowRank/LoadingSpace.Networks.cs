using System.Globalization;
using Engram.Configuration;
using Engram.Networks;

namespace Engram.Analysis;

/// <content>Networks made from the columns, and columns with units taken out.</content>
public sealed partial record LoadingSpace
{
    /// <summary>
    /// The network for <see cref="Cell"/> with exactly these columns: weights m and n, w_in = I, w_out = w/N, without biases and with
    /// initial state 0. Its weights are in single precision.
    /// </summary>
    public Network ToNetwork()
    {
        // The layout does not depend on the time step. Autapses stay, for m is square where R = N.
        var network = Network.Create(
            Cell,
            Cell.Graph(I.Count, W.Count, Cell.Tau),
            new NetworkOptions
            {
                Autapses = true, Readout = ReadoutKind.All, SpectralRadius = null, InitialState = 0, TrainInitialState = false,
            },
            seed: 0);
        var raw = network.RawValues.ToArray();
        Fill(network.Parameters.Of("m", raw.AsSpan()), Rank, (i, r) => M[r][i]);
        Fill(network.Parameters.Of("n", raw.AsSpan()), Units, (r, j) => N[r][j]);
        Fill(network.Parameters.Of("w_in", raw.AsSpan()), I.Count, (i, c) => I[c][i]);
        Fill(network.Parameters.Of("w_out", raw.AsSpan()), Units, (o, j) => W[o][j] / Units);
        return network.WithRaw(raw);
    }

    /// <summary>
    /// Inactivates units: their m, n and w become 0, so that they neither drive the others nor are driven or read out by them. N stays.
    /// </summary>
    /// <param name="units">The units, from 0.</param>
    /// <exception cref="UsageException">There is no such unit.</exception>
    public LoadingSpace Without(IReadOnlyList<int> units)
    {
        if (units.Where(unit => unit < 0 || unit >= Units).Distinct().ToArray() is { Length: > 0 } unknown)
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"There is no unit {string.Join(" or ", unknown)}; units are numbered 0 to {Units - 1}."));
        }

        IReadOnlyList<double[]> Silenced(IReadOnlyList<double[]> columns) =>
        [
            .. columns.Select(column =>
            {
                var silenced = (double[])column.Clone();
                foreach (var unit in units)
                {
                    silenced[unit] = 0;
                }

                return silenced;
            }),
        ];
        return this with { M = Silenced(M), N = Silenced(N), W = Silenced(W) };
    }

    private static void Fill(Span<float> values, int columns, Func<int, int, double> value)
    {
        for (var k = 0; k < values.Length; k++)
        {
            values[k] = (float)value(k / columns, k % columns);
        }
    }
}

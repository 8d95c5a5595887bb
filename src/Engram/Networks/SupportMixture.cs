using System.Globalization;
using Engram.Configuration;
using MathNet.Numerics.LinearAlgebra;

namespace Engram.Networks;

/// <summary>
/// The mixture of Gaussians that a low-rank network with populations stands for. With the columns m, n, I, w of a unit as one vector of
/// length C, population p has mean ā_p and covariance A_p A_pᵀ, A_p (C × B) being the weights of its Gaussian basis.
/// </summary>
[Cite(
    "10.1038/s41593-022-01088-4",
    "Dubreuil, Valente, Beiran, Mastrogiuseppe & Ostojic (2022). The role of population structure in computations through neural dynamics.")]
public static class SupportMixture
{
    private const double Negligible = 1e-9;

    private static readonly string[] Targets = ["m", "n", "w_in", "w_out"];

    /// <summary>Means (C) and covariances (C × C) of the populations, in their order, columns in the order m, n, I, w.</summary>
    /// <param name="network">A network of a low-rank cell with populations.</param>
    /// <exception cref="UsageException">The network has no populations.</exception>
    public static IReadOnlyList<(double[] Mean, double[,] Covariance)> Of(Network network)
    {
        var (populations, columns, width) = Layout(network);
        return
        [
            .. Enumerable.Range(0, populations).Select(p =>
            {
                var (mean, factor) = (new double[columns], new double[columns, width]);
                foreach (var (target, first, count) in Blocks(network, populations))
                {
                    var (means, weights) = (network.Raw($"mean_{target}").ToArray(), network.Raw($"support_{target}").ToArray());
                    for (var c = 0; c < count; c++)
                    {
                        mean[first + c] = means[(p * count) + c];
                        for (var b = 0; b < width; b++)
                        {
                            factor[first + c, b] = weights[(((p * count) + c) * width) + b];
                        }
                    }
                }

                var a = Matrix<double>.Build.DenseOfArray(factor);
                return (mean, (a * a.Transpose()).ToArray());
            }),
        ];
    }

    /// <summary>
    /// The network whose populations have given means and covariances: A_p = V √Λ, from covariance = V Λ Vᵀ, where eigenvalues below 0
    /// count as 0.
    /// </summary>
    /// <param name="network">A network of a low-rank cell with populations; their sizes and the basis stay.</param>
    /// <param name="mixture">Mean (C) and covariance (C × C) of each population, columns in the order m, n, I, w.</param>
    /// <exception cref="UsageException">
    /// The network has no populations, the mixture has another number of populations or columns, or the basis is too small for it.
    /// </exception>
    public static Network With(Network network, IReadOnlyList<(double[] Mean, double[,] Covariance)> mixture)
    {
        var (populations, columns, width) = Layout(network);
        if (mixture.Count != populations)
        {
            throw new UsageException(
                $"The mixture has {mixture.Count} populations, but the network has {populations}; make the network with `Populations = {mixture.Count}`.");
        }

        var raw = network.RawValues.ToArray();
        for (var p = 0; p < populations; p++)
        {
            var (mean, covariance) = mixture[p];
            if (mean.Length != columns || covariance.GetLength(0) != columns || covariance.GetLength(1) != columns)
            {
                throw new UsageException(
                    $"Population {p + 1} of the mixture has {mean.Length} means and a covariance of {covariance.GetLength(0)} × "
                    + $"{covariance.GetLength(1)}; the network has {columns} columns, twice its rank and its inputs and outputs.");
            }

            var factor = Factor(covariance, width);
            foreach (var (target, first, count) in Blocks(network, populations))
            {
                var means = network.Parameters.Of($"mean_{target}", raw.AsSpan());
                var weights = network.Parameters.Of($"support_{target}", raw.AsSpan());
                for (var c = 0; c < count; c++)
                {
                    means[(p * count) + c] = (float)mean[first + c];
                    for (var b = 0; b < width; b++)
                    {
                        weights[(((p * count) + c) * width) + b] = (float)factor[first + c, b];
                    }
                }
            }
        }

        return network.WithRaw(raw);
    }

    private static double[,] Factor(double[,] covariance, int width)
    {
        var columns = covariance.GetLength(0);
        var evd = Matrix<double>.Build.DenseOfArray(covariance).Evd(Symmetricity.Symmetric);
        var values = evd.EigenValues.Select(value => Math.Max(0, value.Real)).ToArray();
        int[] order = [.. Enumerable.Range(0, columns).OrderByDescending(k => values[k])];
        var needed = order.Count(k => values[k] > Negligible * values[order[0]]);
        if (needed > width)
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"The covariance has rank {needed}, but the basis has only {width} numbers per unit; make the network with `Basis = {needed}`."));
        }

        var factor = new double[columns, width];
        for (var b = 0; b < Math.Min(width, columns); b++)
        {
            for (var c = 0; c < columns; c++)
            {
                factor[c, b] = evd.EigenVectors[c, order[b]] * Math.Sqrt(values[order[b]]);
            }
        }

        return factor;
    }

    private static (int Populations, int Columns, int Width) Layout(Network network)
    {
        if (!network.Parameters.Contains("support_m"))
        {
            throw new UsageException("The network has no populations; make it with `Cell = low-rank` and `Populations` of at least 1.");
        }

        var populations = network.Parameters.Shape("mean_m").Rows;
        return (
            populations,
            Targets.Sum(target => network.Parameters.Shape($"mean_{target}").Columns),
            network.Parameters.Shape("support_m").Columns);
    }

    private static IEnumerable<(string Target, int First, int Count)> Blocks(Network network, int populations)
    {
        var first = 0;
        foreach (var target in Targets)
        {
            var count = network.Parameters.Shape($"support_{target}").Rows / populations;
            yield return (target, first, count);
            first += count;
        }
    }
}

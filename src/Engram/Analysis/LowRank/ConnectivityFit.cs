using Engram.Cells;
using Engram.Configuration;
using Engram.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace Engram.Analysis;

/// <summary>
/// A mixture of Gaussians that stands for the connectivity of a low-rank network: one Gaussian for each population of units.
/// </summary>
public sealed record ConnectivityFit
{
    // Apart from what else is drawn under the same seed.
    private const long Streams = 2L << 40;

    /// <summary>The cell of the fitted network: R, τ, φ and σ.</summary>
    public required LowRankCell Cell { get; init; }

    /// <summary>Number of input channels, the columns I.</summary>
    public required int Inputs { get; init; }

    /// <summary>Number of outputs, the columns w.</summary>
    public required int Outputs { get; init; }

    /// <summary>The populations, the largest first; in the order of the labels where these were given.</summary>
    public required IReadOnlyList<Population> Populations { get; init; }

    /// <summary>The population of each unit (N).</summary>
    public required IReadOnlyList<int> Labels { get; init; }

    /// <summary>Logarithm of the likelihood of the units under the mixture of <see cref="Populations"/>.</summary>
    public double LogLikelihood { get; init; }

    /// <summary>
    /// That under the mixture that was fitted, before each unit was given to one population: the greatest that was found.
    /// </summary>
    public double SoftLogLikelihood { get; init; }

    /// <summary>
    /// Bayesian information criterion, −2 ln L + k ln N with k free parameters and L from <see cref="SoftLogLikelihood"/>; smaller is better.
    /// </summary>
    public double Bic { get; init; }

    /// <summary>Names of the columns of means and covariances: m1 …, n1 …, I1 …, w1 …, as <see cref="LoadingSpace.Names"/>.</summary>
    public IReadOnlyList<string> Names => ColumnNames.Of(Cell.Rank, Inputs, Outputs);

    /// <summary>Covariance of two columns in a population.</summary>
    /// <param name="population">The population, from 0.</param>
    /// <param name="a">Name of one column, such as <c>m</c> or <c>m2</c>.</param>
    /// <param name="b">Name of the other.</param>
    /// <exception cref="UsageException">There is no such population or column.</exception>
    public double Covariance(int population, string a, string b)
    {
        var names = Names;
        return population >= 0 && population < Populations.Count
            ? Populations[population].Covariance[ColumnNames.Place(names, a), ColumnNames.Place(names, b)]
            : throw new UsageException(FormattableString.Invariant(
                $"There is no population {population}; populations are numbered 0 to {Populations.Count - 1}."));
    }

    /// <summary>
    /// Draws a network from the mixture: the units of population p have x = a_p + G ξ with G Gᵀ = σ_p. Population follows population, with
    /// α_p N units each, whole numbers by largest remainder.
    /// </summary>
    /// <param name="units">N of the new network; 0 for as many as were fitted.</param>
    /// <param name="seed">Decides the draws.</param>
    /// <param name="draw">Which draw under the seed, from 0.</param>
    /// <exception cref="UsageException">There are fewer units than ranks, or a population is not finite.</exception>
    public LoadingSpace Resample(int units, ulong seed, int draw)
    {
        var count = units == 0 ? Cell.Units : units;
        if (count < Cell.Rank)
        {
            throw new UsageException(FormattableString.Invariant(
                $"`units` is {units}, but a network of rank {Cell.Rank} needs at least {Cell.Rank}; give 0 for as many as were fitted, or at least {Cell.Rank}."));
        }

        Finite.Mixture(this);
        var stream = new RandomStream(new StreamKey(seed, Purpose.Analysis), Streams + draw);
        double[][] columns = [.. Names.Select(_ => new double[count])];
        var xi = new double[columns.Length];
        var unit = 0;
        foreach (var (population, size) in Populations.Zip(Sizes(count)))
        {
            var factor = Factor(population.Covariance);
            for (var end = unit + size; unit < end; unit++)
            {
                foreach (ref var value in xi.AsSpan())
                {
                    value = stream.NextNormal();
                }

                for (var c = 0; c < columns.Length; c++)
                {
                    columns[c][unit] = population.Mean[c] + DenseRows.Dot(factor[c], xi);
                }
            }
        }

        var rank = Cell.Rank;
        return new()
        {
            Cell = Cell with { Units = count },
            M = columns[..rank],
            N = columns[rank..(2 * rank)],
            I = columns[(2 * rank)..((2 * rank) + Inputs)],
            W = columns[((2 * rank) + Inputs)..],
        };
    }

    // Whole numbers near α_p N that sum to N: those with the largest remainders are rounded up.
    private int[] Sizes(int units)
    {
        double[] exact = [.. Populations.Select(population => population.Weight * units)];
        var sizes = Array.ConvertAll(exact, size => (int)(size + 1e-9));
        foreach (var p in Enumerable.Range(0, exact.Length).OrderByDescending(p => exact[p] - sizes[p]).Take(units - sizes.Sum()))
        {
            sizes[p]++;
        }

        return sizes;
    }

    // G = V √λ, row by row; rounding can leave the λ of a direction without variance below 0.
    private static double[][] Factor(double[,] covariance)
    {
        var evd = Matrix<double>.Build.DenseOfArray(covariance).Evd(Symmetricity.Symmetric);
        var root = evd.EigenValues.Map(value => Math.Sqrt(Math.Max(0, value.Real)));
        return (evd.EigenVectors * Matrix<double>.Build.DenseOfDiagonalVector(root)).ToRowArrays();
    }
}

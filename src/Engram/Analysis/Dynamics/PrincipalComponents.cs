using Engram.Configuration;
using Engram.Numerics;
using Engram.Simulation;
using MathNet.Numerics.LinearAlgebra;

namespace Engram.Analysis;

/// <summary>
/// Principal components: the directions of greatest variance, C vₖ = λₖ vₖ with C = Σ (x − μ)(x − μ)ᵀ/(n − 1), λ₁ ≥ λ₂ ≥ …
/// </summary>
/// <remarks>Pearson (1901), <see href="https://doi.org/10.1080/14786440109462720"/>.</remarks>
public sealed class PrincipalComponents
{
    private PrincipalComponents(double[] mean, double[] components, double[] variances) =>
        (Mean, Components, Variances) = (mean, components, variances);

    /// <summary>μ, the mean of the samples (N).</summary>
    public double[] Mean { get; }

    /// <summary>v, one component after the other, (N × N) row-major; of each, the loading of greatest magnitude is positive.</summary>
    public double[] Components { get; }

    /// <summary>λ, the variance along each component, descending (N).</summary>
    public double[] Variances { get; }

    /// <summary>λₖ/Σλ, the share of the variance that each component explains (N); zeros where nothing varies.</summary>
    public IReadOnlyList<double> Explained => Variances.Sum() is var total and > 0
        ? [.. Variances.Select(variance => variance / total)] : new double[Variances.Length];

    /// <summary>(Σλ)²/Σλ², a number of dimensions: k for variance that is equal in k directions; 0 where nothing varies.</summary>
    /// <remarks>Gao et al. (2017), <see href="https://doi.org/10.1101/214262"/>.</remarks>
    public double ParticipationRatio => Variances.Sum(variance => variance * variance) is var squares and > 0
        ? Math.Pow(Variances.Sum(), 2) / squares : 0;

    /// <summary>The components of samples.</summary>
    /// <param name="rows">Samples, one after the other (n × N).</param>
    /// <param name="columns">N.</param>
    /// <exception cref="UsageException">Fewer than two samples, or numbers that are not finite.</exception>
    public static PrincipalComponents Of(ReadOnlySpan<double> rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        var samples = rows.Length / columns;
        if (rows.Length != samples * columns || samples < 2)
        {
            throw new UsageException(FormattableString.Invariant(
                $"{rows.Length} values in rows of {columns} have no principal components; give at least two whole rows."));
        }

        Finite.Rows(rows, columns);
        int[] all = [.. Enumerable.Range(0, samples)];
        var mean = DenseRows.Mean(rows, columns, all);
        var scatter = DenseRows.Scatter(rows, columns, all, mean);
        if (!scatter.All(double.IsFinite))
        {
            throw new UsageException("The variance of the samples is too large to be represented; the network may have diverged.");
        }

        var covariance = Matrix<double>.Build.Dense(
            columns, columns, (i, j) => scatter[(Math.Max(i, j) * columns) + Math.Min(i, j)] / (samples - 1));
        var eigen = covariance.Evd(Symmetricity.Symmetric);
        int[] order = [.. Enumerable.Range(0, columns).OrderByDescending(k => eigen.EigenValues[k].Real)];
        var components = new double[columns * columns];
        for (var k = 0; k < columns; k++)
        {
            var v = eigen.EigenVectors.Column(order[k]).AsArray() ?? [.. eigen.EigenVectors.Column(order[k])];
            var sign = v[v.Select(Math.Abs).Index().MaxBy(pair => pair.Item).Index] < 0 ? -1 : 1;
            for (var i = 0; i < columns; i++)
            {
                components[(k * columns) + i] = sign * v[i];
            }
        }

        return new(mean, components, [.. order.Select(k => Math.Max(0, eigen.EigenValues[k].Real))]);
    }

    /// <summary>The components of the rates in all trials and steps together, catch trials left out.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="period">Only the steps of this period; all steps of the trials without.</param>
    /// <exception cref="UsageException">No trial has such a period, or a rate is not finite.</exception>
    public static PrincipalComponents OfRecording(Recording recording, string? period = null)
    {
        Finite.Rates(recording);
        var parts = PeriodSteps.Of(recording, period);
        var rows = new double[parts.Sum(part => part.End - part.First) * recording.Units];
        var at = 0;
        foreach (var (trial, first, end) in parts)
        {
            for (var step = first; step < end; step++)
            {
                foreach (var rate in recording.Rate(step, trial))
                {
                    rows[at++] = rate;
                }
            }
        }

        return Of(rows, recording.Units);
    }

    /// <summary>How many components explain a share of the variance.</summary>
    /// <param name="share">0 to 1.</param>
    public int ComponentsFor(double share)
    {
        if (!(share >= 0 && share <= 1))
        {
            throw new UsageException(FormattableString.Invariant($"`share` is {share}; give a share of variance from 0 to 1."));
        }

        // What rounding leaves of the sum must not ask for the components of no variance.
        var (sum, target) = (0.0, (share * Variances.Sum()) - (1e-12 * Variances.Sum()));
        var count = 0;
        while (count < Variances.Length && sum < target)
        {
            sum += Variances[count++];
        }

        return count;
    }

    /// <summary>yₖ = vₖ·(x − μ) for k below a number of dimensions.</summary>
    /// <param name="rows">Samples x, one after the other (n × N).</param>
    /// <param name="dimensions">K, the components to project on.</param>
    /// <returns>y (n × K) row-major.</returns>
    /// <exception cref="UsageException">The samples have another width or are not finite, or there are not so many components.</exception>
    public double[] Project(ReadOnlySpan<double> rows, int dimensions)
    {
        var width = Mean.Length;
        if (dimensions < 1 || dimensions > width || rows.Length % width != 0)
        {
            throw new UsageException(FormattableString.Invariant(
                $"{rows.Length} values cannot be projected on {dimensions} of {width} components; ")
                + FormattableString.Invariant($"give rows of {width} values and 1 to {width} dimensions."));
        }

        Finite.Rows(rows, width);
        var centred = new double[width];
        var projected = new double[rows.Length / width * dimensions];
        for (var row = 0; row < rows.Length / width; row++)
        {
            rows.Slice(row * width, width).CopyTo(centred);
            Rows.AddScaled(centred, -1, Mean);
            for (var k = 0; k < dimensions; k++)
            {
                projected[(row * dimensions) + k] = DenseRows.Dot(Components.AsSpan(k * width, width), centred);
            }
        }

        return projected;
    }
}

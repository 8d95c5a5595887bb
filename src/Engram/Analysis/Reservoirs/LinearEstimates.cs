using Engram.Configuration;
using Engram.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace Engram.Analysis;

/// <summary>How well linear readouts of rates tell several numbers: fitted to one half of the samples, tested on the other.</summary>
internal static class LinearEstimates
{
    // The quantile of χ² with one degree of freedom that is exceeded with probability 0.0001.
    private const double Chance = 15.137;

    /// <summary>
    /// The squared correlation of each target with its estimate. A negative correlation counts as 0, and so does one that chance reaches once in 10 000 times.
    /// </summary>
    /// <param name="rates">r after each step (T × B × N).</param>
    /// <param name="units">N.</param>
    /// <param name="steps">T.</param>
    /// <param name="trials">B; the first half is fitted to, or the first half of a single one.</param>
    /// <param name="first">The first step that counts.</param>
    /// <param name="count">How many targets.</param>
    /// <param name="ridge">λ of each sample, relative to the mean variance of a unit.</param>
    /// <param name="isNoise">Whether rates have noise of the variance λ when they are tested too, which an estimate passes on with the squares of its weights.</param>
    /// <param name="write">Writes the targets of a sample, whose number is that of its row in the rates.</param>
    /// <exception cref="UsageException">There are too few samples for so many units.</exception>
    public static double[] Squared(double[] rates, int units, int steps, int trials, int first, int count, double ridge, bool isNoise, Action<int, double[]> write)
    {
        var (fitted, tested) = (new List<int>(), new List<int>());
        for (var step = first; step < steps; step++)
        {
            for (var trial = 0; trial < trials; trial++)
            {
                ((trials > 1 ? trial < trials / 2 : step < first + ((steps - first) / 2)) ? fitted : tested).Add((step * trials) + trial);
            }
        }

        if (fitted.Count <= 2 * units)
        {
            throw new UsageException(FormattableString.Invariant(
                $"{fitted.Count} samples are too few to fit a readout of {units} units after {first} steps of each trial; take longer or more trials, or shorter delays."));
        }

        var (mean, gram, right) = (new double[units], new double[units * units], new double[units * count]);
        foreach (var sample in fitted)
        {
            Rows.AddScaled(mean, 1.0 / fitted.Count, rates.AsSpan(sample * units, units));
        }

        var (centred, targets) = (new double[units], new double[count]);
        foreach (var sample in fitted)
        {
            Centre(rates, sample, mean, centred);
            write(sample, targets);
            for (var i = 0; i < units; i++)
            {
                Rows.AddScaled(gram.AsSpan(i * units, units), centred[i], centred);
                Rows.AddScaled(right.AsSpan(i * count, count), centred[i], targets);
            }
        }

        var variance = ridge * Enumerable.Range(0, units).Sum(i => gram[(i * units) + i]) / units;
        return variance == 0 ? new double[count]
            : Correlations(rates, tested, mean, Solve(gram, right, units, count, variance), isNoise ? variance / fitted.Count : 0, write);
    }

    // W (N × K) of (Σ r rᵀ + λ 1) W = Σ r yᵀ.
    private static double[] Solve(double[] gram, double[] right, int units, int count, double lambda)
    {
        var matrix = Matrix<double>.Build.Dense(units, units, gram) + (lambda * Matrix<double>.Build.DenseIdentity(units));
        var solved = matrix.Cholesky().Solve(Matrix<double>.Build.Dense(units, count, (i, k) => right[(i * count) + k]));
        return solved.ToRowMajorArray();
    }

    private static double[] Correlations(double[] rates, List<int> samples, double[] mean, double[] weights, double noise, Action<int, double[]> write)
    {
        var (units, count) = (mean.Length, weights.Length / mean.Length);
        var (centred, targets, estimate) = (new double[units], new double[count], new double[count]);
        var sums = new (double Y, double Z, double Yy, double Zz, double Yz)[count];
        foreach (var sample in samples)
        {
            Centre(rates, sample, mean, centred);
            write(sample, targets);
            Array.Clear(estimate);
            for (var i = 0; i < units; i++)
            {
                Rows.AddScaled(estimate, centred[i], weights.AsSpan(i * count, count));
            }

            for (var k = 0; k < count; k++)
            {
                var (y, z) = (targets[k], estimate[k]);
                ref var sum = ref sums[k];
                sum = (sum.Y + y, sum.Z + z, sum.Yy + (y * y), sum.Zz + (z * z), sum.Yz + (y * z));
            }
        }

        return [.. sums.Select((sum, k) =>
        {
            var n = samples.Count;
            var (yy, zz, yz) = (sum.Yy - (sum.Y * sum.Y / n), sum.Zz - (sum.Z * sum.Z / n), sum.Yz - (sum.Y * sum.Z / n));
            if (noise > 0)
            {
                zz += n * noise * Enumerable.Range(0, units).Sum(i => weights[(i * count) + k] * weights[(i * count) + k]);
            }

            var squared = yz > 0 && yy > 0 && zz > 0 ? Math.Min(1, yz * yz / (yy * zz)) : 0;
            return squared * n > Chance ? squared : 0;
        })];
    }

    private static void Centre(double[] rates, int sample, double[] mean, double[] centred)
    {
        rates.AsSpan(sample * mean.Length, mean.Length).CopyTo(centred);
        Rows.AddScaled(centred, -1, mean);
    }
}

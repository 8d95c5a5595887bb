using Engram.Configuration;
using Engram.Numerics;
using Engram.Simulation;
using MathNet.Numerics.LinearAlgebra;

namespace Engram.Analysis;

/// <summary>
/// How well the rates tell an input of k steps ago by a linear readout: r²(k), the squared correlation of u(t − k) with its estimate, and their sum, the memory
/// capacity. For inputs that are drawn independently at each step it is at most N (Jaeger 2001, GMD Report 152).
/// </summary>
/// <remarks>
/// The readout is fitted to one half of the trials, or to the first half of a single one, and r² is that of the other. A negative correlation counts as 0, and so
/// does one that chance reaches once in 10 000 times, as in Dambre et al. (2012), <see href="https://doi.org/10.1038/srep00514"/>.
/// </remarks>
/// <param name="Curve">r²(k) for k = 1 … K.</param>
public sealed record MemoryCapacity(IReadOnlyList<double> Curve)
{
    // The quantile of χ² with one degree of freedom that is exceeded with probability 0.0001.
    private const double Chance = 15.137;

    // Ridge, relative to the mean variance: enough for a Cholesky factor, too little to be seen.
    private const double Ridge = 1e-10;

    /// <summary>Σ r²(k).</summary>
    public double Total => Curve.Sum();

    /// <summary>The memory of an input channel in recorded trials.</summary>
    /// <param name="recording">The trials; one at least must be longer than the delays.</param>
    /// <param name="channel">The input channel, from 0.</param>
    /// <param name="delays">K, the longest delay in steps.</param>
    /// <param name="skip">Steps at the beginning of each trial that do not count.</param>
    /// <exception cref="UsageException">There are fewer samples than a readout of so many units needs, or numbers are not finite.</exception>
    public static MemoryCapacity Of(Recording recording, int channel, int delays, int skip = 0)
    {
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(channel, recording.Inputs);
        Finite.Rates(recording);
        Finite.Inputs(recording);
        var steps = recording.Trials.Min(trial => trial.Steps);
        var (inputs, rates) = (new double[steps * recording.TrialCount], new double[steps * recording.TrialCount * recording.Units]);
        for (var step = 0; step < steps; step++)
        {
            for (var trial = 0; trial < recording.TrialCount; trial++)
            {
                var place = (step * recording.TrialCount) + trial;
                inputs[place] = recording.InputAt(step, trial)[channel];
                for (var i = 0; i < recording.Units; i++)
                {
                    rates[(place * recording.Units) + i] = recording.Rate(step, trial)[i];
                }
            }
        }

        return Of(inputs, rates, recording.TrialCount, recording.Units, delays, skip);
    }

    /// <summary>The memory of one input.</summary>
    /// <param name="inputs">u (T × B).</param>
    /// <param name="rates">r after each step (T × B × N).</param>
    /// <param name="trials">B.</param>
    /// <param name="units">N.</param>
    /// <param name="delays">K.</param>
    /// <param name="skip">Steps at the beginning of each trial that do not count.</param>
    internal static MemoryCapacity Of(ReadOnlySpan<double> inputs, ReadOnlySpan<double> rates, int trials, int units, int delays, int skip)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delays, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        var (steps, first) = (inputs.Length / trials, skip + delays);
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

        var (mean, gram, right) = (new double[units], new double[units * units], new double[units * delays]);
        foreach (var sample in fitted)
        {
            Rows.AddScaled(mean, 1.0 / fitted.Count, rates.Slice(sample * units, units));
        }

        var (centred, past) = (new double[units], new double[delays]);
        foreach (var sample in fitted)
        {
            Centre(rates, sample, mean, centred);
            Past(inputs, sample, trials, past);
            for (var i = 0; i < units; i++)
            {
                Rows.AddScaled(gram.AsSpan(i * units, units), centred[i], centred);
                Rows.AddScaled(right.AsSpan(i * delays, delays), centred[i], past);
            }
        }

        var weights = Solve(gram, right, units, delays);
        return weights is null ? new(new double[delays]) : new(Correlations(inputs, rates, trials, tested, mean, weights));
    }

    // W (N × K) of (Σ r rᵀ + λ 1) W = Σ r uᵀ; null where no rate varies.
    private static double[]? Solve(double[] gram, double[] right, int units, int delays)
    {
        var trace = Enumerable.Range(0, units).Sum(i => gram[(i * units) + i]);
        if (trace == 0)
        {
            return null;
        }

        var matrix = Matrix<double>.Build.Dense(units, units, gram) + (Ridge * trace / units * Matrix<double>.Build.DenseIdentity(units));
        var solved = matrix.Cholesky().Solve(Matrix<double>.Build.Dense(units, delays, (i, k) => right[(i * delays) + k]));
        return solved.ToRowMajorArray();
    }

    private static double[] Correlations(ReadOnlySpan<double> inputs, ReadOnlySpan<double> rates, int trials, List<int> samples, double[] mean, double[] weights)
    {
        var (units, delays) = (mean.Length, weights.Length / mean.Length);
        var (centred, past, estimate) = (new double[units], new double[delays], new double[delays]);
        var sums = new (double U, double Z, double Uu, double Zz, double Uz)[delays];
        foreach (var sample in samples)
        {
            Centre(rates, sample, mean, centred);
            Past(inputs, sample, trials, past);
            Array.Clear(estimate);
            for (var i = 0; i < units; i++)
            {
                Rows.AddScaled(estimate, centred[i], weights.AsSpan(i * delays, delays));
            }

            for (var k = 0; k < delays; k++)
            {
                var (u, z) = (past[k], estimate[k]);
                ref var sum = ref sums[k];
                sum = (sum.U + u, sum.Z + z, sum.Uu + (u * u), sum.Zz + (z * z), sum.Uz + (u * z));
            }
        }

        return Array.ConvertAll(sums, sum =>
        {
            var n = samples.Count;
            var (uu, zz, uz) = (sum.Uu - (sum.U * sum.U / n), sum.Zz - (sum.Z * sum.Z / n), sum.Uz - (sum.U * sum.Z / n));
            var squared = uz > 0 && uu > 0 && zz > 0 ? Math.Min(1, uz * uz / (uu * zz)) : 0;
            return squared * n > Chance ? squared : 0;
        });
    }

    private static void Centre(ReadOnlySpan<double> rates, int sample, double[] mean, double[] centred)
    {
        rates.Slice(sample * mean.Length, mean.Length).CopyTo(centred);
        Rows.AddScaled(centred, -1, mean);
    }

    // u(t − k) for k = 1 … K.
    private static void Past(ReadOnlySpan<double> inputs, int sample, int trials, double[] past)
    {
        for (var k = 0; k < past.Length; k++)
        {
            past[k] = inputs[sample - ((k + 1) * trials)];
        }
    }
}

using Engram.Configuration;
using Engram.Numerics;
using Engram.Simulation;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Engram.Analysis;

/// <summary>
/// The latent variables of a network as they were in a recording: the κ and v of x ≈ Σ_r κ_r m_r + Σ_c v_c I_c, by least squares on all
/// columns together. After a trial's own end everything is zero.
/// </summary>
public sealed class LatentTrajectory
{
    private LatentTrajectory(Recording source, int rank, double[] kappa, double[] filtered, double residual) =>
        (Source, Rank, Kappa, Filtered, Residual) = (source, rank, kappa, filtered, residual);

    /// <summary>The recording.</summary>
    public Recording Source { get; }

    /// <summary>R.</summary>
    public int Rank { get; }

    /// <summary>Latent variables κ (T × B × R).</summary>
    public double[] Kappa { get; }

    /// <summary>Filtered inputs v (T × B × I).</summary>
    public double[] Filtered { get; }

    /// <summary>
    /// The share of the variance of x, over all steps, trials and units, that is outside the span of m and I; 0 without noise.
    /// </summary>
    public double Residual { get; }

    /// <summary>Reads κ and v.</summary>
    /// <param name="space">The connectivity of the network that was recorded.</param>
    /// <param name="recording">A recording with states.</param>
    /// <exception cref="UsageException">
    /// The recording has no states, or those of another network; or m and I are not independent, so that κ and v cannot be told apart.
    /// </exception>
    public static LatentTrajectory Of(LoadingSpace space, Recording recording)
    {
        Check(space, recording);
        double[][] columns = [.. space.M, .. space.I];
        var inverse = PseudoInverse(columns);
        var (rank, inputs) = (space.Rank, recording.Inputs);
        var rows = recording.Steps * recording.TrialCount;
        var (kappa, filtered) = (new double[rows * rank], new double[rows * inputs]);
        var (x, mean) = (new double[space.Units], new double[space.Units]);
        var (squares, outside, count) = (0.0, 0.0, 0L);
        foreach (var trial in recording.Trials)
        {
            for (var step = 0; step < trial.Steps; step++)
            {
                Widen(recording.State(step, trial.Index), x);
                squares += DenseRows.Dot(x, x);
                Rows.AddScaled(mean, 1, x);
                count++;
                var row = recording.RowOf(step, trial.Index);
                for (var k = 0; k < columns.Length; k++)
                {
                    (k < rank ? ref kappa[(row * rank) + k] : ref filtered[(row * inputs) + k - rank]) = DenseRows.Dot(inverse[k], x);
                }

                for (var k = 0; k < columns.Length; k++)
                {
                    Rows.AddScaled(x, k < rank ? -kappa[(row * rank) + k] : -filtered[(row * inputs) + k - rank], columns[k]);
                }

                outside += DenseRows.Dot(x, x);
            }
        }

        var variance = squares - (DenseRows.Dot(mean, mean) / Math.Max(1, count));
        return new(recording, rank, kappa, filtered, variance > 0 ? outside / variance : 0);
    }

    /// <summary>
    /// m_r·x/|m_r|², the overlap with each column alone, as it is sometimes printed. It is κ only where the columns of m and I are
    /// orthogonal.
    /// </summary>
    /// <param name="space">The connectivity of the network that was recorded.</param>
    /// <param name="recording">A recording with states.</param>
    /// <returns>The overlaps (T × B × R).</returns>
    /// <exception cref="UsageException">The recording has no states, or those of another network.</exception>
    public static double[] NaiveKappa(LoadingSpace space, Recording recording)
    {
        Check(space, recording);
        var kappa = new double[recording.Steps * recording.TrialCount * space.Rank];
        var x = new double[space.Units];
        foreach (var trial in recording.Trials)
        {
            for (var step = 0; step < trial.Steps; step++)
            {
                Widen(recording.State(step, trial.Index), x);
                for (var r = 0; r < space.Rank; r++)
                {
                    kappa[(recording.RowOf(step, trial.Index) * space.Rank) + r] =
                        DenseRows.Dot(space.M[r], x) / DenseRows.Dot(space.M[r], space.M[r]);
                }
            }
        }

        return kappa;
    }

    /// <summary>κ after one step of one trial (R).</summary>
    /// <param name="step">Step, from 0.</param>
    /// <param name="trial">Trial, from 0.</param>
    public Span<double> KappaAt(int step, int trial) => Kappa.AsSpan(Source.RowOf(step, trial) * Rank, Rank);

    /// <summary>v after one step of one trial (I).</summary>
    /// <param name="step">Step, from 0.</param>
    /// <param name="trial">Trial, from 0.</param>
    public Span<double> FilteredAt(int step, int trial) => Filtered.AsSpan(Source.RowOf(step, trial) * Source.Inputs, Source.Inputs);

    private static void Check(LoadingSpace space, Recording recording)
    {
        if (recording.StateWidth == 0)
        {
            throw new UsageException("The recording has no states, but κ is read from them; record with `KeepStates = true`.");
        }

        if (recording.StateWidth != space.Units || recording.Inputs != space.I.Count)
        {
            throw new UsageException(
                $"The recording has {recording.StateWidth} states and {recording.Inputs} inputs, but the loading space has {space.Units} units and "
                + $"{space.I.Count} inputs; give the loading space of the network that was recorded.");
        }

        Finite.States(recording);
    }

    // The rows of D⁺, D = [m, I] with its columns scaled to length 1.
    private static double[][] PseudoInverse(double[][] columns)
    {
        double[] lengths = [.. columns.Select(column => Math.Sqrt(DenseRows.Dot(column, column)))];
        var d = Matrix<double>.Build.Dense(columns[0].Length, columns.Length, (i, k) => columns[k][i] / lengths[k]);
        var condition = lengths.Any(length => length == 0) ? double.PositiveInfinity : d.ConditionNumber();
        if (columns.Length > columns[0].Length || !(condition < 1e7))
        {
            throw new UsageException(
                "The columns of m and I are linearly dependent, so κ and v cannot be told apart; "
                + "leave out a column that is zero or a combination of the others.");
        }

        var qr = d.QR(QRMethod.Thin);
        var inverse = qr.R.Solve(qr.Q.Transpose());
        return [.. Enumerable.Range(0, columns.Length).Select(k => inverse.Row(k).Select(value => value / lengths[k]).ToArray())];
    }

    private static void Widen(ReadOnlySpan<float> values, double[] wide)
    {
        for (var k = 0; k < wide.Length; k++)
        {
            wide[k] = values[k];
        }
    }
}

using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>
/// What a latent circuit did in the trials of a recording. Arrays are time-major, as in <see cref="Recording"/>: row k, from 0, holds what
/// is there after step k. After a trial's own end everything is zero.
/// </summary>
public sealed class CircuitRecording
{
    internal CircuitRecording(Recording source, int rank, int outputs)
    {
        var rows = source.Steps * source.TrialCount;
        (Source, Rank, Outputs) = (source, rank, outputs);
        (Kappa, Filtered, Output) = (new double[rows * rank], new double[rows * source.Inputs], new float[rows * outputs]);
    }

    /// <summary>The recording whose inputs were shown.</summary>
    public Recording Source { get; }

    /// <summary>R.</summary>
    public int Rank { get; }

    /// <summary>O, the output channels.</summary>
    public int Outputs { get; }

    /// <summary>Latent variables κ (T × B × R).</summary>
    public double[] Kappa { get; }

    /// <summary>Filtered inputs v (T × B × I).</summary>
    public double[] Filtered { get; }

    /// <summary>Outputs z (T × B × O), laid out as <see cref="Recording.Output"/> is.</summary>
    public float[] Output { get; }

    /// <summary>κ after one step of one trial (R).</summary>
    /// <param name="step">Step, from 0.</param>
    /// <param name="trial">Trial, from 0.</param>
    public Span<double> KappaAt(int step, int trial) => Kappa.AsSpan(Source.RowOf(step, trial) * Rank, Rank);

    /// <summary>v after one step of one trial (I).</summary>
    /// <param name="step">Step, from 0.</param>
    /// <param name="trial">Trial, from 0.</param>
    public Span<double> FilteredAt(int step, int trial) => Filtered.AsSpan(Source.RowOf(step, trial) * Source.Inputs, Source.Inputs);

    /// <summary>Outputs after one step of one trial (O).</summary>
    /// <param name="step">Step, from 0.</param>
    /// <param name="trial">Trial, from 0.</param>
    public Span<float> OutputAt(int step, int trial) => Output.AsSpan(Source.RowOf(step, trial) * Outputs, Outputs);
}

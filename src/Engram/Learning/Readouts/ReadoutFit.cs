using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Learning;

/// <summary>What a rule has learned so far.</summary>
internal abstract class ReadoutFit(ReadoutShape shape)
{
    /// <summary>The lengths of samples.</summary>
    public ReadoutShape Shape => shape;

    /// <summary>Samples learned from.</summary>
    public abstract long Samples { get; }

    /// <summary>All that learning needs to go on: arrays by name.</summary>
    public abstract IEnumerable<(string Name, double[] Values)> State { get; }

    /// <summary>Goes on from what <see cref="State"/> gave.</summary>
    /// <param name="find">The array of a name, of a length that is given.</param>
    public abstract void Restore(Func<string, int, double[]> find);

    /// <summary>The readouts to choose from, by validation where there are several.</summary>
    /// <param name="cancel">Looked at from time to time.</param>
    /// <exception cref="UsageException">The samples do not determine a readout.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public abstract IReadOnlyList<ReadoutWeights> Solve(CancellationToken cancel);

    /// <summary>Refuses to solve without samples.</summary>
    /// <exception cref="UsageException">There are none.</exception>
    protected void RequireSamples()
    {
        if (Samples == 0)
        {
            throw new UsageException("No step of the training trials has a target, so there is nothing to learn a readout from; give the task targets in its training trials.");
        }
    }

    /// <summary>Takes a sample of a block of trials. Blocks may be added to at the same time; rules that learn from sample to sample have one.</summary>
    /// <param name="block">Which block, from 0.</param>
    /// <param name="phi">φ (F).</param>
    /// <param name="y">y (O).</param>
    public abstract void Add(int block, ReadOnlySpan<double> phi, ReadOnlySpan<double> y);

    /// <summary>Called when the trials of all blocks have been run.</summary>
    public virtual void Merge()
    {
    }

    /// <summary>z for a sample, before or after it was learned from; only of rules that learn from sample to sample.</summary>
    /// <param name="phi">φ (F).</param>
    /// <param name="z">Receives z (O).</param>
    public virtual void Predict(ReadOnlySpan<double> phi, Span<double> z) => throw new NotSupportedException();

    /// <summary>Σ (z − y)² over outputs and samples before each was learned from, and how many numbers that were; since the last call.</summary>
    public virtual (double Squares, long Count) TakeErrors() => (0, 0);
}

/// <summary>A readout.</summary>
/// <param name="W">W (O × F), row after row.</param>
/// <param name="B">b (O).</param>
/// <param name="Note">What it was made with, for the log, such as <c>regularisation 1e-05</c>; empty for nothing.</param>
internal sealed record ReadoutWeights(double[] W, double[] B, string Note = "")
{
    /// <summary>z = W φ + b.</summary>
    /// <param name="phi">φ (F).</param>
    /// <param name="z">Receives z (O).</param>
    public void Apply(ReadOnlySpan<double> phi, Span<double> z)
    {
        for (var o = 0; o < z.Length; o++)
        {
            z[o] = B[o] + Rows.Dot(W.AsSpan(o * phi.Length, phi.Length), phi);
        }
    }
}

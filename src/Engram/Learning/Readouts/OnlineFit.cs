using Engram.Numerics;

namespace Engram.Learning;

/// <summary>A readout that changes from sample to sample. The bias, where there is one, is the weight of one more feature that is always 1.</summary>
internal abstract class OnlineFit : ReadoutFit
{
    private readonly double[] extended, z, w, counts = new double[3];

    /// <summary>All weights 0.</summary>
    /// <param name="shape">The lengths of samples.</param>
    protected OnlineFit(ReadoutShape shape)
        : base(shape)
    {
        (extended, z) = (new double[Length], new double[shape.Outputs]);
        extended.AsSpan(shape.Features).Fill(1);
        w = new double[shape.Outputs * Length];
    }

    /// <inheritdoc/>
    public override long Samples => (long)counts[0];

    /// <inheritdoc/>
    public override IEnumerable<(string Name, double[] Values)> State => [("weights", [.. w]), ("counts", [.. counts])];

    /// <summary>F, and 1 for the bias.</summary>
    protected int Length => Shape.Features + (Shape.HasBias ? 1 : 0);

    /// <summary>W (O × <see cref="Length"/>).</summary>
    protected Span<double> Weights => w;

    /// <inheritdoc/>
    public override void Restore(Func<string, int, double[]> find)
    {
        find("weights", w.Length).CopyTo(w, 0);
        find("counts", counts.Length).CopyTo(counts, 0);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ReadoutWeights> Solve(CancellationToken cancel)
    {
        var (f, outputs) = (Shape.Features, Shape.Outputs);
        var (weights, b) = (new double[outputs * f], new double[outputs]);
        for (var o = 0; o < outputs; o++)
        {
            w.AsSpan(o * Length, f).CopyTo(weights.AsSpan(o * f));
            b[o] = Shape.HasBias ? w[(o * Length) + f] : 0;
        }

        return [new(weights, b)];
    }

    /// <inheritdoc/>
    public override void Add(int block, ReadOnlySpan<double> phi, ReadOnlySpan<double> y)
    {
        Predict(phi, z);
        for (var o = 0; o < z.Length; o++)
        {
            z[o] = y[o] - z[o];
            counts[1] += z[o] * z[o];
        }

        counts[0]++;
        counts[2] += z.Length;
        Learn(extended, z);
    }

    /// <inheritdoc/>
    public override void Predict(ReadOnlySpan<double> phi, Span<double> z)
    {
        phi.CopyTo(extended);
        for (var o = 0; o < z.Length; o++)
        {
            z[o] = Rows.Dot(w.AsSpan(o * Length, Length), extended);
        }
    }

    /// <inheritdoc/>
    public override (double Squares, long Count) TakeErrors()
    {
        var taken = (counts[1], (long)counts[2]);
        (counts[1], counts[2]) = (0, 0);
        return taken;
    }

    /// <summary>Changes <see cref="Weights"/>.</summary>
    /// <param name="phi">φ, and 1 for the bias.</param>
    /// <param name="error">e = y − z (O).</param>
    protected abstract void Learn(ReadOnlySpan<double> phi, ReadOnlySpan<double> error);
}

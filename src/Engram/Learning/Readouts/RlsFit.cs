using Engram.Numerics;

namespace Engram.Learning;

/// <summary>Recursive least squares.</summary>
internal sealed class RlsFit : OnlineFit
{
    private readonly double gamma;
    private readonly int every;

    // P, of which the upper triangle is kept, row after row of the whole length.
    private readonly double[] p, along;

    /// <summary>Before the first sample.</summary>
    /// <param name="shape">The lengths of samples.</param>
    /// <param name="alpha">α.</param>
    /// <param name="forgetting">γ.</param>
    /// <param name="every">Samples from one change of the weights to the next.</param>
    public RlsFit(ReadoutShape shape, double alpha, double forgetting, int every)
        : base(shape)
    {
        (gamma, this.every) = (forgetting, every);
        (p, along) = (new double[Length * Length], new double[Length]);
        for (var i = 0; i < Length; i++)
        {
            p[(i * Length) + i] = alpha;
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<(string Name, double[] Values)> State => [.. base.State, ("p", [.. p])];

    /// <inheritdoc/>
    public override void Restore(Func<string, int, double[]> find)
    {
        base.Restore(find);
        find("p", p.Length).CopyTo(p, 0);
    }

    /// <inheritdoc/>
    protected override void Learn(ReadOnlySpan<double> phi, ReadOnlySpan<double> error)
    {
        if (Samples % every != 0)
        {
            return;
        }

        // P φ, with P[i, j] = P[j, i].
        Array.Clear(along);
        for (var i = 0; i < Length; i++)
        {
            var row = p.AsSpan((i * Length) + i, Length - i);
            along[i] += Rows.Dot(row, phi[i..]);
            Rows.AddScaled(along.AsSpan(i + 1), phi[i], row[1..]);
        }

        // k = P φ/(γ + φᵀP φ); W ← W + e kᵀ; P ← (P − k φᵀP)/γ
        var scale = 1 / (gamma + Rows.Dot(phi, along));
        for (var o = 0; o < error.Length; o++)
        {
            Rows.AddScaled(Weights.Slice(o * Length, Length), error[o] * scale, along);
        }

        for (var i = 0; i < Length; i++)
        {
            var row = p.AsSpan((i * Length) + i, Length - i);
            Rows.AddScaled(row, -scale * along[i], along.AsSpan(i));
            if (gamma != 1)
            {
                Rows.Scale(row, 1 / gamma);
            }
        }
    }
}

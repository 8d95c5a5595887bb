using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Networks;

/// <summary>
/// A random orthogonal matrix times g, uniform over all of them: WᵀW = g² · 1, or W Wᵀ = g² · 1 where there are fewer rows than columns.
/// Connections that are absent, and magnitudes where weights must not be negative, are applied afterwards and spoil the orthogonality.
/// </summary>
/// <remarks>Rows of normal numbers, orthonormalised in turn, are Haar-distributed (Mezzadri 2007).</remarks>
[Cite(
    "10.48550/arXiv.1312.6120",
    "Saxe, McClelland and Ganguli (2013), Exact solutions to the nonlinear dynamics of learning in deep linear networks")]
public sealed record OrthogonalInitialiser : Initialiser
{
    /// <summary>A random orthogonal matrix.</summary>
    /// <param name="gain">g, above 0: every singular value.</param>
    public OrthogonalInitialiser(double gain = 1) => Gain = AboveZero(gain, "gain", "orthogonal(1)");

    /// <summary>g, every singular value.</summary>
    public double Gain { get; }

    /// <inheritdoc/>
    public override bool FollowsStrength => false;

    /// <inheritdoc/>
    protected override void Fill(int rows, int columns, ref RandomStream stream, Span<float> weights)
    {
        var (count, length) = (Math.Min(rows, columns), Math.Max(rows, columns));
        var q = new double[count * length];
        for (var k = 0; k < q.Length; k++)
        {
            q[k] = stream.NextNormal();
        }

        for (var i = 0; i < count; i++)
        {
            Orthonormalise(q, i, length);
        }

        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                weights[(i * columns) + j] = (float)(Gain * (rows <= columns ? q[(i * length) + j] : q[(j * length) + i]));
            }
        }
    }

    // A second pass removes what rounding left in the first ("twice is enough", Kahan and Parlett).
    private static void Orthonormalise(double[] q, int i, int length)
    {
        var row = q.AsSpan(i * length, length);
        for (var pass = 0; pass < 2; pass++)
        {
            for (var before = 0; before < i; before++)
            {
                var other = q.AsSpan(before * length, length);
                Rows.AddScaled(row, -Rows.Dot(row, other), other);
            }
        }

        var norm = Math.Sqrt(Rows.Dot(row, row));
        foreach (ref var v in row)
        {
            v /= norm;
        }
    }
}

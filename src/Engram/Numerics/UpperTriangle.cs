namespace Engram.Numerics;

/// <summary>Systems with an upper triangular matrix U (rows of a stride, from the diagonal on).</summary>
internal static class UpperTriangle
{
    /// <summary>Solves UᵀU x = b in place.</summary>
    /// <param name="u">U.</param>
    /// <param name="stride">Values from one row to the next.</param>
    /// <param name="x">b, and then x (D).</param>
    public static void Solve(ReadOnlySpan<double> u, int stride, Span<double> x)
    {
        for (var k = 0; k < x.Length; k++)
        {
            x[k] /= u[(k * stride) + k];
            Rows.AddScaled(x[(k + 1)..], -x[k], u.Slice((k * stride) + k + 1, x.Length - k - 1));
        }

        for (var k = x.Length - 1; k >= 0; k--)
        {
            var rest = u.Slice((k * stride) + k + 1, x.Length - k - 1);
            x[k] = (x[k] - Rows.Dot(rest, x[(k + 1)..])) / u[(k * stride) + k];
        }
    }
}

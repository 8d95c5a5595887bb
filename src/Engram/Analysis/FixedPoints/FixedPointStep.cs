using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>
/// The damped Gauss-Newton step of ½|G|², G(s) = F(s) − s, for one Jacobian and several dampings: δ = −Aᵀ(A Aᵀ + μ)⁻¹ G with A = ∂G/∂s,
/// which for a square A is −(Aᵀ A + μ)⁻¹ Aᵀ G and needs products of rows only.
/// </summary>
/// <param name="width">S.</param>
internal sealed class FixedPointStep(int width)
{
    private readonly SquareFactor square = new(width);
    private readonly double[] y = new double[width];
    private bool isSquared;

    /// <summary>A (S × S). Receives ∂F/∂s before <see cref="Form"/> makes it A.</summary>
    public double[] A { get; } = new double[width * width];

    /// <summary>
    /// The mean of the diagonal of A Aᵀ, by which dampings and gradients are measured: the largest of the search, for A itself may vanish
    /// at a minimum.
    /// </summary>
    public double Scale { get; set; }

    /// <summary>A ← ∂F/∂s − 1.</summary>
    public void Form()
    {
        for (var i = 0; i < width; i++)
        {
            A[(i * width) + i] -= 1;
        }

        Changed();
    }

    /// <summary>
    /// A ← (1 − w) A + w B, with B = ∂F/∂s − 1 of another linear piece and the w that makes the gradient shortest. At an edge between
    /// pieces G is the same on both, and this gradient leads down along the edge.
    /// </summary>
    /// <param name="jacobian">∂F/∂s of the other piece (S × S).</param>
    /// <param name="g">G (S).</param>
    /// <returns>Whether that changed A.</returns>
    public bool Blend(ReadOnlySpan<double> jacobian, ReadOnlySpan<double> g)
    {
        // a = Aᵀ G and b − a: the minimum of |a + w (b − a)|.
        var (a, change) = (new double[width], new double[width]);
        Gradient(g, a);
        for (var i = 0; i < width; i++)
        {
            Rows.AddScaled(change, g[i], jacobian.Slice(i * width, width));
        }

        Rows.AddScaled(change, -1, g);
        Rows.AddScaled(change, -1, a);
        var w = Math.Clamp(-Rows.Dot(a, change) / Rows.Dot(change, change), 0, 1);
        if (!(w > 1e-9))
        {
            return false;
        }

        for (var k = 0; k < A.Length; k++)
        {
            A[k] += w * (jacobian[k] - (k % (width + 1) == 0 ? 1 : 0) - A[k]);
        }

        Changed();
        return true;
    }

    /// <summary>Aᵀ G, the gradient.</summary>
    public void Gradient(ReadOnlySpan<double> g, Span<double> gradient)
    {
        gradient.Clear();
        for (var i = 0; i < width; i++)
        {
            Rows.AddScaled(gradient, g[i], A.AsSpan(i * width, width));
        }
    }

    /// <summary>The step δ at a damping.</summary>
    /// <returns>Whether A Aᵀ + μ is positive definite beyond rounding.</returns>
    public bool Solve(ReadOnlySpan<double> g, double damping, Span<double> step)
    {
        if (!isSquared)
        {
            square.Square(A);
            isSquared = true;
        }

        if (!square.Factor(damping))
        {
            return false;
        }

        square.Solve(g, y);
        step.Clear();
        for (var i = 0; i < width; i++)
        {
            Rows.AddScaled(step, -y[i], A.AsSpan(i * width, width));
        }

        return true;
    }

    // The diagonal of A Aᵀ alone tells its scale; the rest is computed where a damped step asks for it.
    private void Changed()
    {
        isSquared = false;
        Scale = Math.Max(Scale, Rows.Dot(A, A) / width);
    }
}

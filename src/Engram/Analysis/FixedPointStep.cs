using Engram.Networks;

namespace Engram.Analysis;

/// <summary>
/// The damped Gauss-Newton step of ½|G|², G(s) = F(s) − s, for one Jacobian and several dampings: δ = −Aᵀ(A Aᵀ + μ)⁻¹ G with A = ∂G/∂s,
/// which for a square A is −(Aᵀ A + μ)⁻¹ Aᵀ G and needs products of rows only.
/// </summary>
/// <param name="width">S.</param>
internal sealed class FixedPointStep(int width)
{
    private readonly double[] squares = new double[width * width];
    private readonly double[] factor = new double[width * width];
    private readonly double[] y = new double[width];

    /// <summary>A (S × S). Receives ∂F/∂s before <see cref="Form"/> makes it A.</summary>
    public double[] A { get; } = new double[width * width];

    /// <summary>The mean of the diagonal of A Aᵀ, by which dampings are measured.</summary>
    public double Scale { get; private set; }

    /// <summary>A ← ∂F/∂s − 1, and A Aᵀ.</summary>
    public void Form()
    {
        Scale = 0;
        for (var i = 0; i < width; i++)
        {
            A[(i * width) + i] -= 1;
            var row = A.AsSpan(i * width, width);
            for (var j = 0; j <= i; j++)
            {
                squares[(i * width) + j] = Rows.Dot(row, A.AsSpan(j * width, width));
            }

            Scale += squares[(i * width) + i] / width;
        }
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
        // Cholesky: A Aᵀ + μ = L Lᵀ, L y' = G, Lᵀ y = y'.
        for (var i = 0; i < width; i++)
        {
            var row = factor.AsSpan(i * width, width);
            for (var j = 0; j < i; j++)
            {
                var sum = squares[(i * width) + j] - Rows.Dot(row[..j], factor.AsSpan(j * width, j));
                row[j] = sum / factor[(j * width) + j];
            }

            var pivot = squares[(i * width) + i] + damping - Rows.Dot(row[..i], row[..i]);
            if (!(pivot > 0))
            {
                return false;
            }

            row[i] = Math.Sqrt(pivot);
            y[i] = (g[i] - Rows.Dot(row[..i], y.AsSpan(0, i))) / row[i];
        }

        step.Clear();
        for (var i = width - 1; i >= 0; i--)
        {
            var row = factor.AsSpan(i * width, i + 1);
            y[i] /= row[i];
            Rows.AddScaled(y.AsSpan(0, i), -y[i], row[..i]);
            Rows.AddScaled(step, -y[i], A.AsSpan(i * width, width));
        }

        return true;
    }
}

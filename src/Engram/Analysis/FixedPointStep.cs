using Engram.Networks;

namespace Engram.Analysis;

/// <summary>
/// The damped Gauss-Newton step of ½|G|², G(s) = F(s) − s, for one Jacobian and several dampings: δ = −Aᵀ(A Aᵀ + μ)⁻¹ G with A = ∂G/∂s,
/// which for a square A is −(Aᵀ A + μ)⁻¹ Aᵀ G and needs products of rows only.
/// </summary>
/// <param name="width">S.</param>
internal sealed class FixedPointStep(int width)
{
    private const int Together = 4;
    private readonly double[] squares = new double[width * width];
    private readonly double[] factor = new double[width * width];
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
            Square();
            isSquared = true;
        }

        // Cholesky: A Aᵀ + μ = L Lᵀ, L y' = G, Lᵀ y = y'. Four rows of L at once, up to their own square of four.
        var l = factor.AsSpan();
        Span<double> products = stackalloc double[Together];
        for (var first = 0; first < width; first += Together)
        {
            var end = Math.Min(first + Together, width);
            for (var j = 0; j < first; j++)
            {
                Dots(l.Slice(j * width, j), l, first, end, products);
                for (var i = first; i < end; i++)
                {
                    l[(i * width) + j] = (squares[(i * width) + j] - products[i - first]) / l[(j * width) + j];
                }
            }

            for (var i = first; i < end; i++)
            {
                var row = l.Slice(i * width, width);
                for (var j = first; j < i; j++)
                {
                    row[j] = (squares[(i * width) + j] - Rows.Dot(row[..j], l.Slice(j * width, j))) / l[(j * width) + j];
                }

                var pivot = squares[(i * width) + i] + damping - Rows.Dot(row[..i], row[..i]);
                if (!(pivot > 0))
                {
                    return false;
                }

                row[i] = Math.Sqrt(pivot);
                y[i] = (g[i] - Rows.Dot(row[..i], y.AsSpan(0, i))) / row[i];
            }
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

    // The diagonal of A Aᵀ alone tells its scale; the rest is computed where a damped step asks for it.
    private void Changed()
    {
        isSquared = false;
        Scale = Math.Max(Scale, Rows.Dot(A, A) / width);
    }

    private void Square()
    {
        Span<double> products = stackalloc double[Together];
        for (var first = 0; first < width; first += Together)
        {
            var end = Math.Min(first + Together, width);
            for (var j = 0; j < end; j++)
            {
                Dots(A.AsSpan(j * width, width), A, first, end, products);
                for (var i = first; i < end; i++)
                {
                    squares[(i * width) + j] = products[i - first];
                }
            }
        }
    }

    // Products of a with the rows from first to end of a matrix, each as far as a goes.
    private void Dots(ReadOnlySpan<double> a, ReadOnlySpan<double> matrix, int first, int end, Span<double> products)
    {
        if (end - first == Together)
        {
            (products[0], products[1], products[2], products[3]) = Rows.DotFour(a, matrix[(first * width)..], width);
            return;
        }

        for (var i = first; i < end; i++)
        {
            products[i - first] = Rows.Dot(a, matrix.Slice(i * width, width));
        }
    }
}

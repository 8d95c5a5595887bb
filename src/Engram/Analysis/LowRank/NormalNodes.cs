namespace Engram.Analysis;

/// <summary>
/// The equispaced rule for ∫ f(ξ) e^{−ξ²/2}/√(2π) dξ on ±8. Its error falls with e^{−2πd/h} for a function whose nearest pole lies at a
/// distance d from the real axis, where Gauss and Hermite's rule needs thousands of nodes for a steep one.
/// </summary>
internal sealed class NormalNodes
{
    private const double Reach = 8;
    private const int Fewest = 200, Doublings = 13;

    // A step of 0.32/√Δ leaves an error of 10⁻¹³ for poles at ±iπ/2, those of tanh.
    private const double Step = 0.32;
    private static readonly Lazy<NormalNodes>[] Rules =
        [.. Enumerable.Range(0, Doublings + 1).Select(k => new Lazy<NormalNodes>(() => new NormalNodes(Fewest << k)))];

    private NormalNodes(int intervals)
    {
        (Xi, Weight) = (new double[intervals + 1], new double[intervals + 1]);
        var sum = 0.0;
        for (var k = 0; k <= intervals; k++)
        {
            // From both ends alike, so that odd functions vanish.
            Xi[k] = Reach * ((2 * k) - intervals) / intervals;
            sum += Weight[k] = Math.Exp(-Xi[k] * Xi[k] / 2);
        }

        for (var k = 0; k <= intervals; k++)
        {
            Weight[k] /= sum;
        }
    }

    /// <summary>ξ.</summary>
    public double[] Xi { get; }

    /// <summary>Weights, of sum 1.</summary>
    public double[] Weight { get; }

    /// <summary>The rule for f(M + √Δ ξ): 201 nodes up to √Δ = 4, 401 up to 8, and so on.</summary>
    /// <param name="deviation">√Δ.</param>
    public static NormalNodes For(double deviation)
    {
        var k = 0;
        while (k < Doublings && 2 * Reach * deviation > Step * (Fewest << k))
        {
            k++;
        }

        return Rules[k].Value;
    }
}

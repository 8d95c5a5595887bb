using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>
/// Minimises P = λ/2 (p ‖w‖² + a²) + Σ gᵢ max(0, 1 − yᵢ (w·zᵢ + a)) by maximising its dual D = Σ αᵢ − λ/2 (p ‖w‖² + a²) over 0 ≤ αᵢ ≤ gᵢ, where
/// λ p w = Σ αᵢ yᵢ zᵢ and λ a = Σ αᵢ yᵢ. P − D ≥ 0 bounds how far P is from its minimum.
/// </summary>
internal sealed class DualDescent
{
    private const int MostPasses = 1_000_000, Check = 10;
    private readonly StandardRows rows;
    private readonly double[] y, most, alpha, diagonal;
    private readonly double penalty;
    private readonly int features;

    public DualDescent(StandardRows rows, double[] y, double[] counts, double penalty, int features)
    {
        (this.rows, this.y, most, this.penalty, this.features) = (rows, y, counts, penalty, features);
        (alpha, Weights) = (new double[y.Length], new double[rows.Width]);
        diagonal = [.. Enumerable.Range(0, y.Length).Select(i => Rows.Dot(rows.Row(i), rows.Row(i)) + features)];
    }

    /// <summary>w.</summary>
    public double[] Weights { get; }

    /// <summary>a.</summary>
    public double Bias { get; private set; }

    /// <summary>P.</summary>
    public double Primal => Norm + Enumerable.Range(0, y.Length).Sum(i => most[i] * Math.Max(0, 1 - Margin(i)));

    /// <summary>D.</summary>
    public double Dual => alpha.Sum() - Norm;

    // λ/2 (p ‖w‖² + a²).
    private double Norm => penalty / 2 * ((features * Rows.Dot(Weights, Weights)) + (Bias * Bias));

    /// <summary>Goes on until P − D is at most a share of P.</summary>
    /// <exception cref="UsageException">That takes too long.</exception>
    public void Minimise(double gap)
    {
        var stream = new RandomStream(new StreamKey(0, Purpose.Analysis), y.Length, part: 1);
        int[] order = [.. Enumerable.Range(0, y.Length)];
        for (var pass = 1; pass <= MostPasses; pass++)
        {
            Resampling.Shuffle<int>(order, ref stream);
            foreach (var i in order)
            {
                Step(i);
            }

            if (pass % Check == 0 && Primal is var primal && primal - Dual <= gap * primal)
            {
                return;
            }
        }

        throw new UsageException(
            $"The support vector machine was not found in {MostPasses} passes; set a higher `Penalty` or a greater `Gap`.");
    }

    private double Margin(int i) => y[i] * (Rows.Dot(Weights, rows.Row(i)) + Bias);

    // αᵢ ← αᵢ + λ p (1 − yᵢ (w·zᵢ + a))/(‖zᵢ‖² + p), kept within [0, gᵢ].
    private void Step(int i)
    {
        var next = Math.Clamp(alpha[i] + (penalty * features * (1 - Margin(i)) / diagonal[i]), 0, most[i]);
        if (next != alpha[i])
        {
            var change = (next - alpha[i]) * y[i] / penalty;
            Rows.AddScaled(Weights, change / features, rows.Row(i));
            Bias += change;
            alpha[i] = next;
        }
    }
}

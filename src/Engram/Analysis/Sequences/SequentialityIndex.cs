using Engram.Configuration;

namespace Engram.Analysis;

/// <summary>
/// How sequential the activity of units is: 1 when one unit after another is active and each moment has its own, 0 when all peak at once.
/// <code>
/// √(PE · TS)
/// PE = −Σ_j p_j log p_j / log M                  p_j: share of the units that peak in bin j of M
/// TS = 1 − ⟨−Σ_i q_i log q_i / log N⟩_t          q_i = r_i / Σ_k r_k
/// </code>
/// </summary>
/// <param name="Value">√(PE · TS); NaN where fewer than two units are active.</param>
/// <param name="PeakEntropy">PE.</param>
/// <param name="TemporalSparsity">TS, over the steps at which any unit is active.</param>
/// <param name="Active">N, the units that are active at all; silent ones are left out of everything.</param>
/// <param name="Bins">M.</param>
[Cite(
    "10.1016/j.neuron.2020.08.020",
    "Zhou, Masmanidis & Buonomano 2020, Neural sequences as an optimal dynamical regime for the readout of time")]
public sealed record SequentialityIndex(double Value, double PeakEntropy, double TemporalSparsity, int Active, int Bins)
{
    /// <summary>Measures it.</summary>
    /// <param name="rates">Units × steps, none negative.</param>
    /// <param name="bins">
    /// M, bins of equal length over the steps; none for as many as there are active units, but no more than steps: with more bins than
    /// units no sequence could reach 1.
    /// </param>
    public static SequentialityIndex Of(double[,] rates, int? bins = null)
    {
        Finite.Matrix(rates, "rates (units × steps)");
        var steps = rates.GetLength(1);
        int[] active = [.. Enumerable.Range(0, rates.GetLength(0)).Where(unit => Enumerable.Range(0, steps).Any(t => rates[unit, t] > 0))];
        var most = Math.Min(bins ?? active.Length, steps);
        if (active.Length < 2 || most < 2)
        {
            return new(double.NaN, double.NaN, double.NaN, active.Length, most);
        }

        var peaks = new double[most];
        foreach (var unit in active)
        {
            peaks[Enumerable.Range(0, steps).MaxBy(step => rates[unit, step]) * most / steps] += 1.0 / active.Length;
        }

        var moments = Enumerable.Range(0, steps)
            .Select(step => active.Select(unit => rates[unit, step]).ToList())
            .Where(row => row.Sum() > 0)
            .Select(row => Entropy(row.Select(rate => rate / row.Sum())) / Math.Log(active.Length));

        // A rounding error below zero would have no root.
        var (entropy, sparsity) = (Entropy(peaks) / Math.Log(most), Math.Max(0, 1 - moments.Average()));
        return new(Math.Sqrt(entropy * sparsity), entropy, sparsity, active.Length, most);
    }

    private static double Entropy(IEnumerable<double> shares) => shares.Sum(p => p > 0 ? -p * Math.Log(p) : 0);
}

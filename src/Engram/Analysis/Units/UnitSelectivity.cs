namespace Engram.Analysis;

/// <summary>How one unit tells the values of a factor apart.</summary>
/// <param name="Unit">The unit, from 0.</param>
/// <param name="MeanRates">Its mean rate for each value (K).</param>
/// <param name="Preferred">The value with the highest mean rate, from 0; the first of equal ones.</param>
/// <param name="DPrime">
/// For two values, d′ = (m₁ − m₀)/√((s₀² + s₁²)/2), positive where the second has the higher rate; infinite where only the means differ,
/// 0 where nothing does. Null for more values.
/// </param>
/// <param name="EtaSquared">η², the share of the variance over trials that the factor explains; 0 for a unit that is constant.</param>
/// <param name="PValue">Of the permutation test of η².</param>
/// <param name="IsSelective">Whether the unit is selective at the false discovery rate asked for.</param>
public sealed record UnitSelectivity(
    int Unit, IReadOnlyList<double> MeanRates, int Preferred, double? DPrime, double EtaSquared, double PValue, bool IsSelective)
{
    internal static UnitSelectivity Of(int unit, double[] rates, int[] labels, int[] counts)
    {
        var means = new double[counts.Length];
        var within = new double[counts.Length];
        for (var k = 0; k < rates.Length; k++)
        {
            means[labels[k]] += rates[k] / counts[labels[k]];
        }

        var mean = rates.Average();
        var total = 0.0;
        for (var k = 0; k < rates.Length; k++)
        {
            total += Math.Pow(rates[k] - mean, 2);
            within[labels[k]] += Math.Pow(rates[k] - means[labels[k]], 2);
        }

        // Rates are single precision; what varies less than that is rounding of the sums.
        const double Rounding = 1e-18;
        var isConstant = total <= Rounding * rates.Length * mean * mean;
        double? dPrime = counts.Length == 2 ? 0 : null;
        if (dPrime is not null && !isConstant)
        {
            var spread = Math.Sqrt(((within[0] / (counts[0] - 1)) + (within[1] / (counts[1] - 1))) / 2);
            dPrime = (means[1] - means[0]) / (within.Sum() <= Rounding * total ? 0 : spread);
        }

        var preferred = isConstant ? 0 : means.Index().MaxBy(pair => pair.Item).Index;
        return new(unit, means, preferred, dPrime, isConstant ? 0 : 1 - (within.Sum() / total), 1, false);
    }
}

namespace Engram.Analysis;

/// <summary>Lyapunov exponents of a run, and how far they have converged.</summary>
/// <param name="Dt">Length of a step.</param>
/// <param name="PerStep">λ per step, descending (k); −∞ where a direction is extinguished within a step.</param>
/// <param name="FirstHalf">The same from the first half of the steps alone.</param>
/// <param name="SecondHalf">The same from the second half alone.</param>
/// <param name="RunningSteps">Steps after which an estimate was noted down (P).</param>
/// <param name="Running">The estimates from all steps so far (P × k).</param>
/// <param name="Steps">Steps that counted.</param>
/// <param name="Width">S, the exponents that there are.</param>
/// <param name="DivergedAt">The step, from 0 and the transient included, after which the state was no longer finite; null where it stayed so.</param>
public sealed record LyapunovExponents(
    TimeSpan Dt, IReadOnlyList<double> PerStep, IReadOnlyList<double> FirstHalf, IReadOnlyList<double> SecondHalf,
    IReadOnlyList<int> RunningSteps, IReadOnlyList<IReadOnlyList<double>> Running, int Steps, int Width, int? DivergedAt)
{
    /// <summary>λ per second (k).</summary>
    public IReadOnlyList<double> PerSecond => [.. PerStep.Select(value => value / Dt.TotalSeconds)];

    /// <summary>The greatest difference between the two halves, per step, of exponents that are finite; NaN where none is.</summary>
    public double HalvesDiffer => FirstHalf.Zip(SecondHalf, (first, second) => Math.Abs(first - second)).Where(double.IsFinite)
        .DefaultIfEmpty(double.NaN).Max();

    /// <summary>
    /// The dimension of Kaplan &amp; Yorke (1979), <see href="https://doi.org/10.1007/BFb0064319"/>: j + Σ_{i ≤ j} λ_i / |λ_{j+1}|, with j the most
    /// exponents whose sum is not negative; 0 where all are negative. NaN if the run diverged before it counted.
    /// </summary>
    public double KaplanYorke
    {
        get
        {
            var sum = 0.0;
            for (var j = 0; j < PerStep.Count; j++)
            {
                if (double.IsNaN(PerStep[j]) || sum + PerStep[j] < 0)
                {
                    return double.IsNaN(PerStep[j]) ? double.NaN : j + (sum / -PerStep[j]);
                }

                sum += PerStep[j];
            }

            return PerStep.Count;
        }
    }

    /// <summary>Whether <see cref="KaplanYorke"/> is only a lower bound, because the sum of all exponents that were computed is not negative.</summary>
    public bool IsLowerBound => PerStep.Count < Width && PerStep.Sum() >= 0;

    internal static LyapunovExponents Of(
        TimeSpan dt, int width, double[] sums, double[] half, IReadOnlyList<(int Step, double[] Sums)> running, int counted, int? diverged)
    {
        var steps = Math.Max(0, counted);
        var first = steps / 2;
        double[] Share(double[] of, int by) => [.. of.Select(sum => by > 0 ? sum / by : double.NaN)];

        // A run that ends early has no halves.
        var isWhole = diverged is null;
        int[] order = [.. Enumerable.Range(0, sums.Length).OrderByDescending(k => sums[k])];
        double[] Sorted(double[] of) => [.. order.Select(k => of[k])];
        return new(
            dt, Sorted(Share(sums, steps)), Sorted(Share(half, isWhole ? first : 0)),
            Sorted(Share([.. sums.Zip(half, (all, part) => double.IsNegativeInfinity(all) ? all : all - part)], isWhole ? steps - first : 0)),
            [.. running.Select(one => one.Step)], [.. running.Select(one => Sorted(Share(one.Sums, one.Step)))], steps, width, diverged);
    }
}

using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>
/// Mean rate of the excitatory units over that of the inhibitory units, in time: ρ(t) = (Σ_E r/E)/(Σ_I r/(N − E)) in each trial, then the
/// mean over trials. Steps are aligned at the one in which a period begins; those that all trials have are kept. A step in which all
/// inhibitory units of a trial are silent has no ratio there: it is counted and stays out of the mean.
/// </summary>
/// <param name="Dt">Length of a step.</param>
/// <param name="Before">Steps kept before the period begins.</param>
/// <param name="Trials">B, trials averaged.</param>
/// <param name="Ratio">ρ (T); NaN where no trial has one.</param>
/// <param name="Excitatory">Mean rate of the excitatory units over trials (T).</param>
/// <param name="Inhibitory">Mean rate of the inhibitory units over trials (T).</param>
/// <param name="Undefined">Trials without a ratio (T).</param>
public sealed record ActivityRatio(
    TimeSpan Dt, int Before, int Trials, IReadOnlyList<double> Ratio, IReadOnlyList<double> Excitatory, IReadOnlyList<double> Inhibitory,
    IReadOnlyList<int> Undefined)
{
    /// <summary>T.</summary>
    public int Steps => Ratio.Count;

    /// <summary>
    /// Time since the period began (T), in milliseconds: the first step that ends in it has that of one step. Where periods begin between
    /// two steps, a trial's own time is up to one step less.
    /// </summary>
    public IReadOnlyList<double> Milliseconds => [.. Enumerable.Range(0, Steps).Select(k => (k - Before + 1) * Dt.TotalMilliseconds)];

    /// <summary>Measures the ratio.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="network">Which units are excitatory.</param>
    /// <param name="period">Name of the period whose beginning counts; null for the beginning of the trial.</param>
    /// <param name="condition">Place of the condition whose trials count; null for all. Catch trials are left out.</param>
    /// <exception cref="UsageException">No trial of the condition has the period, or the recording is of another network.</exception>
    public static ActivityRatio Of(Recording recording, SignedNetwork network, string? period, int? condition = null)
    {
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentNullException.ThrowIfNull(network);
        network.Check(recording);
        Finite.Rates(recording);

        PeriodSteps[] parts = [.. PeriodSteps.Of(recording, period)
            .Where(part => condition is null || recording.Trials[part.Trial].Condition == condition)];
        if (parts.Length == 0)
        {
            throw new UsageException($"No recorded trial is of condition {condition}; record more trials.");
        }

        var before = parts.Min(part => part.First);
        var steps = before + parts.Min(part => recording.Trials[part.Trial].Steps - part.First);
        var (ratio, excitatory, inhibitory, undefined) = (new double[steps], new double[steps], new double[steps], new int[steps]);
        for (var k = 0; k < steps; k++)
        {
            foreach (var (trial, first, _) in parts)
            {
                var rates = recording.Rate(first - before + k, trial);
                var (e, i) = (Mean(rates[..network.Excitatory]), Mean(rates[network.Excitatory..]));
                (excitatory[k], inhibitory[k]) = (excitatory[k] + (e / parts.Length), inhibitory[k] + (i / parts.Length));
                (ratio[k], undefined[k]) = i > 0 ? (ratio[k] + (e / i), undefined[k]) : (ratio[k], undefined[k] + 1);
            }

            ratio[k] = undefined[k] == parts.Length ? double.NaN : ratio[k] / (parts.Length - undefined[k]);
        }

        return new(recording.Dt, before, parts.Length, ratio, excitatory, inhibitory, undefined);
    }

    /// <summary>The ratio at a time after the period began; NaN outside what was kept.</summary>
    /// <param name="time">The time; that of the step that holds it is given.</param>
    public double At(TimeSpan time)
    {
        var k = Before - 1 + (int)Math.Ceiling(time / Dt);
        return k >= 0 && k < Steps ? Ratio[k] : double.NaN;
    }

    private static double Mean(ReadOnlySpan<float> rates)
    {
        var sum = 0.0;
        foreach (var rate in rates)
        {
            sum += rate;
        }

        return sum / rates.Length;
    }
}

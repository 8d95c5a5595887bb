using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>
/// Whom inhibition holds down. Each inhibitory unit m has a mean rate R[m, c] in the trials of condition c, and sends to the outputs of
/// condition d, through the units that they read, S[m, d] = −mean over o of d of Σ_i w_out[o, i] W[i, m]. What arrives there in trials of c
/// is D[c, d] = Σ_m R[m, c] S[m, d]; the excitation X[c, d] is made likewise of the excitatory units.
/// </summary>
/// <param name="Groups">Conditions, and which outputs are whose.</param>
/// <param name="Units">The inhibitory units (M), by their place in the network.</param>
/// <param name="Rates">R (M × C).</param>
/// <param name="Sent">S (M × C); below zero where a unit's way leads over a negative readout.</param>
/// <param name="Inhibition">D, condition played × outputs of (C × C).</param>
/// <param name="Excitation">X (C × C).</param>
/// <param name="Selectivity">η² of each unit (M): the share of the variance of its rate over trials that conditions explain.</param>
public sealed record InhibitionOfOutputs(
    OutputGroups Groups, IReadOnlyList<int> Units, double[,] Rates, double[,] Sent, double[,] Inhibition, double[,] Excitation,
    IReadOnlyList<double> Selectivity)
{
    /// <summary>
    /// Over outputs of d: ln(D/X) in trials of the other conditions, on average, less that in their own. Above zero where outputs are
    /// inhibited more, for the excitation that they get, when they are wrong. NaN where one of them is not above zero.
    /// </summary>
    public double WrongOverOwn
    {
        get
        {
            var (count, sum) = (Groups.Conditions.Count, 0.0);
            for (var d = 0; d < count; d++)
            {
                for (var c = 0; c < count; c++)
                {
                    sum += c == d ? -Log(c, d) : Log(c, d) / (count - 1);
                }
            }

            return sum / count;
        }
    }

    /// <summary>Measures it.</summary>
    /// <param name="recording">A recording with trials of all conditions.</param>
    /// <param name="network">The network that was recorded.</param>
    /// <param name="period">The period in which rates count; null for whole trials.</param>
    /// <exception cref="UsageException">No recorded trial has the period, or the network has no readout of its units.</exception>
    public static InhibitionOfOutputs Of(Recording recording, SignedNetwork network, string? period = null)
    {
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentNullException.ThrowIfNull(network);
        network.Check(recording);
        Finite.Rates(recording);
        Finite.Targets(recording);
        var groups = OutputGroups.Of(recording);
        var trialRates = TrialRates(recording, period);
        var all = ConditionRates(recording, groups, trialRates);
        var way = Way(network, groups);
        var (count, units) = (groups.Conditions.Count, network.Units);
        int[] inhibitory = [.. Enumerable.Range(network.Excitatory, network.Inhibitory)];
        var (rates, sent) = (new double[inhibitory.Length, count], new double[inhibitory.Length, count]);
        var (inhibition, excitation) = (new double[count, count], new double[count, count]);
        for (var d = 0; d < count; d++)
        {
            for (var j = 0; j < units; j++)
            {
                for (var c = 0; c < count; c++)
                {
                    if (j < network.Excitatory)
                    {
                        excitation[c, d] += all[j, c] * way[j, d];
                        continue;
                    }

                    inhibition[c, d] -= all[j, c] * way[j, d];
                }

                if (j >= network.Excitatory)
                {
                    (rates[j - network.Excitatory, d], sent[j - network.Excitatory, d]) = (all[j, d], -way[j, d]);
                }
            }
        }

        return new(
            groups, inhibitory, rates, sent, inhibition, excitation, [.. inhibitory.Select(unit => Explained(groups, trialRates, unit))]);
    }

    private double Log(int c, int d) => Inhibition[c, d] > 0 && Excitation[c, d] > 0
        ? Math.Log(Inhibition[c, d] / Excitation[c, d]) : double.NaN;

    // Mean over the outputs of d of Σ_i w_out[o, i] W[i, j] (N × C).
    private static double[,] Way(SignedNetwork network, OutputGroups groups)
    {
        var (readout, _) = network.Readout();
        var units = network.Units;
        var way = new double[units, groups.Conditions.Count];
        foreach (var (d, own) in groups.Own.Index())
        {
            foreach (var output in own)
            {
                for (var i = 0; i < units; i++)
                {
                    var weight = readout[(output * units) + i] / (double)own.Count;
                    for (var j = 0; j < units && weight != 0; j++)
                    {
                        way[j, d] += weight * network.Weights[(i * units) + j];
                    }
                }
            }
        }

        return way;
    }

    // Mean rates in the period by trial; null where a trial has none.
    private static double[]?[] TrialRates(Recording recording, string? period)
    {
        var rates = new double[]?[recording.TrialCount];
        foreach (var (trial, first, end) in PeriodSteps.Of(recording, period).Where(part => part.End > part.First))
        {
            var mean = new double[recording.Units];
            for (var step = first; step < end; step++)
            {
                var r = recording.Rate(step, trial);
                for (var unit = 0; unit < mean.Length; unit++)
                {
                    mean[unit] += r[unit] / (double)(end - first);
                }
            }

            rates[trial] = mean;
        }

        return rates;
    }

    private static double[,] ConditionRates(Recording recording, OutputGroups groups, double[]?[] trialRates)
    {
        var rates = new double[recording.Units, groups.Conditions.Count];
        foreach (var (condition, trials) in groups.TrialsOf.Index())
        {
            double[][] found = [.. trials.Select(trial => trialRates[trial]).OfType<double[]>()];
            for (var unit = 0; unit < recording.Units; unit++)
            {
                rates[unit, condition] = found.Length == 0 ? double.NaN : found.Average(one => one[unit]);
            }
        }

        return rates;
    }

    private static double Explained(OutputGroups groups, double[]?[] trialRates, int unit)
    {
        double[][] samples =
        [
            .. groups.TrialsOf.Select(trials =>
                trials.Select(trial => trialRates[trial]).OfType<double[]>().Select(one => one[unit]).ToArray()),
        ];
        var mean = samples.SelectMany(one => one).DefaultIfEmpty().Average();
        var total = samples.Sum(one => one.Sum(rate => Math.Pow(rate - mean, 2)));
        var between = samples.Where(one => one.Length > 0).Sum(one => one.Length * Math.Pow(one.Average() - mean, 2));
        return total > 1e-18 ? between / total : 0;
    }
}

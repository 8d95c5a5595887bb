using System.Globalization;
using Engram.Analysis;
using Engram.Learning;
using Engram.Networks;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Studies.DynamicWorkingMemory;

/// <summary>How well the first pulse can be told before training, by units alone and by all together, with weak inputs and strong
/// ones.</summary>
internal static class InputStrength
{
    private const string Sample = "sample";

    /// <summary>Records untrained networks, and writes what came out.</summary>
    public static void Run(StudyContext study, IReadOnlyList<CognitiveTask> tasks, IReadOnlyList<string> scales)
    {
        var (seeds, trials) = (study.Seeds(full: 5, quick: 2), study.Choose(400, 100));
        var rows = from task in tasks
                   from scale in scales
                   let heard = seeds.Select(seed => Heard(task, scale, seed, trials)).ToList()
                   select (IReadOnlyList<string>)
                   [
                       task.Name, scale, Statistics.Spread(heard.Select(one => one.UnitDPrime)),
                       Statistics.Spread(heard.Select(one => one.MeanDPrime)), Statistics.Spread(heard.Select(one => one.Decoded)),
                   ];
        study.Table(
            $"Before training, during the first pulse ({seeds.Count.ToString(CultureInfo.InvariantCulture)} networks each, {trials} "
            + "trials): d′ of the first pulse in the mean rate of a unit (mean size over units); d′ in the mean rate of all excitatory "
            + "units, which is roughly what an untrained readout sees; and the share of trials in which a linear decoder identifies the "
            + "first pulse from all rates at the end of the pulse.",
            ["task", "input weights up to", "d′ of a unit", "d′ of the mean rate", "decoded"],
            [.. rows]);
    }

    private static (double UnitDPrime, double MeanDPrime, double Decoded) Heard(CognitiveTask task, string scale, ulong seed, int trials)
    {
        var configuration = new Song2016Preset().For(task with { CatchProbability = 0 }, seed).With([new("input-scale", scale)]);
        var recording = new Experiment
        {
            Network = Network.Create(configuration.Cell, configuration.Graph(), configuration.Network, seed),
            Task = configuration.Task,
            Dt = configuration.Training.Dt,
            Trials = trials,
        }.Run();
        var factor = task.Factors.First(known => known.Kind == FactorKind.Label).Name;
        var units = Selectivity.Of(recording, factor, Sample).Units;
        var curve = new LinearDecoder { Permutations = 0 }.Decode(recording, factor, Sample);
        var last = recording.Trials[0].Periods.First(period => period.Name == Sample);
        var end = curve.Times.Select((time, bin) => (time, bin)).Last(one => one.time < (last.End - last.Start).TotalSeconds).bin;
        var excitatory = configuration.Network.Excitatory(configuration.Cell);
        return (
            units.Average(unit => Math.Abs(unit.DPrime!.Value)), Math.Abs(OfMean(recording, factor, excitatory)), curve.Accuracy[end]);
    }

    // d′ = (m₁ − m₀)/√((s₀² + s₁²)/2) of the mean rate over the excitatory units and the pulse.
    private static double OfMean(Recording recording, string factor, int excitatory)
    {
        var groups = recording.Trials.GroupBy(trial => trial.Factors[factor], trial =>
        {
            var (first, end) = recording.StepsOf(Sample, trial.Index)!.Value;
            var sum = 0.0;
            for (var step = first; step < end; step++)
            {
                foreach (var rate in recording.Rate(step, trial.Index)[..excitatory])
                {
                    sum += rate;
                }
            }

            return sum / ((end - first) * excitatory);
        }).OrderBy(group => group.Key).Select(group => group.ToList()).ToList();
        double Variance(List<double> values) => values.Sum(value => Math.Pow(value - values.Average(), 2)) / (values.Count - 1);
        return (groups[1].Average() - groups[0].Average()) / Math.Sqrt((Variance(groups[0]) + Variance(groups[1])) / 2);
    }
}

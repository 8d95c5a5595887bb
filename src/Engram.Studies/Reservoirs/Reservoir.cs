using Engram.Cells;
using Engram.Figures;
using Engram.Learning;
using Engram.Storage;
using Engram.Studies.LowRank;
using Engram.Tasks;

namespace Engram.Studies.Reservoirs;

/// <summary>Reservoirs, what they are measured by, and how that is written.</summary>
/// <remarks>
/// Each network is tested on trials of its own, so that no two share their luck. Sweeps have the families 1 to 9 for sizes, 10 to 19 for memory, 20 to 39 for maps, 51 and 52 for readout rules, 61 and 62
/// for FORCE, 71 for liquids and 81 to 89 for the price in units.
/// </remarks>
internal static class Reservoir
{
    /// <summary>A reservoir with the settings of the preset, and a readout by ridge regression.</summary>
    /// <param name="task">What it learns.</param>
    /// <param name="cell">Changes units and what else is not as in the preset.</param>
    /// <param name="regularisations">λ; where there are several, validation chooses. None for that of the preset.</param>
    public static RunConfiguration Of(TimeSeriesTask task, Func<EchoStateCell, EchoStateCell> cell, params IReadOnlyList<double> regularisations)
    {
        var plain = new EchoStatePreset().For(task, seed: 1);
        return plain with
        {
            Cell = cell((EchoStateCell)plain.Cell),
            Training = plain.Training with { ValidationTrials = regularisations.Count > 1 ? 4 : 1 },
            ReadoutRule = regularisations.Count > 0 ? new RidgeRule { Regularisation = regularisations } : plain.ReadoutRule,
        };
    }

    /// <summary>One-step prediction of Mackey and Glass's series, where nothing else is given with the settings of the field.</summary>
    /// <param name="units">N.</param>
    /// <param name="samples">Samples that the readout is fitted to.</param>
    /// <param name="warmUp">Samples before these, and before those of a test.</param>
    /// <param name="regularisation">λ.</param>
    public static RunConfiguration MackeyGlass(int units, int samples, int warmUp = 100, double regularisation = 1e-5)
    {
        var task = new MackeyGlassTask { WarmUp = [warmUp], Length = [samples], TestLength = [400] };
        var plain = Of(task, _ => new EchoStateCell { Units = units, LeakRate = 0.3 }, regularisation);
        return plain with { Network = plain.Network with { SpectralRadius = 1.25 } };
    }

    /// <summary>NARMA of order 10 with the settings of the preset.</summary>
    /// <param name="units">N.</param>
    /// <param name="samples">Samples that the readout is fitted to.</param>
    public static RunConfiguration Narma(int units, int samples) =>
        Of(new NarmaTask { Length = [samples], TestLength = [2000] }, cell => cell with { Units = units });

    /// <summary>A measure of the task in test trials, the median over them.</summary>
    /// <param name="run">The network.</param>
    /// <param name="trials">How many trials.</param>
    /// <param name="measure">Its name.</param>
    public static double Tested(TrainedRun run, int trials, string measure) =>
        Evaluation.Run(run.Network, run.Configuration.Task, run.Configuration.Training.Dt, trials, run.Configuration.Seed).Measures.Single(one => one.Name == measure).Median;

    /// <summary>The error in test trials relative to the target's standard deviation, the median over them.</summary>
    public static double Nrmse(TrainedRun run, int trials) => Tested(run, trials, "nrmse-deviation");

    /// <summary>The share of right answers in test trials.</summary>
    public static double Right(TrainedRun run, int trials) =>
        Evaluation.Run(run.Network, run.Configuration.Task, run.Configuration.Training.Dt, trials, run.Configuration.Seed).Performance!.Overall;

    /// <summary>What was measured of each setting, where each has as many networks.</summary>
    public static IReadOnlyList<IReadOnlyList<T>> BySetting<T>(IReadOnlyList<T> measured, IReadOnlyList<ulong> seeds) => [.. measured.Chunk(seeds.Count)];

    /// <summary>The first networks of each setting.</summary>
    public static IReadOnlyList<SweepRun> Some(IReadOnlyList<SweepRun> runs, IReadOnlyList<ulong> seeds, IReadOnlyList<ulong> fewer) =>
        [.. runs.Chunk(seeds.Count).SelectMany(of => of.Take(fewer.Count))];

    /// <summary>Decimal logarithms.</summary>
    public static IReadOnlyList<double> Logs(IEnumerable<double> values) => [.. values.Select(Math.Log10)];

    /// <summary>A geometric mean with its 95 % interval.</summary>
    public static string Geometric(IReadOnlyList<double> values, string format)
    {
        var mean = SampleMean.Of(Logs(values));
        return mean.N < 2 ? Words.Number(Math.Pow(10, mean.Mean), format)
            : $"{Words.Number(Math.Pow(10, mean.Mean), format)} [{Words.Number(Math.Pow(10, mean.Low), format)}, {Words.Number(Math.Pow(10, mean.High), format)}]";
    }

    /// <summary>Means and 95 % intervals over networks.</summary>
    /// <param name="name">What the legend says.</param>
    /// <param name="x">The settings.</param>
    /// <param name="networks">What was found of the networks of each.</param>
    /// <param name="isGeometric">Whether means and intervals are those of the logarithms.</param>
    public static Curve Means(string name, IReadOnlyList<double> x, IReadOnlyList<IReadOnlyList<double>> networks, bool isGeometric = false)
    {
        var means = networks.Select(values => SampleMean.Of(isGeometric ? Logs(values) : values)).ToList();
        double Back(double value) => isGeometric ? Math.Pow(10, value) : value;
        return new(name, x, [.. means.Select(mean => Back(mean.Mean))])
        {
            Low = [.. means.Select(mean => Back(mean.N < 2 ? mean.Mean : mean.Low))], High = [.. means.Select(mean => Back(mean.N < 2 ? mean.Mean : mean.High))],
        };
    }

    /// <summary>
    /// Slopes of the logarithm of what was found against the logarithm of the setting, each over one network of every setting: as many independent numbers as
    /// there are networks of a setting.
    /// </summary>
    public static IReadOnlyList<double> Slopes(IReadOnlyList<double> x, IReadOnlyList<IReadOnlyList<double>> networks)
    {
        var at = Logs(x);
        var middle = at.Average();
        return [.. networks[0].Select((_, s) => at.Select((value, k) => (value - middle) * Math.Log10(networks[k][s])).Sum() / at.Sum(value => (value - middle) * (value - middle)))];
    }
}

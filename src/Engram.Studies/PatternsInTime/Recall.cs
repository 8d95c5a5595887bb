using Engram.Cells;
using Engram.Configuration;
using Engram.Learning;
using Engram.Storage;
using Engram.Studies.LowRank;
using Engram.Tasks;

namespace Engram.Studies.PatternsInTime;

/// <summary>Networks that must recall one of eight symbols some steps after it was shown.</summary>
internal static class Recall
{
    /// <summary>Share of right answers by guessing.</summary>
    public const double Chance = 0.125;

    private const int Symbols = 8, Trials = 2000;

    /// <summary>A training. The readout does not begin small, as the preset's does: with that, networks of few units learn of no delay.</summary>
    /// <param name="lag">Steps from the symbol to its recall, at least 2.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="updates">The most updates.</param>
    /// <param name="batch">Trials of an update.</param>
    public static RunConfiguration Of(int lag, Cell cell, int updates, int batch = 32)
    {
        var preset = new PatternsPreset();
        var plain = preset.For(new CopyMemoryTask { Symbols = Symbols, Length = 1, Delay = (lag - 1) * 20.Ms }, seed: 1);
        return preset.Fitted(plain with
        {
            Cell = cell,
            Network = plain.Network with { ReadoutScale = 1 },
            Training = plain.Training with { Trials = batch, ValidationTrials = 400, CheckEvery = 50 },
            Stopping = new() { Threshold = 0.99, Criterion = PerformanceMeasure.Overall, Window = 2, MaxUpdates = updates },
        });
    }

    /// <summary>The share of right answers of each network in new trials.</summary>
    public static IReadOnlyList<double> Measure(StudyContext study, string name, IReadOnlyList<SweepRun> runs) =>
        study.Measure(name, runs, Trials, Share);

    /// <summary>For each network 1 if it recalls at least 95 %, 0 otherwise.</summary>
    public static IReadOnlyList<double> Recalls(IEnumerable<double> shares) => [.. shares.Select(share => share >= 0.95 ? 1.0 : 0)];

    /// <summary>A mean in percent, with its interval.</summary>
    public static string Interval(IReadOnlyList<double> shares, string format)
    {
        var mean = SampleMean.Of(shares);
        return $"{Words.Percent(mean.Mean)} [{Words.Number(100 * Math.Max(0, mean.Low), format)}, {Words.Number(100 * Math.Min(1, mean.High), format)}]";
    }

    /// <summary>The median.</summary>
    public static double Median(IEnumerable<double> values) => MathNet.Numerics.Statistics.Statistics.Median(values);

    /// <summary>The share of right answers of a network in new trials.</summary>
    public static double Share(TrainedRun run, int trials) =>
        Evaluation.Run(run.Network, run.Configuration.Task, run.Configuration.Training.Dt, trials, 2).Performance!.Overall;
}

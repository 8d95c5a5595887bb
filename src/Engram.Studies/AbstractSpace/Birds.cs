using Engram.Analysis;
using Engram.Cells;
using Engram.Equations;
using Engram.Figures;
using Engram.Learning;
using Engram.Storage;
using Engram.Studies.Common;
using Engram.Studies.LowRank;
using Engram.Tasks;

namespace Engram.Studies.AbstractSpace;

/// <summary>Networks that learned to imagine birds.</summary>
internal static class Birds
{
    private const int Family = 1;
    private const double Near = 0.1, Level = 0.05, Most = 0.3;
    private static readonly int[] Folds = [6, 4, 5, 7, 8];

    /// <summary>What was found in one network.</summary>
    /// <param name="Error">Mean distance of the imagined from the right bird, in lengths.</param>
    /// <param name="P">p of modulation of the summed activity, by fold.</param>
    /// <param name="Beta">β as a share of the mean signal, by fold.</param>
    /// <param name="Before">p of six-fold modulation before learning.</param>
    /// <param name="Grid">Share of units that are grid cells of the space.</param>
    /// <param name="Sectors">Signal by direction, as a share of its mean.</param>
    internal sealed record Network(double Error, IReadOnlyList<double> P, IReadOnlyList<double> Beta, double Before, double Grid, IReadOnlyList<double?> Sectors);

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study)
    {
        var seeds = study.Seeds(full: 20, quick: 3);
        var (updates, trials, shuffles) = (study.Choose(2000, 3), study.Choose(1000, 60), study.Choose(199, 19));
        var runs = Sweeps.Train(study, "birds", Family, [Of(updates)], seeds);
        var networks = study.Measure("modulation of birds", runs, (trials, shuffles), static (run, settings) => Look(run, settings.trials, settings.shuffles));
        study.Section("Networks");
        study.Text(
            $"{seeds.Count} LSTMs of 64 units with a linear bottleneck of 128 (dropout 0.5) see a bird and how it begins to morph, and then imagine it go on, as place cells of the space of neck and legs. The signal is the sum of the absolute activity of the "
            + $"bottleneck while the bird is imagined, one sample for each of {trials} morphs, every other one for each session.");
        study.Table(
            "Networks with p ≤ 0.05 for each symmetry, and its size.", ["fold", "networks", "interval of the share", "β as a share of the mean signal"],
            [
                .. Folds.Select((fold, k) =>
                {
                    var low = networks.Count(one => one.P[k] <= Level);
                    var (from, to) = Numerics.Binomial.Wilson(low, networks.Count);
                    return (IReadOnlyList<string>)[$"{fold}", $"{low} of {networks.Count}", $"{Words.Percent(from)} to {Words.Percent(to)}", Words.Interval([.. networks.Select(one => one.Beta[k])], "0.0000")];
                }),
            ]);
        study.Text(
            $"Before learning, {networks.Count(one => one.Before <= Level)} of {networks.Count} have a six-fold modulation. {Words.Percent(networks.Average(one => one.Grid))} of the units are grid cells of the space, above both kinds of their shuffles. The imagined bird is "
            + $"{Words.Interval([.. networks.Select(one => one.Error)], "0.000")} lengths off.");
        study.Figure(
            "p",
            new HistogramFigure
            {
                Groups = [new("six-fold", [.. networks.Select(one => one.P[0])]), new("four, five, seven and eight-fold", [.. networks.SelectMany(one => one.P.Skip(1))])],
                X = new Axis("p") { Minimum = 0, Maximum = 1 }, Bins = 20, Shares = true,
            },
            "p of modulation of the summed activity over networks; without any they would be spread evenly.");
        study.Figure(
            "sectors", Sectors.Figure([.. networks.Select(one => one.Sectors)], new Axis("Signal as a share of its mean") { Minimum = 0.8, Maximum = 1.1 }),
            $"Summed activity by the direction of the morph: mean and standard error over {seeds.Count} networks, with 0° along the axis that was fitted in the first session of each.");
        study.Data(
            "networks", ["network", "error", "fold", "p", "beta", "p_before", "grid_cells"],
            networks.SelectMany((one, k) => Folds.Select((fold, place) => (IReadOnlyList<string>)
                [$"{k + 1}", Words.Exact(one.Error), $"{fold}", Words.Exact(one.P[place]), Words.Exact(one.Beta[place]), place == 0 ? Words.Exact(one.Before) : "", Words.Exact(one.Grid)])));
        study.Claim("birds-learned", "Networks learn to imagine birds: error in lengths.", "subjects did", [.. networks.Select(one => one.Error)], new Below(Near));
        study.Claim(
            "birds-six-fold", "The summed activity is modulated six-fold in more than 30 % of the networks: p ≤ 0.05.", "a hexadirectional signal in ventromedial prefrontal cortex",
            [.. networks.Select(one => one.P[0] <= Level ? 1.0 : 0)], new ShareAbove(Most));
        study.Claim(
            "birds-only-six", "Six-fold modulation is larger than the mean of the other symmetries: difference of β as a share of the signal.", "six-fold, and no other",
            [.. networks.Select(one => one.Beta[0] - one.Beta.Skip(1).Average())], new Above(0));
    }

    private static RunConfiguration Of(int updates)
    {
        var plain = new PatternsPreset().For(new BirdSpaceTask(), seed: 1);
        return plain with
        {
            Cell = new LstmCell { Units = 64, ForgetBias = 1, Layers = [new(128, Activation.Linear, 0.5)] },
            Network = plain.Network with { InputScale = 1 },
            Optimiser = new Adam { LearningRate = 3e-3 },
            Training = plain.Training with { Trials = 20, ValidationTrials = 50, CheckEvery = 500, Schedule = new CosineSchedule(Math.Max(2, updates), Floor: 0.05) },
            Stopping = new() { Threshold = 0, MaxUpdates = updates },
        };
    }

    private static Network Look(TrainedRun run, int trials, int shuffles)
    {
        // On trials of its own, so that networks are independent of each other.
        var experiment = run.Experiment(trials, run.Configuration.Seed);
        var recording = experiment.Run();
        var activity = LayerActivity.Of(recording, run.Network, 1);
        var drawn = run.Initial();
        var (after, before) = (Test(activity, shuffles), Test(LayerActivity.Of((experiment with { Network = drawn }).Run(), drawn, 1), shuffles));
        var grid = new GridCellTest { Shuffles = 10 * shuffles, Maps = new() { Left = 0, Right = 1, Bottom = 0, Top = 1 } }.Of(activity);
        return new(
            recording.Trials.Average(trial => trial.Measures["error"]), [.. after.Signal.Folds.Select(fold => fold.PValue)], [.. after.Signal.Folds.Select(fold => fold.Beta / after.Mean)],
            before.Signal.Tested.PValue, grid.Share, after.Sectors);
    }

    private static (HexadirectionalSignal Signal, double Mean, IReadOnlyList<double?> Sectors) Test(Engram.Simulation.Recording recording, int shuffles)
    {
        var (first, second) = new MovementSignals { Period = "imagine" }.Sessions(recording);
        var (signal, mean) = (new HexadirectionalTest { Shuffles = shuffles }.Of(first, second).Signals[0], second.Signals[0].Average());
        return (signal, mean, [.. Sectors.Of(second, signal.Tested.Orientation).Select(value => value / mean)]);
    }
}

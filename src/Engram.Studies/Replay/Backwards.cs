using Engram.Cells;
using Engram.Configuration;
using Engram.Figures;
using Engram.Networks;
using Engram.Simulation;
using Engram.Studies.LowRank;
using Engram.Tasks;
using MathNet.Numerics.Statistics;

namespace Engram.Studies.Replay;

/// <summary>How far back a consolidator reconstructs what it did.</summary>
internal static class Backwards
{
    private const int Units = 64, Short = 20, Long = 98, Trials = 10;

    // A reversal from a checkpoint this many steps later keeps its digits before and after learning.
    private const int Checkpoint = 16;

    /// <summary>Writes the section.</summary>
    /// <param name="study">Where.</param>
    /// <param name="mazes">Networks that learned the maze by feedback alignment.</param>
    /// <param name="others">More networks, whose seeds make those as drawn, too.</param>
    public static void Write(StudyContext study, IReadOnlyList<SweepRun> mazes, IReadOnlyList<SweepRun> others)
    {
        IReadOnlyList<SweepRun> all = [.. mazes, .. others];
        var drawn = study.Measure("reversal as drawn", all, new { Units, Trials }, static (run, settings) => Drawn(run.Configuration.Seed, settings.Units, settings.Trials));
        var learned = study.Measure("weights for the way back", all, new { Units, Trials }, static (run, settings) => Circuit(run.Configuration.Seed, settings.Units, settings.Trials));
        var trained = study.Measure("reversal in the maze", mazes, new { Trials, Checkpoint }, static (run, settings) =>
        {
            var recording = (run.Experiment(settings.Trials) with { Noise = true, DoublePrecision = true, KeepExact = true, KeepStates = true }).Run();
            var whole = new StateReversal().Measure(run.Network, recording);
            return (Errors: whole.Errors, Horizon: (double)(whole.Horizon ?? whole.Errors.Count), Kept: new StateReversal { CheckpointEvery = settings.Checkpoint }.Measure(run.Network, recording).MaxError);
        });

        study.Section("A consolidator that runs backwards");
        study.Text(
            $"The step of the consolidator can be undone, so that its past follows from its present and the inputs. In double precision, each step back loses a part of a digit. Networks as drawn have {Units} units in each population, "
            + $"weights as published, states of 0.2 at the beginning, and random inputs. The others learned the maze below by feedback alignment, and reconstruct its trials.");
        study.Figure(
            "digits",
            new LinesFigure
            {
                Curves = [Median("as drawn", drawn), Median("after learning the maze", [.. trained.Select(one => one.Errors)])],
                X = new("Steps back"), Y = new("Greatest error of a state") { Logarithmic = true },
            },
            $"Greatest error of the reconstructed states: median and quartiles over {all.Count} networks as drawn, and {mazes.Count} that learned.");
        study.Table(
            "Error of the reconstruction.",
            ["networks", $"after {Short} steps, greatest", $"after {Long} steps, median", "greatest", "digits lost per step, median"],
            [
                Row("as drawn", drawn), Row("after learning the maze", [.. trained.Select(one => one.Errors)]),
            ]);
        study.Claim(
            "reversal-short", $"In networks as drawn, states are reconstructed {Short} steps back to 10⁻¹³: greatest error.", "9e-15 in double precision",
            [.. drawn.Select(errors => errors[Short - 1])], new EveryAtMost(1e-13));
        study.Claim(
            "reversal-long", $"In networks as drawn, states are reconstructed {Long} steps back to 10⁻⁷: greatest error.", "4e-8 in double precision",
            [.. drawn.Select(errors => errors[Long - 1])], new EveryAtMost(1e-7));
        study.Claim(
            "reversal-learned", "In networks that learned the maze, a trial can be reconstructed from its end to 10⁻⁶: share of networks.", "Consolidator can replay both forward and backward",
            [.. trained.Select(one => one.Errors[^1] <= 1e-6 ? 1.0 : 0)], new ShareAbove(0.5));
        study.Claim(
            "reversal-kept", $"It can with states kept every {Checkpoint} steps: share of networks.", "not said", [.. trained.Select(one => one.Kept <= 1e-6 ? 1.0 : 0)], new ShareAbove(0.5));
        study.Claim(
            "backward-weights", "Weights for the way back are learned by regression from forward replays: greatest relative error.", "forward replay trains backward circuits",
            learned, new EveryAtMost(1e-8));
        study.Data(
            "digits", ["networks", "network", "steps_back", "error"],
            new[] { ("as drawn", drawn), ("after learning the maze", [.. trained.Select(one => one.Errors)]) }.SelectMany(kind =>
                kind.Item2.SelectMany((errors, k) => errors.Select((error, step) => (IReadOnlyList<string>)[kind.Item1, $"{k + 1}", $"{step + 1}", Words.Exact(error)]))));
    }

    private static (Network Network, Experiment Experiment) Random(ulong seed, int units, int trials)
    {
        var task = new FreeTask { InputChannels = 6, InputNoise = 20, Pulse = 200.Ms, Rest = 1800.Ms };
        var cell = new ConsolidatorCell { Units = units };
        var network = Network.Create(cell, cell.Graph(task.Inputs.Count, task.Outputs.Count, 20.Ms), new NetworkOptions { InitialState = 0.2 }, seed);
        return (network, new() { Network = network, Task = task, Trials = trials, Seed = seed + 1, DoublePrecision = true, KeepExact = true, KeepStates = true });
    }

    private static IReadOnlyList<double> Drawn(ulong seed, int units, int trials)
    {
        var (network, experiment) = Random(seed, units, trials);
        return new StateReversal().Measure(network, experiment.Run()).Errors;
    }

    private static double Circuit(ulong seed, int units, int trials)
    {
        var (network, experiment) = Random(seed + 2, units, trials);
        return BackwardWeights.Learn(network, experiment.Run()).Errors.Values.Max();
    }

    private static Curve Median(string name, IReadOnlyList<IReadOnlyList<double>> errors) => Curve.MedianAndQuartiles(
        name, [.. errors.Select(one => new Curve(name, [.. one.Select((_, step) => step + 1.0)], [.. one.Select(error => Math.Max(error, 1e-17))]))]);

    private static IReadOnlyList<string> Row(string name, IReadOnlyList<IReadOnlyList<double>> errors) =>
    [
        name, Words.Number(errors.Max(one => one[Short - 1]), "0.0E+0"), Words.Number(errors.Select(one => one[Math.Min(Long, one.Count) - 1]).Median(), "0.0E+0"),
        Words.Number(errors.Max(one => one[Math.Min(Long, one.Count) - 1]), "0.0E+0"),
        Words.Number(errors.Select(one => (Math.Log10(one[Math.Min(60, one.Count) - 1]) - Math.Log10(one[Short - 1])) / (Math.Min(60, one.Count) - Short)).Median(), "0.00"),
    ];
}

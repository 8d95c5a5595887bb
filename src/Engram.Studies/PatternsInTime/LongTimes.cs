using Engram.Cells;
using Engram.Configuration;
using Engram.Learning;
using Engram.Networks;
using Engram.Storage;
using Engram.Studies.Common;
using Engram.Studies.LowRank;
using Engram.Tasks;

namespace Engram.Studies.PatternsInTime;

/// <summary>Four tasks over long times: adding, copying, counting and writing backwards.</summary>
internal static class LongTimes
{
    private const int Trials = 2000, Far = 400;
    private static readonly int[] Counts = [10, 12, 15, 20, 30, 50, 70, 100, 150, 200, 300];

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study)
    {
        study.Section("Adding, copying, counting and writing backwards");
        study.Text(
            "Each task has its best recipe; docs/recipes.md has them as commands. Networks of adding end when the error of a validation is small, all others after a number of updates or when "
            + "99 % of the answers of three validations are right.");
        Adding(study);
        Copying(study);
        Counting(study);
        Reversing(study);
    }

    private static void Adding(StudyContext study)
    {
        var seeds = study.Seeds(full: 5, quick: 2);
        int[] numbers = study.Choose<int[]>([100, Far], [10, 20]);
        IReadOnlyList<(string Name, Cell Cell)> cells =
            [("Elman", new ElmanCell { Units = 128 }), ("LSTM, forget bias 4", new LstmCell { Units = 128, ForgetBias = 4 }), ("GRU", new GruCell { Units = 128 })];
        var settings = cells.SelectMany(cell => numbers.Select(of => (cell.Name, Numbers: of))).ToList();
        var runs = Sweeps.Train(study, "adding", 11, cells.SelectMany(cell => numbers.Select(of => Add(cell.Cell, of, study.Choose(cell.Cell is ElmanCell ? 1500 : 3000, 10)))), seeds);
        var errors = study.Measure("squared error of adding", runs, Trials, SquaredError);
        study.Table(
            $"Adding two of T numbers: how many of {seeds.Count} networks have a squared error below 0.01 in {Trials} new trials, and the median error. Who always says 1 has 0.167. "
            + "Networks began with 20 numbers, and got more when half of their sums were within 0.04. Elman networks had 1500 updates of 64 trials, the others up to 3000.",
            ["network", .. numbers.Select(of => $"T = {of}")],
            [
                .. cells.Select(cell => (IReadOnlyList<string>)
                [
                    cell.Name, .. numbers.Select(of => Errors(cell.Name, of)).Select(of => $"{of.Count(error => error < 0.01)} ({Words.Number(Recall.Median(of), "0.0000")})"),
                ]),
            ]);
        study.Data(
            "adding", ["network", "numbers", "seed", "squared_error"],
            settings.SelectMany(one => Errors(one.Name, one.Numbers).Zip(seeds, (error, seed) => (IReadOnlyList<string>)[one.Name, $"{one.Numbers}", $"{seed}", Words.Exact(error)])));
        study.Claim(
            "gates-add", $"LSTMs and GRUs learn to add over {numbers[0]} and {numbers[1]} steps, to a squared error below 0.01: share of networks.", "LSTM: learn long-term dependencies",
            [.. settings.Index().Where(one => one.Item.Name != "Elman").SelectMany(one => errors.Skip(one.Index * seeds.Count).Take(seeds.Count)).Select(error => error < 0.01 ? 1.0 : 0)],
            new ShareAbove(0.5));
        study.Claim(
            "elman-cannot-add", $"Elman networks do not learn to add over {numbers[1]} steps: squared error.", "the gradients tend to vanish through time", Errors("Elman", numbers[1]), new Above(0.1));

        IReadOnlyList<double> Errors(string name, int of) => [.. errors.Skip(settings.IndexOf((name, of)) * seeds.Count).Take(seeds.Count)];
    }

    private static void Copying(StudyContext study)
    {
        var seeds = study.Seeds(full: 5, quick: 2);
        const int Steps = 100;
        var baseline = 10 * Math.Log(8) / (Steps + 20);
        var runs = Sweeps.Train(study, "copying", 12, [Copy(new LstmCell { Units = 128, ForgetBias = 3 }, study.Choose(12_000, 10))], seeds);
        var losses = study.Measure("loss of copying", runs, Trials, Loss);
        study.Table(
            $"Copying 10 of 8 symbols after {Steps} steps by LSTMs with a forget bias of 3: cross-entropy of each network in {Trials} new trials. Without memory it is {Words.Number(baseline, "0.000")}. Networks "
            + "learned with delays drawn from one step to the longest, which grew.",
            [.. seeds.Select(seed => $"{seed}")], [[.. losses.Select(loss => Words.Number(loss, "0.0000"))]]);
        study.Claim(
            "copies", "The loss of copying is a tenth of that without memory, or less: decimal powers below it.", "LSTM: learn long-term dependencies",
            [.. losses.Select(loss => Math.Log10(baseline / loss))], new Above(1));
    }

    private static void Counting(StudyContext study)
    {
        var seeds = study.Seeds(full: 10, quick: 2);
        var plain = Begun(new A_n_b_nTask(), new LstmCell { Units = 2, ForgetGate = ForgetGate.None, ForgetBias = null }, study.Choose(3000, 10));
        var runs = Sweeps.Train(study, "counting", 13, [plain with
        {
            Network = plain.Network with { InputScale = 2, Recurrent = new UniformInitialiser(0.1) },
            Optimiser = new Adam { LearningRate = 1e-2 },
            Stopping = plain.Stopping with { Threshold = 0 },
        }], seeds);
        var counts = study.Measure("how far networks count", runs, Counts, Farthest);
        study.Table(
            $"aⁿbⁿ, trained on n up to 10: the greatest n of {string.Join(", ", Counts)} up to which every string is right, for each network of two LSTM units without a forget gate.",
            [.. seeds.Select(seed => $"{seed}")], [[.. counts.Select(count => $"{count}")]]);
        study.Claim(
            "counts", "Networks of two units that learned aⁿbⁿ up to n = 10 are right up to n = 30 and beyond: share of networks.", "Gers & Schmidhuber 2001: n to 1000 in the best network",
            [.. counts.Select(count => count >= 30 ? 1.0 : 0)], new ShareAbove(0.5));
    }

    private static void Reversing(StudyContext study)
    {
        var seeds = study.Seeds(full: 5, quick: 2);
        var updates = study.Choose(6000, 10);
        var plain = Begun(new ReverseTask(), new EncoderDecoderCell { Units = 128 }, updates);
        var runs = Sweeps.Train(study, "writing backwards", 14, [plain with
        {
            Training = plain.Training with { Schedule = new CosineSchedule(updates, WarmUp: updates / 20) },
            Stopping = plain.Stopping with { Threshold = 0 },
        }], seeds);
        var shares = study.Measure("sequences written backwards", runs, Trials, Recall.Share);
        study.Table(
            $"Writing 1 to 10 of 10 symbols backwards with an encoder and a decoder: share of whole sequences that are right in {Trials} new trials.",
            [.. seeds.Select(seed => $"{seed}")], [[.. shares.Select(share => Words.Number(100 * share, "0.00") + " %")]]);
        study.Claim("reverses", "Whole sequences that are right: share.", "Encoder/Decoder sequence: recurrent nets for both source and output", shares, new Above(0.99));
    }

    private static RunConfiguration Begun(CognitiveTask task, Cell cell, int updates)
    {
        var preset = new PatternsPreset();
        var plain = preset.For(task, seed: 1);
        return preset.Fitted(plain with { Cell = cell, Stopping = plain.Stopping with { MaxUpdates = updates } });
    }

    private static RunConfiguration Add(Cell cell, int numbers, int updates) => Begun(new AddingTask { Numbers = numbers * 20.Ms }, cell, updates) with
    {
        Curriculum = new()
        {
            Factor = "numbers", From = Math.Min(20, numbers / 2) * 20, Threshold = 0.5, Criterion = PerformanceMeasure.Overall, Window = 10, Growth = 0.5, RelapseThreshold = 0,
        },
    };

    private static RunConfiguration Copy(Cell cell, int updates)
    {
        var plain = Begun(new CopyMemoryTask { Delay = Duration.Uniform(20.Ms, 2.Seconds) }, cell, updates);
        return plain with
        {
            Optimiser = new Adam { LearningRate = 3e-3 },
            Curriculum = new() { Factor = "delay", From = 20, Threshold = 0.8, Criterion = PerformanceMeasure.Overall, Window = 10, RelapseThreshold = 0 },
        };
    }

    private static EvaluationResult Tested(TrainedRun run, CognitiveTask task, int trials) =>
        Evaluation.Run(run.Network, task, run.Configuration.Training.Dt, trials, 2);

    private static double SquaredError(TrainedRun run, int trials) => Math.Pow(Tested(run, run.Configuration.Task, trials).Error, 2);

    private static double Loss(TrainedRun run, int trials) => Tested(run, run.Configuration.Task.Pin("delay", 2.Seconds), trials).Loss;

    private static int Farthest(TrainedRun run, int[] counts)
    {
        var tested = Evaluation.Run(run.Network, [.. counts.Select(count => run.Configuration.Task.Pin("count", count))], run.Configuration.Training.Dt, 3, 2);
        return counts.Zip(tested).TakeWhile(one => one.Second.Performance!.Overall == 1).Select(one => one.First).LastOrDefault();
    }
}

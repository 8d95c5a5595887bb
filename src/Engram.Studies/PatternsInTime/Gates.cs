using Engram.Cells;
using Engram.Configuration;
using Engram.Figures;
using Engram.Learning;
using Engram.Numerics;
using Engram.Studies.Common;
using Engram.Studies.LowRank;
using Engram.Tasks;

namespace Engram.Studies.PatternsInTime;

/// <summary>Which parts of a gated unit matter, on four tasks.</summary>
internal static class Gates
{
    private const int Units = 32, Trials = 1000;
    private static readonly LstmCell Whole = new() { Units = Units, ForgetBias = 1 };

    // The ablations of Greff et al. (2017), each by one setting.
    private static readonly IReadOnlyList<(string Id, string Name, Cell Cell)> Variants =
    [
        ("lstm", "LSTM without peepholes", Whole),
        ("peepholes", "with peepholes", Whole with { Peepholes = Peepholes.Diagonal }),
        ("full-recurrence", "with full gate recurrence", Whole with { FullGateRecurrence = true }),
        ("no-input-gate", "no input gate", Whole with { InputGate = false }),
        ("no-forget-gate", "no forget gate", Whole with { ForgetGate = ForgetGate.None, ForgetBias = null }),
        ("no-output-gate", "no output gate", Whole with { OutputGate = false }),
        ("no-input-activation", "no input activation", Whole with { InputActivation = false }),
        ("no-output-activation", "no output activation", Whole with { OutputActivation = false }),
        ("coupled", "coupled gates, f = 1 − i", Whole with { ForgetGate = ForgetGate.Coupled, ForgetBias = null }),
        ("gru", "GRU", new GruCell { Units = Units }),
    ];

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study)
    {
        var seeds = study.Seeds(full: 8, quick: 2);
        List<(string Name, CognitiveTask Task, int Updates)> tasks =
        [
            ("adding, 50 numbers", new AddingTask { Numbers = 1.Seconds }, study.Choose(2000, 20)),
            ("copy, 3 symbols over 10", new CopyMemoryTask { Length = 3, Delay = 200.Ms }, study.Choose(2000, 20)),
            ("aⁿbⁿ, n up to 10", new A_n_b_nTask(), study.Choose(300, 20)),
            ("delayed match, 500 ms", new DelayedMatchTask { Delay = 500.Ms }, study.Choose(300, 10)),
        ];
        var found = new List<(string Task, string Id, IReadOnlyList<double> Shares)>();
        foreach (var (place, (name, task, updates)) in tasks.Index())
        {
            var runs = Sweeps.Train(study, $"gated units {place + 1}", 4 + place, Variants.Select(variant => Of(task, variant.Cell, updates)), seeds);
            var shares = study.Measure($"right answers of gated units {place + 1}", runs, Trials, Recall.Share);
            found.AddRange(Variants.Select((variant, k) => (name, variant.Id, (IReadOnlyList<double>)[.. shares.Skip(k * seeds.Count).Take(seeds.Count)])));
        }

        study.Section("Which gates matter");
        study.Text(
            $"LSTMs of {Units} units, each with one part taken out or put in as in Greff et al. (2017), and GRUs learn four tasks for a fixed number of updates. An answer to adding is right within "
            + "0.04, one to copy or aⁿbⁿ where the whole sequence is.");
        study.Table(
            $"Right answers, mean and 95 % interval over {seeds.Count} networks. An asterisk: different from the first row by a permutation test, corrected over all {(Variants.Count - 1) * tasks.Count} comparisons.",
            ["unit", .. tasks.Select(task => task.Name)], Rows(found, tasks));
        foreach (var (place, task) in tasks.Index())
        {
            study.Figure(
                $"gates-{place + 1}",
                new CategoriesFigure
                {
                    Groups = [.. Variants.Select(variant => new NamedValues(variant.Name, Shares(task.Name, variant.Id)))], X = Axis.Share("right answers"),
                },
                $"Right answers, {task.Name}; one point per network, and the median.");
        }

        study.Data(
            "gates", ["task", "network", "seed", "share_right"],
            found.SelectMany(one => one.Shares.Zip(seeds, (share, seed) => (IReadOnlyList<string>)[one.Task, one.Id, $"{seed}", Words.Exact(share)])));
        study.Claim(
            "forget-gate", "An LSTM without a forget gate does worse than one with it: difference of the share of right answers, mean over four tasks.", "the forget gate and the output "
                + "activation are the most critical (Greff et al. 2017)", Differences("no-forget-gate"), new Below(-0.02));
        study.Claim(
            "output-activation", "An LSTM without output activation does worse than one with it: the same difference.", "the forget gate and the output activation are the most critical "
                + "(Greff et al. 2017)", Differences("no-output-activation"), new Below(-0.02));
        foreach (var (id, subject) in new[]
        {
            ("peepholes", "An LSTM with peepholes"), ("full-recurrence", "An LSTM with full gate recurrence"), ("coupled", "An LSTM with coupled gates"), ("gru", "A GRU"),
        })
        {
            study.Claim(
                $"{id}-no-better", $"{subject} is not better than the LSTM by more than 5 %: the same difference.",
                "none of the variants improves on the standard LSTM significantly (Greff et al. 2017)", Differences(id), new Below(0.05));
        }

        IReadOnlyList<double> Shares(string task, string id) => found.First(one => one.Task == task && one.Id == id).Shares;

        // Every network has streams of its own, so that any pairing of networks is one of independent pairs.
        IReadOnlyList<double> Differences(string id) =>
            [.. seeds.Select((_, k) => tasks.Average(task => Shares(task.Name, id)[k] - Shares(task.Name, "lstm")[k]))];
    }

    private static IReadOnlyList<IReadOnlyList<string>> Rows(
        IReadOnlyList<(string Task, string Id, IReadOnlyList<double> Shares)> found, IReadOnlyList<(string Name, CognitiveTask Task, int Updates)> tasks)
    {
        IReadOnlyList<double> Shares(string task, string id) => found.First(one => one.Task == task && one.Id == id).Shares;
        var compared = tasks.SelectMany(task => Variants.Skip(1).Select(variant => (task.Name, variant.Id))).ToList();
        var corrected = MultipleTesting.Holm([.. compared.Select(pair => Different(Shares(pair.Name, "lstm"), Shares(pair.Name, pair.Id)))]);
        string Cell(string task, string id)
        {
            var place = compared.IndexOf((task, id));
            return $"{Recall.Interval(Shares(task, id), "0")}{(place >= 0 && corrected[place] <= 0.05 ? " *" : "")}";
        }

        return [.. Variants.Select(variant => (IReadOnlyList<string>)[variant.Name, .. tasks.Select(task => Cell(task.Name, variant.Id))])];
    }

    // Of all ways to part the networks into two groups of these sizes, the share whose means differ at least as much; 10 000 of them drawn.
    private static double Different(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        double[] all = [.. a, .. b];
        var observed = Math.Abs(a.Average() - b.Average());
        var draws = new RandomStream(new StreamKey(5, Purpose.Analysis), 0);
        const int Draws = 10_000;
        var extreme = 1;
        for (var k = 0; k < Draws; k++)
        {
            for (var i = all.Length - 1; i > 0; i--)
            {
                var j = (int)(draws.NextUniform() * (i + 1));
                (all[i], all[j]) = (all[j], all[i]);
            }

            extreme += Math.Abs(all.Take(a.Count).Average() - all.Skip(a.Count).Average()) >= observed - 1e-12 ? 1 : 0;
        }

        return (double)extreme / (Draws + 1);
    }

    private static RunConfiguration Of(CognitiveTask task, Cell cell, int updates)
    {
        var preset = new PatternsPreset();
        var plain = preset.For(task, seed: 1);
        return preset.Fitted(plain with
        {
            Cell = cell,
            Network = plain.Network with { ReadoutScale = 1 },
            Training = plain.Training with { Trials = 32, ValidationTrials = 200, CheckEvery = 100 },
            Optimiser = new Adam { LearningRate = 3e-3 },
            Stopping = new() { Threshold = 1, Criterion = PerformanceMeasure.Overall, Window = 1, MaxUpdates = updates },
        });
    }
}

using Engram.Figures;
using Engram.Studies.Common;
using Engram.Studies.LowRank;

namespace Engram.Studies.CreditAssignment;

/// <summary>What each rule learns of five tasks.</summary>
internal static class FiveTasks
{
    private const int Family = 11;
    private const double AsWell = -0.1, Less = -0.2, Some = 0.5;

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, Rates rates, int updates)
    {
        var seeds = study.Seeds(full: 6, quick: 2);
        var settings = Plan.Rules.SelectMany(rule => Plan.Tasks.Select(task => (Rule: rule, Task: task.Name))).ToList();
        var found = new Dictionary<(string Cell, string Rule, string Task), IReadOnlyList<double>>();
        var diverged = new Dictionary<(string Cell, string Rule), int>();
        foreach (var (place, (name, cell)) in Plan.Cells.Index())
        {
            var runs = Sweeps.Train(
                study, $"five tasks {name}", Family + place,
                Plan.Rules.SelectMany(rule => Plan.Tasks.Select(task => Plan.Of(task.Task, cell, rule, rates[name, rule], updates, Plan.ValidationTrials(study)))), seeds);
            var scores = Plan.Score(study, $"scores of five tasks {name}", runs);
            foreach (var (k, (rule, task)) in settings.Index())
            {
                found[(name, rule, task)] = [.. scores.Skip(k * seeds.Count).Take(seeds.Count)];
                diverged[(name, rule)] = diverged.GetValueOrDefault((name, rule))
                    + runs.Skip(k * seeds.Count).Take(seeds.Count).Count(run => run.Status == RunStatus.Diverged);
            }
        }

        study.Section("Five tasks");
        study.Text(
            "Networks of 64 leaky units of tanh (τ = 40 ms), of 32 LSTM units whose forget gates begin with a bias of 3, or of 64 spiking units whose threshold adapts learn five tasks. "
            + $"They have at most {updates} updates of 32 trials, or of one where all are alike, as with sines. Steps last 20 ms. The delay of delayed match and of parametric working memory "
            + "lasts 20 steps, aⁿbⁿ has n up to 10, adding 20 numbers. A score of 1 is without error and 0 is a guess or worse: the share of right answers beyond guessing for the two with a "
            + "delay, of strings accepted for aⁿbⁿ, and 1 less the squared error relative to a constant for sines and adding. A network is scored with the weights of its best check, also "
            + "where training diverged later.");
        foreach (var (name, _) in Plan.Cells)
        {
            study.Table(
                $"Score with {name} units, mean and 95 % interval over {seeds.Count} networks.", ["rule", .. Plan.Tasks.Select(task => task.Name), "diverged"],
                [
                    .. Plan.Rules.Select(rule => (IReadOnlyList<string>)
                    [
                        rule, .. Plan.Tasks.Select(task => Plan.Interval(found[(name, rule, task.Name)])),
                        $"{diverged[(name, rule)]} of {Plan.Tasks.Count * seeds.Count}",
                    ]),
                ]);
        }

        study.Figure(
            "five-tasks",
            new MatrixFigure
            {
                Panels = [.. Plan.Cells.Select(cell => new MatrixPanel(cell.Name, Means(cell.Name)))], Rows = new Axis("rule"), Columns = new Axis("task"),
                RowLabels = Plan.Rules, ColumnLabels = ["sines", "match", "param.", "aⁿbⁿ", "adding"], Value = new Axis("score") { Minimum = 0, Maximum = 1 }, Decimals = 2,
            },
            $"Score of each rule in each task, by cell; mean over {seeds.Count} networks.");
        study.Data(
            "five-tasks", ["cell", "rule", "task", "learning_rate", "seed", "score"],
            found.SelectMany(one => one.Value.Zip(seeds, (score, seed) => (IReadOnlyList<string>)
                [one.Key.Cell, one.Key.Rule, one.Key.Task, Words.Exact(rates[one.Key.Cell, one.Key.Rule]), $"{seed}", Words.Exact(score)])));
        foreach (var (rule, published) in new[]
        {
            ("kolen-pollack", "Akrout et al. 2019: as back-propagation"), ("sign-symmetric", "Xiao et al. 2019: near back-propagation"),
            ("feedback-alignment", "Lillicrap et al. 2016: as fast as back-propagation"),
        })
        {
            study.Claim(
                $"{rule}-as-exact",
                $"{Title(rule)} learns the five tasks as {Plan.Exact} does: difference of the score from that of {Plan.Exact}, mean over tasks and cells.", published,
                Differences([rule], Plan.Cells.Select(cell => cell.Name), Plan.Tasks.Select(task => task.Name)), new Above(AsWell));
        }

        study.Claim(
            "rflo-sines", "RFLO learns a sum of sines with leaky units: score.", "Murray 2019: RFLO learns it as back-propagation does",
            found[("leaky", "rflo", "sines")], new Above(Some));
        study.Claim(
            "e-prop-sines", "E-prop learns a sum of sines with spiking units: score.", "Bellec et al. 2020: e-prop learns to generate patterns",
            found[("spiking", "e-prop", "sines")], new Above(Some));
        foreach (var (name, _) in Plan.Cells)
        {
            study.Claim(
                $"local-adds-less-{name.ToLowerInvariant()}",
                $"With {name} units, e-prop and RFLO learn less of adding over 20 steps than {Plan.Exact}: difference of the score, mean over the two rules.",
                "Murray 2019, Bellec et al. 2020: less than back-propagation where memory is long", Differences(Plan.Local, [name], ["adding"]), new Below(Less));
        }

        // Every network has streams of its own, so that any pairing of networks is one of independent pairs.
        IReadOnlyList<double> Differences(IEnumerable<string> rules, IEnumerable<string> cells, IEnumerable<string> tasks) =>
        [
            .. seeds.Select((_, k) => cells.SelectMany(cell => tasks.SelectMany(task => rules.Select(rule =>
                found[(cell, rule, task)][k] - found[(cell, Plan.Exact, task)][k]))).Average()),
        ];

        double[,] Means(string cell)
        {
            var means = new double[Plan.Rules.Count, Plan.Tasks.Count];
            foreach (var (i, rule) in Plan.Rules.Index())
            {
                foreach (var (j, task) in Plan.Tasks.Index())
                {
                    means[i, j] = found[(cell, rule, task.Name)].Average();
                }
            }

            return means;
        }
    }

    private static string Title(string rule) => char.ToUpperInvariant(rule[0]) + rule[1..];
}

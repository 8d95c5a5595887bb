using Engram.Studies.Common;
using Engram.Studies.LowRank;

namespace Engram.Studies.CreditAssignment;

/// <summary>The learning rate of each rule with each cell: the better of two on networks that are used for nothing else.</summary>
/// <param name="Chosen">By cell and rule.</param>
internal sealed record Rates(IReadOnlyDictionary<(string Cell, string Rule), double> Chosen)
{
    private const int Family = 1;

    /// <summary>The rate of a rule with a cell.</summary>
    public double this[string cell, string rule] => Chosen[(cell, rule)];

    /// <summary>Chooses, and writes what was chosen.</summary>
    public static Rates Write(StudyContext study, int updates)
    {
        var seeds = study.Seeds(full: 2, quick: 1);
        var tasks = study.Choose(Plan.Tasks, [Plan.Tasks[^1]]);
        var settings = Plan.Rules.SelectMany(rule => Plan.LearningRates.Select(rate => (Rule: rule, Rate: rate))).ToList();
        var found = new Dictionary<(string Cell, string Rule, double Rate), double>();
        foreach (var (place, (name, cell)) in Plan.Cells.Index())
        {
            var runs = Sweeps.Train(
                study, $"learning rates {name}", Family + place,
                settings.SelectMany(one => tasks.Select(task => Plan.Of(task.Task, cell, one.Rule, one.Rate, updates, Plan.ValidationTrials(study)))), seeds);
            var scores = Plan.Score(study, $"scores of learning rates {name}", runs);
            foreach (var (k, one) in settings.Index())
            {
                found[(name, one.Rule, one.Rate)] = scores.Skip(k * tasks.Count * seeds.Count).Take(tasks.Count * seeds.Count).Average();
            }
        }

        var chosen = Plan.Cells.SelectMany(cell => Plan.Rules.Select(rule => (cell.Name, rule))).ToDictionary(
            pair => pair, pair => Plan.LearningRates.MaxBy(rate => found[(pair.Name, pair.rule, rate)]));
        study.Section("Learning rates");
        study.Text(
            $"One learning rate for all rules would be unfair to those that need another. Each rule therefore has, with each cell, the better of {string.Join(" and ", Plan.LearningRates)}, by "
            + $"the mean score over the tasks of the next section. It is chosen with {Counted(seeds.Count)} for each task, which count for nothing else. All networks learn by Adam.");
        study.Table(
            $"Mean score with each learning rate over {Counted(tasks.Count * seeds.Count)}. An asterisk: chosen.",
            ["rule", .. Plan.Cells.SelectMany(cell => Plan.LearningRates.Select(rate => $"{cell.Name}, {rate}"))],
            [
                .. Plan.Rules.Select(rule => (IReadOnlyList<string>)
                [
                    rule, .. Plan.Cells.SelectMany(cell => Plan.LearningRates.Select(rate =>
                        $"{Words.Number(found[(cell.Name, rule, rate)])}{(chosen[(cell.Name, rule)] == rate ? " *" : "")}")),
                ]),
            ]);
        return new(chosen);
    }

    private static string Counted(int networks) => networks == 1 ? "one network" : $"{networks} networks";
}

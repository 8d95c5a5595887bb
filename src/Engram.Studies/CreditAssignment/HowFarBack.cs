using Engram.Figures;
using Engram.Learning;
using Engram.Studies.Common;
using Engram.Studies.LowRank;

namespace Engram.Studies.CreditAssignment;

/// <summary>Over how many steps each rule learns.</summary>
internal static class HowFarBack
{
    /// <summary>Names of the two tasks.</summary>
    public const string Adding = "adding", Recall = "recall";

    private const int Family = 21, Short = 5;
    private const double AsWell = -0.1, Less = -0.2, Some = 0.5;

    // What back-propagation does not learn says nothing of how far another rule falls short of it.
    private const double Learnable = 0.5;
    private static readonly string[] Tasks = [Adding, Recall];

    private static string Where => FormattableString.Invariant($"mean over both tasks and all T above {Short} at which {Plan.Exact} has a mean score of at least {Learnable}");

    /// <summary>Writes the section.</summary>
    /// <returns>What the networks learned.</returns>
    public static IReadOnlyList<Learners> Write(StudyContext study, Rates rates, int updates)
    {
        var seeds = study.Seeds(full: 6, quick: 2);
        var lags = study.Choose<IReadOnlyList<int>>([Short, 10, 20, 40, 80], [Short, 10]);
        var settings = Tasks.SelectMany(task => lags.SelectMany(lag => Plan.Rules.Select(rule => (Task: task, Lag: lag, Rule: rule)))).ToList();
        var found = new List<Learners>();
        foreach (var (place, (name, cell)) in Plan.Cells.Index())
        {
            var runs = Sweeps.Train(
                study, $"growing lags {name}", Family + place,
                settings.Select(one => Tracked(Plan.Of(one.Task == Adding ? Plan.Adding(one.Lag) : Plan.Recall(one.Lag), cell, one.Rule, rates[name, one.Rule], updates, Plan.ValidationTrials(study)))), seeds);
            var networks = study.Measure($"what was learned over growing lags {name}", runs, Plan.TestTrials(study), LagNetwork.Of);
            found.AddRange(settings.Select((one, k) => new Learners(
                name, one.Task, one.Lag, one.Rule, [.. networks.Skip(k * seeds.Count).Take(seeds.Count)])));
        }

        study.Section("How far back");
        study.Text(
            $"Such networks learn two tasks whose lag grows, for at most {updates} updates each. In adding two of T numbers the first is shown between T and T/2 steps before the sum is asked "
            + $"for. In recall one of eight symbols is to be named T steps after it was shown. A network has learned when its score is at least {Plan.Learned}: the squared error of a sum is "
            + "then a tenth of that of a guess, and 91 % of symbols are right.");
        foreach (var task in Tasks)
        {
            study.Table(
                $"The longest T up to which most networks learn {task}, with a 95 % interval from {seeds.Count} networks at each T; 0 is none of {string.Join(", ", lags)}.",
                ["rule", .. Plan.Cells.Select(cell => cell.Name)],
                [.. Plan.Rules.Select(rule => (IReadOnlyList<string>)[rule, .. Plan.Cells.Select(cell => $"{Reached(cell.Name, task, rule)}")])]);
            foreach (var (name, _) in Plan.Cells)
            {
                study.Figure(
                    $"{task}-{name.ToLowerInvariant()}",
                    new LinesFigure
                    {
                        Curves = [.. Plan.Rules.Select(rule => Line(rule, [.. lags.Select(lag => Of(name, task, lag, rule).Scores)], lags))],
                        X = new Axis("steps T") { Logarithmic = true, Ticks = [.. lags.Select(lag => (double)lag)] }, Y = new Axis("score") { Minimum = 0, Maximum = 1 },
                        YLines = [new ReferenceLine(Plan.Learned, "learned")], Points = true, Whiskers = true, Legend = "rule",
                    },
                    $"Score of {task} over T steps with {name} units; mean and 95 % interval over {seeds.Count} networks.");
            }
        }

        study.Data(
            "growing-lags", ["cell", "task", "steps", "rule", "learning_rate", "seed", "score", "angle_start", "angle_mean", "angle_mean_units"],
            found.SelectMany(one => one.Networks.Zip(seeds, (network, seed) => (IReadOnlyList<string>)
            [
                one.Cell, one.Task, $"{one.Lag}", one.Rule, Words.Exact(rates[one.Cell, one.Rule]), $"{seed}", Words.Exact(network.Score),
                Exact(network.Start), Exact(network.Mean), Exact(network.Units),
            ])));
        foreach (var rule in Plan.Replaced)
        {
            foreach (var (name, _) in Plan.Cells)
            {
                study.Claim(
                    $"{rule}-as-far-{name.ToLowerInvariant()}",
                    $"With {name} units, {rule} learns as far back as {Plan.Exact}: difference of the score, {Where}.",
                    "not said of recurrent networks", Differences([rule], name), new Above(AsWell));
            }
        }

        foreach (var (name, _) in Plan.Cells)
        {
            var id = name.ToLowerInvariant();
            study.Claim(
                $"local-short-{id}", $"With {name} units, e-prop and RFLO learn over {Short} steps: score, mean over the two rules and both tasks.",
                "Murray 2019, Bellec et al. 2020: they learn tasks whose memory is short",
                [.. seeds.Select((_, k) => Tasks.SelectMany(task => Plan.Local.Select(rule => Of(name, task, Short, rule).Scores[k])).Average())], new Above(Some));
            study.Claim(
                $"local-less-{id}",
                $"With {name} units, e-prop and RFLO learn less far back than {Plan.Exact}: difference of the score, mean over the two rules, {Where}.",
                "Murray 2019, Bellec et al. 2020: less than back-propagation where memory is long", Differences(Plan.Local, name), new Below(Less));
        }

        return found;

        Learners Of(string cell, string task, int lag, string rule) => found.First(one => one.Cell == cell && one.Task == task && one.Lag == lag && one.Rule == rule);

        Reach Reached(string cell, string task, string rule) =>
            Reach.Of(lags, [.. lags.Select(lag => Of(cell, task, lag, rule).Scores.Count(score => score >= Plan.Learned))], seeds.Count);

        // Every network has streams of its own, so that any pairing of networks is one of independent pairs.
        IReadOnlyList<double> Differences(IReadOnlyList<string> rules, string cell)
        {
            var places = Tasks.SelectMany(task => lags.Where(lag => lag > Short && Of(cell, task, lag, Plan.Exact).Scores.Average() >= Learnable).Select(lag => (Task: task, Lag: lag))).ToList();
            return
            [
                .. seeds.Select((_, k) => places.Count == 0 ? double.NaN : places.SelectMany(place => rules.Select(rule =>
                    Of(cell, place.Task, place.Lag, rule).Scores[k] - Of(cell, place.Task, place.Lag, Plan.Exact).Scores[k])).Average()),
            ];
        }
    }

    private static RunConfiguration Tracked(RunConfiguration plain) => plain with { Credit = plain.Credit with { TrackAlignment = true } };

    private static string Exact(double? angle) => angle is { } known ? Words.Exact(known) : "";

    private static Curve Line(string rule, IReadOnlyList<IReadOnlyList<double>> scores, IReadOnlyList<int> lags)
    {
        var means = scores.Select(SampleMean.Of).ToList();
        return new(rule, [.. lags.Select(lag => (double)lag)], [.. means.Select(mean => mean.Mean)])
        {
            Low = [.. means.Select(mean => Math.Max(0, mean.Low))], High = [.. means.Select(mean => Math.Min(1, mean.High))],
        };
    }
}

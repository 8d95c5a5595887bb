using Engram.Analysis;
using Engram.Figures;
using Engram.Simulation;
using Engram.Storage;
using Engram.Studies.LowRank;
using Engram.Studies.Reservoirs;
using Engram.Tasks;
using MathNet.Numerics.Statistics;

namespace Engram.Studies.WorkingMemory;

/// <summary>Whether rostral areas hold the more abstract rules, and whether their lesion hurts the higher levels alone.</summary>
internal static class RuleHierarchy
{
    private const double Floor = 0.1;
    private static readonly double[] Shares = [0, 0.5, 1];

    /// <summary>
    /// Right answers by area, share of it that is silent, and level; how well the context is decoded from each area after the colour; and the median over its units of the time constant
    /// of noise in the first delay, in ms.
    /// </summary>
    private sealed record Found(IReadOnlyList<double> Right, IReadOnlyList<double> Context, IReadOnlyList<double> Timescale)
    {
        public double Lost(int area, int share, int level, int levels) => Right[level] - Right[(((area * Shares.Length) + share) * levels) + level];
    }

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study)
    {
        var seeds = study.Seeds(full: 20, quick: 2);
        var task = new HierarchicalRulesTask();
        var levels = task.Conditions;
        study.Section("The hierarchy of rules");
        study.Text(
            "The lecture says that the lateral prefrontal cortex is hierarchical. By Badre and D'Esposito, rostral areas hold more abstract rules over longer times, and damage to them hurts the higher levels "
            + $"alone, while damage to caudal areas hurts all. Networks of 120 units in three areas learn rules at four levels. Four kinds are compared: {string.Join("; ", Brain.Rules.Select(brain => $"{brain.Name}: {brain.Words}"))}.");
        foreach (var (brain, place) in Brain.Rules.Select((brain, place) => (brain, place)))
        {
            var runs = Brain.Train(study, $"rules {brain.Name}", 31 + place, brain.For(task), seeds);
            Tell(study, brain, place, levels, study.Measure($"rules {brain.Name}", runs, study.Choose(400, 100), Measure));
        }
    }

    private static void Tell(StudyContext study, Brain brain, int place, IReadOnlyList<string> levels, IReadOnlyList<Found> found)
    {
        IReadOnlyList<double> Lost(int area, int share, int level) => [.. found.Select(one => one.Lost(area, share, level, levels.Count))];
        IReadOnlyList<double> Asymmetry(int area) => [.. Lost(area, 1, levels.Count - 1).Zip(Lost(area, 1, 0), (high, low) => high - low)];
        study.Table(
            $"{brain.Name}: right answers that are lost when half of an area, or all of it, is silent, by level; how well the context is decoded from the area after the colour (chance 0.5); and the median "
            + $"time constant of the autocorrelation of its units. Means with 95 % intervals over {found.Count} networks.",
            ["area", "silent", .. levels, "context decoded", "time constant (ms)"],
            [
                .. Brain.Caudal.SelectMany((area, a) => Enumerable.Range(1, Shares.Length - 1).Select(share => (IReadOnlyList<string>)
                [
                    area, Brain.Percent(Shares[share]), .. levels.Select((_, level) => Words.Interval(Lost(a, share, level))),
                    share == 1 ? Words.Interval([.. found.Select(one => one.Context[a])]) : "", share == 1 ? Words.Interval([.. found.Select(one => one.Timescale[a])], "0") : "",
                ])),
            ]);
        study.Figure(
            $"rules-{place + 1}",
            new LinesFigure
            {
                Curves = [.. Brain.Caudal.Select((area, a) => Reservoir.Means(area, [1, 2, 3, 4], [.. levels.Select((_, level) => Lost(a, 1, level))]))],
                X = new Axis("Level, from response to context") { Ticks = [1, 2, 3, 4] }, Y = Axis.Share("Right answers lost"), Points = true, Legend = "half silent",
            },
            $"{brain.Name}: right answers lost when half of an area is silent, by level (1 response, 2 feature, 3 dimension, 4 context); means and 95 % intervals over networks.");
        var rostral = Brain.Caudal.Count - 1;
        study.Claim(
            $"rules-{place + 1}-rostral", $"{brain.Name}: with half of the rostral area silent, more is lost at the level of the context than at that of the response, by at least {Brain.Percent(Floor)}: difference of the shares.",
            "Badre & D'Esposito 2009: rostral damage hurts higher levels alone", Asymmetry(rostral), new Above(Floor));
        study.Claim(
            $"rules-{place + 1}-asymmetry", $"{brain.Name}: that difference is greater for the rostral area than for the caudal one, by at least {Brain.Percent(Floor)}.",
            "Badre & D'Esposito 2009: an asymmetry", [.. Asymmetry(rostral).Zip(Asymmetry(0), (front, back) => front - back)], new Above(Floor));
        study.Claim(
            $"rules-{place + 1}-context", $"{brain.Name}: after the colour, the context is decoded better from the rostral area than from the caudal one, by at least {Brain.Percent(Floor)}: difference of the accuracies.",
            "Badre & D'Esposito 2009: rostral areas hold more abstract rules", [.. found.Select(one => one.Context[rostral] - one.Context[0])], new Above(Floor));
        study.Claim(
            $"rules-{place + 1}-times", $"{brain.Name}: while the context is held, noise lasts longer in the rostral area than in the caudal one, by at least half: ratio of the time constants of autocorrelation.",
            "Badre & D'Esposito 2009: over longer times", [.. found.Select(one => one.Timescale[rostral] / one.Timescale[0])], new Above(1.5));
    }

    private static Found Measure(TrainedRun run, int trials)
    {
        var intact = run.Experiment(trials, run.Configuration.Seed);
        var levels = run.Configuration.Task.Conditions;
        double[] right =
        [
            .. Brain.Caudal.SelectMany(area => new LesionGrid { Intact = intact, Units = new(area), Amounts = Shares, Draws = 3, UnitSeed = run.Configuration.Seed }.Run())
                .SelectMany(cell => levels.Select(level => cell.Conditions.Single(one => one.Condition == level).Share)),
        ];
        var recording = intact.Run();
        double[] context =
        [
            .. Brain.Caudal.Select(area =>
                Decoded.Accuracy(recording, "context-cue", "delay", 0, 0.5, new() { Permutations = 0, Units = run.Network.Cell.UnitsOf(area).Units })),
        ];
        return new(right, context, Timescales(run, intact));
    }

    // What is remembered would correlate over trials, so all have the same level and context.
    private static double[] Timescales(TrainedRun run, Experiment intact)
    {
        var held = (intact with { Task = run.Configuration.Task.Pin("level", "context").Pin("context-cue", "context-1") }).Run();
        var units = IntrinsicTimescales.Of(held, "first-delay").Units;
        return [.. Brain.Caudal.Select(area => run.Network.Cell.UnitsOf(area).Units.Select(unit => units[unit].Tau).OfType<TimeSpan>().Select(tau => tau.TotalMilliseconds).Median())];
    }
}

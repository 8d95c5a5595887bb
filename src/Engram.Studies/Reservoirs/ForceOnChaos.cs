using Engram.Figures;
using Engram.Storage;
using Engram.Studies.Common;
using Engram.Studies.LowRank;
using Engram.Studies.PatternsInTime;
using Engram.Tasks;

namespace Engram.Studies.Reservoirs;

/// <summary>FORCE on a chaotic target: for how long networks follow it, and what of it they keep.</summary>
internal static class ForceOnChaos
{
    // 100 units of time of the equations, or 90 Lyapunov times.
    private const int Length = 5000, Trials = 8, ShownSamples = 750;
    private const double Exponent = 0.9056, Step = 0.02;

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study)
    {
        var seeds = study.Seeds(full: 16, quick: 2);
        var task = new LorenzTask { Shown = false };
        var runs = Sweeps.Train(study, "generators of the Lorenz attractor", 62, [Force.Generator(task, teacher: false), Force.Generator(task, teacher: true)], seeds);
        var all = study.Measure("attractors that were learned", runs, Trials, Generated);
        var (force, teacher) = (all.Take(seeds.Count).ToList(), all.Skip(seeds.Count).ToList());
        study.Section("FORCE: the Lorenz attractor");
        study.Text(
            "The same with the three numbers of Lorenz's system, each in its standard deviations. The target is chaotic, so that a network departs from it however small its errors are: the valid "
            + "time is how long √⟨(z − y)²/σ²⟩ stays below 0.4, in Lyapunov times. After that only statistics can be compared. In 90 Lyapunov times on its own a network counts as being on the attractor "
            + "if (1) no output is beyond 1.5 times the greatest target, (2) the standard deviation of each output is within 15 % of the target's, (3) it changes from one wing to the other as often as "
            + $"the target, within 25 %, and (4) each maximum of z follows from the one before as in Lorenz's map, within a quarter of their deviation in the median; all over {Trials} trials. "
            + $"By these rules one half of the trials of the targets is on the attractor of the other half for {force.Count(one => one.Itself)} of {seeds.Count} networks' trials.");
        study.Table(
            $"Valid time: median over {Trials} trials of each network, then median and quartiles over {seeds.Count} networks. The others: networks that meet a condition, and all of them.",
            ["learned by", "valid time (Lyapunov times)", "bounded", "deviations", "wings", "map of maxima", "on the attractor"],
            [Row("FORCE", force), Row("teacher and ridge regression", teacher)]);
        study.Figure(
            "force-lorenz-valid",
            new CategoriesFigure
            {
                Groups = [new("FORCE", [.. force.Select(one => one.Valid)]), new("teacher and ridge regression", [.. teacher.Select(one => one.Valid)])],
                X = new Axis("Valid time (Lyapunov times)") { Minimum = 0 },
            },
            "How long each network follows the target on its own: medians over trials.");
        var shown = force[0];
        double[] times = [.. Enumerable.Range(0, shown.Target.Count).Select(k => k * Step * Exponent)];
        study.Figure(
            "force-lorenz",
            new LinesFigure
            {
                Curves = [new("target", times, shown.Target) { Muted = true }, new("network", times, shown.Output)],
                X = new Axis("Time on its own (Lyapunov times)") { Minimum = 0 }, Y = new Axis("z (standard deviations)"),
            },
            "The first network that learned by FORCE, and the series that it was given before time 0.");
        study.Figure(
            "force-lorenz-map",
            new PointsFigure
            {
                Groups = [new("target", shown.TargetMaxima.From, shown.TargetMaxima.To) { Muted = true }, new("network", shown.OutputMaxima.From, shown.OutputMaxima.To)],
                X = new Axis("A maximum of z (standard deviations)"), Y = new Axis("The next maximum"),
            },
            "Lorenz's map: each maximum of z against the one before, in one trial of the same network.");
        study.Data(
            "force-lorenz", ["rule", "seed", "valid_time", "bounded", "deviations", "wings", "map", "greatest", "deviation_x", "deviation_y", "deviation_z", "wing_changes", "off_map"],
            all.Select((one, k) => (IReadOnlyList<string>)
            [
                k < seeds.Count ? "force" : "teacher", $"{runs[k].Configuration.Seed}", Words.Exact(one.Valid), $"{one.Kept.IsBounded}", $"{one.Kept.Varies}", $"{one.Kept.Changes}",
                $"{one.Kept.FollowsMap}", Words.Exact(one.Kept.Greatest), .. one.Kept.Deviations.Select(Words.Exact), Words.Exact(one.Kept.WingChanges), Words.Exact(one.Kept.OffMap),
            ]));
        study.Claim(
            "force-lorenz-valid", "FORCE, Lorenz: networks follow the target on their own for more than one Lyapunov time.", "–", [.. force.Select(one => one.Valid)], new Above(1), "Lyapunov times");
        study.Claim(
            "force-lorenz-attractor", "FORCE, Lorenz: networks are on the attractor for 90 Lyapunov times: share of networks.", "–",
            [.. force.Select(one => one.Kept.IsAttractor ? 1.0 : 0)], new ShareAbove(0.5));

        IReadOnlyList<string> Row(string name, List<Chaos> networks)
        {
            string Count(Func<Attractor, bool> holds) => $"{networks.Count(one => holds(one.Kept))} of {networks.Count}";
            return
            [
                name, Words.Quartiles(networks.Select(one => one.Valid), "0.00"), Count(one => one.IsBounded), Count(one => one.Varies), Count(one => one.Changes), Count(one => one.FollowsMap),
                Count(one => one.IsAttractor),
            ];
        }
    }

    private static Chaos Generated(TrainedRun run, int trials)
    {
        var task = ((LorenzTask)run.Configuration.Task) with { TestLength = [Length] };
        var recording = (run.Experiment(trials, run.Configuration.Seed) with { Task = task }).Run();
        var first = recording.Steps - Length;
        IReadOnlyList<Orbit> made = [.. Enumerable.Range(0, trials).Select(trial => Orbit.Of(recording.Output, recording, first, trial))];
        IReadOnlyList<Orbit> asked = [.. Enumerable.Range(0, trials).Select(trial => Orbit.Of(recording.Target, recording, first, trial))];
        return new(
            Recall.Median(recording.Trials.Select(trial => trial.Measures["valid-time"])), Attractor.Of(made, asked),
            Attractor.Of([.. asked.Skip(trials / 2)], [.. asked.Take(trials / 2)]).IsAttractor,
            [.. made[0].Z.Take(ShownSamples)], [.. asked[0].Z.Take(ShownSamples)], made[0].Maxima, asked[0].Maxima);
    }

    /// <summary>What a network generated.</summary>
    /// <param name="Valid">Valid time, the median over trials.</param>
    /// <param name="Kept">What it kept of the attractor.</param>
    /// <param name="Itself">Whether half of the targets counts as being on the attractor of the other half.</param>
    /// <param name="Output">z of the first trial at its beginning.</param>
    /// <param name="Target">Its target.</param>
    /// <param name="OutputMaxima">Maxima of z in the first trial.</param>
    /// <param name="TargetMaxima">Those of the target.</param>
    internal sealed record Chaos(
        double Valid, Attractor Kept, bool Itself, IReadOnlyList<double> Output, IReadOnlyList<double> Target, SuccessiveMaxima OutputMaxima, SuccessiveMaxima TargetMaxima);
}

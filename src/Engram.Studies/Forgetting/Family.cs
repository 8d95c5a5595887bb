using Engram.Learning;

namespace Engram.Studies.Forgetting;

/// <summary>The networks that learned the second task in one way with one strength.</summary>
/// <param name="Method">The way.</param>
/// <param name="Strength">λ; 0 where it plays no part.</param>
/// <param name="Runs">The networks, one for each seed.</param>
/// <param name="Networks">How they do both tasks, in the same order.</param>
internal sealed record Family(Method Method, double Strength, IReadOnlyList<SweepRun> Runs, IReadOnlyList<Retention> Networks)
{
    /// <summary>R² of the first task.</summary>
    public IReadOnlyList<double> First => [.. Networks.Select(network => network.First.R2)];

    /// <summary>R² of the second task.</summary>
    public IReadOnlyList<double> Second => [.. Networks.Select(network => network.Second.R2)];

    /// <summary>The smaller R² of the two, and 0 where that is no better than a constant: what a network keeps of both.</summary>
    public IReadOnlyList<double> Both => [.. Networks.Select(network => Math.Max(0, Math.Min(network.First.R2, network.Second.R2)))];

    /// <summary>1 for each network that retains the first task and learns the second, else 0.</summary>
    public IReadOnlyList<double> KeepBoth =>
        [.. Networks.Select(network => network.First.R2 >= Plan.Retained && network.Second.R2 >= Plan.Learned ? 1.0 : 0)];

    /// <summary>λ in words.</summary>
    public string StrengthText => Method.Strengths.Count == 0 ? "–" : LowRank.Words.Number(Strength, "G4");

    // How near a network is to doing both, 1 where it just does. What is worse than −1 is as bad.
    private double Nearness => Networks.Average(network => network.Nearness(least: -1));

    /// <summary>Trains and tests networks.</summary>
    /// <param name="study">The study.</param>
    /// <param name="title">What they are.</param>
    /// <param name="kinds">Methods and strengths.</param>
    /// <param name="seeds">A network of each kind for each.</param>
    /// <param name="trials">Of each test.</param>
    /// <param name="configure">The training on the second task.</param>
    public static IReadOnlyList<Family> Train(
        StudyContext study, string title, IReadOnlyList<(Method Method, double Strength)> kinds, IReadOnlyList<ulong> seeds, int trials,
        Func<Method, double, ulong, RunConfiguration> configure)
    {
        var runs = study.Train(
            title, new Sweep([.. kinds.SelectMany(kind => seeds.Select(seed => configure(kind.Method, kind.Strength, seed)))]));
        var networks = study.Measure(title, runs, trials, Retention.Of);
        return
        [
            .. kinds.Select((kind, place) => new Family(
                kind.Method, kind.Strength, [.. runs.Skip(place * seeds.Count).Take(seeds.Count)],
                [.. networks.Skip(place * seeds.Count).Take(seeds.Count)])),
        ];
    }

    /// <summary>The strength of a method that does best.</summary>
    public static double Choose(IEnumerable<Family> grid, Method method) =>
        grid.Where(family => family.Method == method).MaxBy(family => family.Nearness)!.Strength;
}

/// <summary>All networks of the second task.</summary>
/// <param name="Grid">Every method and strength, on the networks that choose.</param>
/// <param name="Judged">Every method at the strength that was chosen for it, on the networks that are judged.</param>
/// <param name="Elastic">Elastic weight consolidation at every strength, on these.</param>
internal sealed record Families(IReadOnlyList<Family> Grid, IReadOnlyList<Family> Judged, IReadOnlyList<Family> Elastic)
{
    /// <summary>Trains them.</summary>
    public static Families TrainAll(StudyContext study, Plan plan)
    {
        var grid = Family.Train(
            study, "strengths", [.. Plan.Methods.Where(method => method.Strengths.Count > 0)
                .SelectMany(method => plan.Strengths(method).Select(strength => (method, strength)))],
            plan.Choosing, plan.Trials, plan.Second);
        var judged = Family.Train(
            study, "second task",
            [.. Plan.Methods.Select(method => (method, method.Strengths.Count == 0 ? 0 : Family.Choose(grid, method)))],
            plan.Judged, plan.Trials, plan.Second);
        var ewc = Plan.Methods.First(method => method.Id == "ewc");
        return new(grid, judged, Family.Train(
            study, "elastic", [.. plan.Strengths(ewc).Select(strength => (ewc, strength))], plan.Judged, plan.Trials, plan.Second));
    }

    /// <summary>Those of elastic weight consolidation at the strengths that were not chosen.</summary>
    public IEnumerable<Family> OtherElastic => Elastic.Where(family => family.Strength != Of("ewc").Strength);

    /// <summary>The judged networks of one method.</summary>
    public Family Of(string id) => Judged.First(family => family.Method.Id == id);
}

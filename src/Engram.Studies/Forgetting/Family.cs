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

    /// <summary>How far a network is from doing both, 1 where it just does.</summary>
    public double Both(int network) => Math.Min(First[network] / Plan.Retained, Second[network] / Plan.Learned);

    /// <summary>Trains and tests the networks of every method and strength.</summary>
    public static IReadOnlyList<Family> TrainAll(StudyContext study, Plan plan)
    {
        var kinds = Plan.Methods.SelectMany(method => Strengths(method).Select(strength => (Method: method, Strength: strength))).ToList();
        var runs = study.Train(
            "second task",
            new Sweep([.. kinds.SelectMany(kind => plan.Seeds.Select(seed => plan.Second(kind.Method, kind.Strength, seed)))]));
        var networks = study.Measure("retention", runs, plan.Trials, Retention.Of);
        var count = plan.Seeds.Count;
        return
        [
            .. kinds.Select((kind, place) => new Family(
                kind.Method, kind.Strength, [.. runs.Skip(place * count).Take(count)], [.. networks.Skip(place * count).Take(count)])),
        ];
    }

    /// <summary>The strength of a method that does best on every other network, with how it does on the rest.</summary>
    /// <remarks>A strength chosen on the networks that it is judged by would look better than it is.</remarks>
    public static (Family Chosen, IReadOnlyList<Retention> Judged) Choose(IEnumerable<Family> families, string method)
    {
        var candidates = families.Where(family => family.Method.Name == method).ToList();
        var chosen = candidates.MaxBy(family => Enumerable.Range(0, family.Networks.Count).Where(IsForChoice).Average(family.Both))!;
        return (chosen, chosen.Method.Strengths.Count == 0 ? chosen.Networks
            : [.. chosen.Networks.Where((_, network) => !IsForChoice(network))]);

        static bool IsForChoice(int network) => network % 2 == 0;
    }

    private static IReadOnlyList<double> Strengths(Method method) => method.Strengths.Count > 0 ? method.Strengths : [0];
}

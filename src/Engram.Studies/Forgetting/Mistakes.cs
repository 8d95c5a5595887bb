using Engram.Analysis;
using Engram.Figures;
using Engram.Storage;
using Engram.Studies.LowRank;
using Engram.Tasks;

namespace Engram.Studies.Forgetting;

/// <summary>Why the report found nothing retained: the mistakes of its code, one at a time.</summary>
internal static class Mistakes
{
    private const double ReportStrength = 500;

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, Plan plan, FirstTask first, Families families)
    {
        var plain = families.Of("plain");
        var chosen = families.Of("ewc").Strength;
        var rows = new (string Name, string Means, IReadOnlyList<MistakenNetwork> Networks)[]
        {
            ("none", "elastic weight consolidation, λ as above", Of(Mistake.None, chosen)),
            ("scaling", "the old recurrent weights are scaled to a spectral radius of 1.5 before training continues", Of(Mistake.Rescaled, chosen)),
            ("Fisher", "F is computed from a softmax of the outputs on the second task, as the mean gradient squared; λ = 500",
                Of(Mistake.WrongFisher, ReportStrength)),
            ("dropout", "half of the units are cut when training continues, and nothing is scaled up", Of(Mistake.CutUnits, chosen)),
            ("reversal", "the second task reverses the whole trial, so that peaks are required before the pulse", Of(Mistake.BeforeThePulse, chosen)),
            ("strength", "λ = 500 with the right Fisher information", Of(Mistake.None, ReportStrength)),
        };
        study.Section("The report's mistakes, one at a time");
        study.Text(
            "The code behind the report cannot have run as published, and it does not do what the report says. Here each of its departures "
            + "is made alone, from the same networks, with everything else right. An R² below 0 is worse than a constant.");
        study.Table(
            "R², mean ± standard deviation over networks: of the first task when training on the second begins and when it ends, and of "
            + "the second task.",
            ["mistake", "what is done", "first task, at the start", "first task, at the end", "second task"],
            [
                .. rows.Select(row => (IReadOnlyList<string>)
                [
                    row.Name, row.Means, Spread(row.Networks, network => network.Before.First), Spread(row.Networks, network => network.After.First),
                    Spread(row.Networks, network => network.After.Second),
                ]),
                ["no protection", "plain training", "–", Words.Spread(plain.First, "0.000"), Words.Spread(plain.Second, "0.000")],
            ]);
        study.Claim(
            "scaling-destroys",
            "Scaling the old weights destroys the first task before training on the second begins: R² of the first task at that point.", "done, not tested",
            [.. rows[1].Networks.Select(network => network.Before.First.R2)], new Below(0.5), "R²");
        study.Claim(
            "wrong-fisher-fails",
            "With the report's Fisher information and λ, few networks retain the first task: share of networks with an R² of 0.8 or more.",
            "similar to no protection", [.. rows[2].Networks.Select(network => network.After.First.R2 >= Plan.Retained ? 1.0 : 0)],
            new ShareBelow(0.5));
        study.Claim(
            "cutting-destroys",
            "Cutting half of the units destroys the first task before training on the second begins: R² of the first task at that point.",
            "done, not tested", [.. rows[3].Networks.Select(network => network.Before.First.R2)], new Below(0.5), "R²");
        study.Claim(
            "reversal-impossible", "When peaks are required before the pulse, the second task cannot be learned: its R².", "not reported",
            [.. rows[4].Networks.Select(network => network.After.Second.R2)], new Below(Plan.Learned), "R²");
        study.Figure(
            "mistakes",
            new CategoriesFigure
            {
                Groups =
                [
                    .. rows.Select(row => new NamedValues(row.Name, [.. row.Networks.Select(network => network.After.First.R2)])),
                    new NamedValues("no protection", plain.First),
                ],
                X = new Axis("R² of the first task at the end") { Minimum = -1, Maximum = 1 },
                XLines = [new ReferenceLine(Plan.Retained, "retained")],
            },
            "What is left of the first task after each mistake; one point per network and a bar at the median.");
        Steps(study, plan, first);

        IReadOnlyList<MistakenNetwork> Of(Mistake mistake, double strength) => study.Measure(
            $"{mistake} {Words.Exact(strength)}", first.Plain, new MistakeSettings(mistake, plan.Updates, plan.Trials, strength, plan.FisherTrials),
            MistakenNetwork.Of);
    }

    private static void Steps(StudyContext study, Plan plan, FirstTask first)
    {
        var found = study.Measure("finer step", first.Plain, plan.Trials, HalvedStep.Of);
        study.Text(
            "In the report's code the sine of the input advances by training steps and not by time, so a test at half the step presents "
            + "another task. For networks tested at half the step, R² of the first task is "
            + $"{Words.Spread(found.Select(step => step.InTime), "0.000")} with the sine in time and "
            + $"{Words.Spread(found.Select(step => step.InSteps), "0.000")} with the sine in steps.");
    }

    private static string Spread(IReadOnlyList<MistakenNetwork> networks, Func<MistakenNetwork, GoodnessOfFit> of) =>
        Words.Spread(networks.Select(network => of(network).R2), "0.000");
}

/// <summary>R² of the first task at half the step of training.</summary>
/// <param name="InTime">With the sine in time.</param>
/// <param name="InSteps">With the sine in steps, which is then twice as fast.</param>
internal sealed record HalvedStep(double InTime, double InSteps)
{
    /// <summary>Tests a network.</summary>
    public static HalvedStep Of(TrainedRun run, int trials)
    {
        var task = new SequenceATask();
        return new(R2(task), R2(task with { AngularFrequency = 2 * task.AngularFrequency }));

        double R2(CognitiveTask shown) =>
            GoodnessOfFit.Of((run.Experiment(trials) with { Task = shown, Dt = run.Configuration.Training.Dt / 2 }).Run()).R2;
    }
}

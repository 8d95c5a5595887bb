using Engram.Analysis;
using Engram.Figures;
using Engram.Learning;
using Engram.Studies.LowRank;
using Engram.Tasks;

namespace Engram.Studies.Forgetting;

/// <summary>The networks before the second task.</summary>
/// <param name="Plain">Trained as they are.</param>
/// <param name="PlainNetworks">How they do both tasks.</param>
/// <param name="Dropped">Trained with dropout.</param>
/// <param name="DroppedNetworks">Likewise.</param>
/// <param name="Alone">How networks do that learned the second task alone.</param>
/// <param name="Others">R² of the first task in networks that are gated or larger, by what they are.</param>
internal sealed record FirstTask(
    IReadOnlyList<SweepRun> Plain, IReadOnlyList<Retention> PlainNetworks, IReadOnlyList<SweepRun> Dropped,
    IReadOnlyList<Retention> DroppedNetworks, IReadOnlyList<Retention> Alone, IReadOnlyList<(string Name, IReadOnlyList<double> R2)> Others)
{
    // By the method for which they are trained.
    private static readonly (string Id, string Name)[] others =
        [("gating", "half of the units gated"), ("large-ewc", "200 units"), ("large-gating-ewc", "half of 200 units gated")];

    /// <summary>Trains and tests them.</summary>
    public static FirstTask Train(StudyContext study, Plan plan)
    {
        var (plain, dropped) = (Of("first task", plan.First(Plan.Methods[0])), Of("first task with dropout", plan.First(Plan.Methods[1])));
        var alone = Of("second task alone", plan.Second(Plan.Methods[0], 0, 1) with { After = null });
        return new(
            plain, study.Measure("first task", plain, plan.Trials, Retention.Of),
            dropped, study.Measure("first task with dropout", dropped, plan.Trials, Retention.Of),
            study.Measure("second task alone", alone, plan.Trials, Retention.Of),
            [.. others.Select(other => (other.Name, Gated(other.Id, $"first task, {other.Name}")))]);

        IReadOnlyList<double> Gated(string id, string name) => study.Measure(
            name, Of(name, plan.First(Plan.Methods.First(method => method.Id == id))), plan.Trials,
            (run, trials) => GoodnessOfFit.Of(run.Experiment(trials).Run()).R2);

        IReadOnlyList<SweepRun> Of(string name, RunConfiguration basis) => study.Train(name, Sweep.Of(basis, [], plan.Judged));
    }

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, Plan plan, FirstTask first, Families families)
    {
        var plain = families.Of("plain");
        var both = families.Of("joint");
        study.Section("Two tasks, one network");
        study.Text(
            $"Networks of 100 units, 80 of them excitatory, learn each task in {plan.Updates} updates. The tasks share input and outputs. "
            + "They differ in the time course of the input, a sine that decays or grows, and in the order of the outputs. R² is measured "
            + "on the outputs over fresh trials with noise. When training continues, it starts from the weights as they are; nothing is "
            + "drawn or scaled anew.");
        study.Table(
            "R² of each task, mean ± standard deviation over networks.",
            ["network", "networks", "first task", "second task"],
            [
                Row("after the first task", first.PlainNetworks),
                Row("after the first task, with dropout", first.DroppedNetworks),
                .. first.Others.Select(other => (IReadOnlyList<string>)
                    [$"after the first task, {other.Name}", $"{other.R2.Count}", Words.Spread(other.R2, "0.000"), "–"]),
                Row("second task alone", first.Alone),
                Row("first, then second, plain", plain.Networks),
                Row("both at once, the same number of updates", both.Networks),
            ]);
        study.Claim(
            "first-learned", "Networks learn the first task.", "near perfect (one network)",
            [.. first.PlainNetworks.Select(network => network.First.R2)], new Above(Plan.Learned), "R²");
        study.Claim(
            "second-learned", "Networks learn the second task alone.", "not reported",
            [.. first.Alone.Select(network => network.Second.R2)], new Above(Plan.Learned), "R²");
        study.Claim(
            "plain-forgets", "Plain training on the second task destroys the first: R² of the first task afterwards.",
            "degrades significantly (one network)", plain.First, new Below(0.5), "R²");
        study.Claim(
            "capacity", "One network has room for both tasks: the smaller R² of the two when both are learned at once.", "not tested",
            [.. both.Networks.Select(network => Math.Min(network.First.R2, network.Second.R2))], new Above(Plan.Retained), "R²");
        Trial(study, "first-task-before", first.Plain[0], new SequenceATask(),
            "The first task, after it was learned (the first panel of the source's Figure 5).");
        Trial(
            study, "first-task-after", plain.Runs[0], new SequenceATask(),
                "The same trial, after the second task was learned without protection.");
        Trial(study, "second-task", plain.Runs[0], new SequenceBTask(), "The second task, after it was learned (the source's Figure 7).");
    }

    private static void Trial(StudyContext study, string name, SweepRun run, CognitiveTask task, string caption)
    {
        var trained = run.Load();
        var recording = (trained.Experiment(1) with { Task = task }).Run();
        var time = Enumerable.Range(1, recording.Steps).Select(step => step * recording.Dt.TotalSeconds).ToArray();
        study.Figure(
            name,
            new TrialRasterFigure
            {
                Time = time,
                Inputs = [Channel(task.Inputs[0], step => recording.InputAt(step, 0)[0])],
                Targets = [.. Enumerable.Range(0, recording.Outputs).Select(o => Channel(task.Outputs[o], step => recording.TargetAt(step, 0)[o]))],
                Outputs = [.. Enumerable.Range(0, recording.Outputs).Select(o => Channel(task.Outputs[o], step => recording.OutputAt(step, 0)[o]))],
                Periods =
                [
                    .. recording.Trials[0].Periods.Select(period => new PeriodBand(period.Name, period.Start.TotalSeconds, period.End.TotalSeconds)),
                ],
            },
            caption + " Targets are dashed.");

        NamedValues Channel(string label, Func<int, double> at) => new(label, [.. Enumerable.Range(0, recording.Steps).Select(at)]);
    }

    private static IReadOnlyList<string> Row(string name, IReadOnlyList<Retention> networks) =>
    [
        name, $"{networks.Count}", Words.Spread(networks.Select(network => network.First.R2), "0.000"),
        Words.Spread(networks.Select(network => network.Second.R2), "0.000"),
    ];
}

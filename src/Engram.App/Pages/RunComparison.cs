using Engram.App.Terminal;
using Engram.App.Training;
using Engram.Configuration;
using Engram.Learning;
using Engram.Studies;

namespace Engram.App.Pages;

/// <summary>Several runs side by side: settings, outcome, performance, learning curves and dynamics.</summary>
/// <param name="read">The runs.</param>
/// <param name="trials">Trials on which each network is tested.</param>
/// <param name="seed">Their seed.</param>
/// <param name="threads">Threads that work.</param>
internal sealed class RunComparison(IReadOnlyList<ComparedRun> read, int trials, ulong seed, int threads) : Study
{
    private const int MostConditions = 40;
    private IReadOnlyList<ComparedRun> runs = read;
    private ComparedDynamics dynamics = new([]);

    /// <inheritdoc/>
    public override string Name => "runs";

    internal override string Kind => "Comparison of";

    /// <inheritdoc/>
    public override string Title => $"{Counted.Of(runs.Count, "run")} side by side";

    /// <inheritdoc/>
    public override string Summary =>
        "Each run is one network. Two networks of the same settings differ too, by their seeds alone: what a setting does is told by a sweep over seeds, "
        + "not by two runs.";

    /// <inheritdoc/>
    public override string Source => "";

    /// <summary>The settings in which the runs differ.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<string> Values)> Differences { get; } =
        SettingsTable.Differing([.. read.Select(run => run.Configuration)]);

    /// <summary>The runs; measured once the study has been run.</summary>
    public IReadOnlyList<ComparedRun> Runs => runs;

    /// <summary>What the rates have in common, once the study has been run.</summary>
    public ComparedDynamics Dynamics => dynamics;

    private IReadOnlyList<string> Names => [.. runs.Select(run => run.Name)];

    /// <inheritdoc/>
    public override void Run(StudyContext study)
    {
        runs = [.. runs.Select(run => run.Measured(trials, seed, threads, study.Cancel))];
        dynamics = new(runs);
        Settings(study);
        Outcomes(study);
        Performance(study);
        Curves(study);
        dynamics.Write(study);
    }

    private void Settings(StudyContext study)
    {
        study.Section("Settings");
        if (Differences.Count == 0)
        {
            study.Text("All settings are the same.");
            return;
        }

        study.Table("Settings that differ; `run.json` of each run has all of them.", ["setting", .. Names],
            [.. Differences.Select(row => (IReadOnlyList<string>)[row.Name, .. row.Values])]);
    }

    private void Outcomes(StudyContext study)
    {
        study.Section("Training");
        study.Table(
            "How training ended.", ["run", "task", "outcome", "updates", "loss at the last check"],
            [.. runs.Select(run => (IReadOnlyList<string>)
                [run.Name, run.Summary.Task, run.Summary.Word, Format.Count(run.Summary.Number("updates")), Format.Number(run.Summary.Number("loss"))])]);
        foreach (var run in runs.Where(run => run.Trained is null))
        {
            study.Text($"{run.Name} has kept no weights yet, so that its network is left out of what follows.");
        }
    }

    private void Performance(StudyContext study)
    {
        var tested = runs.Where(run => run.Tested is not null).ToList();
        if (tested.Count == 0)
        {
            return;
        }

        var alike = tested.Select(run => run.Configuration.Task.Name).Distinct().Count() == 1;
        study.Section("Performance");
        if (!alike)
        {
            study.Text("The tasks differ, and so does what their errors and shares of correct answers mean.");
        }

        string[] conditions = !alike ? [] :
        [
            .. ConditionOrder.Of(
                tested[0].Configuration.Task, tested.SelectMany(run => run.Tested!.Conditions.Select(share => share.Name)).Distinct(StringComparer.Ordinal), name => name),
        ];
        List<IReadOnlyList<string>> rows = [];
        foreach (var condition in conditions.Length <= MostConditions ? conditions : [])
        {
            rows.Add([condition, .. tested.Select(run => Share(run.Tested!.Conditions.FirstOrDefault(share => share.Name == condition)))]);
        }

        rows.Add(["all conditions", .. tested.Select(run => Share(run.Tested!.Overall))]);
        rows.Add(["worst condition", .. tested.Select(run => Format.Percent(run.Tested!.Performance?.Minimum))]);
        rows.Add(["error (root mean squared)", .. tested.Select(run => Format.Number(run.Tested!.Error))]);
        study.Table(
            $"Correct answers of each network on {tested[0].Tested!.Trials} new trials of its own task, with Wilson's 95 % intervals over trials.",
            ["condition", .. tested.Select(run => run.Name)], rows);
    }

    private void Curves(StudyContext study)
    {
        var logged = runs.Where(run => run.Log.Count > 0).ToList();
        if (logged.Count == 0)
        {
            return;
        }

        study.Section("Learning curves");
        LearningCurves.Performance(study, logged.Select(run => LearningCurves.Of(run.Name, run.Log, check => check.Overall)), "Correct over all trials");
        LearningCurves.Loss(
            study, [.. logged.Select(run => LearningCurves.Of(run.Name, run.Log, check => check.Loss))],
            " Losses of different tasks, or with other penalties, cannot be compared.");
    }

    private static string Share(ScoredShare? share) =>
        share is null ? "-" : $"{Format.Percent(share.Share)} ({Bare(share.Low)} to {Bare(share.High)})";

    private static string Bare(double share) => Format.Percent(share).Replace(" %", "", StringComparison.Ordinal);
}

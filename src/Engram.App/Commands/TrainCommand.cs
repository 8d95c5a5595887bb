using System.CommandLine;
using System.Text.Json.Nodes;
using Engram.App.Own;
using Engram.App.Parsing;
using Engram.App.Terminal;
using Engram.App.Training;
using Engram.Learning;
using Engram.Storage;

namespace Engram.App.Commands;

/// <summary><c>engram train</c>: trains a network and keeps the run.</summary>
internal sealed class TrainCommand : AppCommand
{
    private readonly TrainFlags flags = new();
    private volatile bool hasTrained;

    /// <inheritdoc/>
    public override string Summary => "Trains a network on a task until the criterion is met, and saves the run in a folder.";

    /// <inheritdoc/>
    public override string? Settings =>
        "Any setting of the task, the cell, the optimiser, the network or the training can be a flag. `engram describe <name>` explains those of a "
        + "task, a cell, an optimiser, `network` or `training`, and `engram list settings` lists all groups of them. Often used: --units, --layers, --dt, --learning-rate, --dale, --credit (how "
        + "errors go back), --curriculum.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "engram train delayed-match --delay 1s",
        "engram train perceptual-decision --preset song2016 --seed 3",
        "engram train delayed-match --delay 0.5s..2s --cell gru --units 64 --out runs/gru",
        "engram train delayed-match --delay 1s --resume",
        "engram train sequence-b --from runs/sequence-a-modern-seed1 --protection ewc --strength 1",
    ];

    /// <inheritdoc/>
    public override bool SavesWhenInterrupted => hasTrained;

    /// <inheritdoc/>
    public override void Configure(Command command) => flags.AddTo(command);

    /// <inheritdoc/>
    public override void CheckName(string word) => Tasks.CognitiveTask.Catalog.Create(word);

    /// <inheritdoc/>
    public override int Run(Call call, Output output, CancellationToken cancel)
    {
        var plan = TrainingPlan.Of(call, flags);
        if (plan.StartsAfresh)
        {
            output.Notice($"there is no run in '{plan.Folder}' to resume; it is started.{plan.RunsNearby()}");
        }

        TrainingResult result;
        string? warning = null;
        using (var progress = output.Progress())
        {
            var hooks = new TrainerHooks
            {
                OnProgress = report =>
                {
                    hasTrained = true;
                    progress.Report(Report(report));
                },
                OnCheck = check =>
                {
                    hasTrained = true;
                    if (check.Warning is { } text)
                    {
                        warning = text;
                        output.Notice(text);
                    }
                },
            };
            result = TrainingRun.Execute(plan.Configuration, plan.Folder, plan.Resumes, plan.Threads, hooks, cancel, from: plan.From);
        }

        Show(plan, result, output);
        output.Result(Answer(plan, result, warning));
        return result.Outcome switch
        {
            Outcome.Reached => ExitCode.Done,
            Outcome.Diverged => ExitCode.Diverged,
            Outcome.Cancelled => ExitCode.Interrupted,
            _ => ExitCode.NotReached,
        };
    }

    private static ProgressReport Report(TrainingProgress progress) => new(
        progress.Update,
        progress.MaxUpdates,
        progress.BatchLoss,
        progress.LastCheck?.Error ?? double.NaN,
        progress.LastCheck?.Overall ?? double.NaN,
        progress.LastCheck?.Minimum ?? double.NaN,
        progress.UpdatesPerSecond,
        progress.UpdatesPerSecond > 0 ? (progress.MaxUpdates - progress.Update) / progress.UpdatesPerSecond : double.NaN,
        progress.Curriculum < 1 ? $"curriculum at {Format.Percent(progress.Curriculum)}" : null);

    private static void Show(TrainingPlan plan, TrainingResult result, Output output)
    {
        var word = Configuration.Kebab.Of(result.Outcome.ToString());
        output.Line($"{word} after {result.Updates} update{(result.Updates == 1 ? "" : "s")} ({result.Trials} trials) in {Format.Seconds(result.Seconds)} s");
        if (result.Performance is { } performance)
        {
            output.Line();
            output.Table(
                ["condition", "correct"],
                [
                    .. ConditionOrder.Of(plan.Configuration.Task, performance.Conditions, c => c.Condition).Select(c => new[] { c.Condition, Format.Percent(c.Fraction) }),
                    ["all", Format.Percent(performance.Overall)],
                    ["minimum", Format.Percent(performance.Minimum)],
                ]);
            output.Line();
        }

        if (result.Advice.Length > 0)
        {
            output.Prose(result.Advice);
        }

        output.Line($"The run is in {plan.Folder}.");
        if (result.Outcome == Outcome.Cancelled)
        {
            output.Line("Resume it, and it will end exactly as if it had not been stopped.");
            output.Line($"To go on: {plan.ResumeCommand}");
            if (output.Json)
            {
                output.Notice($"stopped; to go on: {plan.ResumeCommand}");
            }
        }
        else if (result.Outcome != Outcome.Diverged)
        {
            output.Line($"To test it: engram test {Quoting.Of(plan.Folder)}{OwnFile.Flags}");
        }
    }

    private static JsonObject Answer(TrainingPlan plan, TrainingResult result, string? warning)
    {
        var performance = result.Performance is null ? null : new JsonObject(result.Performance.Conditions.Select(
            condition => KeyValuePair.Create(condition.Condition, Output.Number(condition.Fraction))));
        var answer = new JsonObject
        {
            ["run"] = plan.Folder,
            ["task"] = plan.Configuration.Task.Name,
            ["preset"] = plan.Configuration.Preset,
            ["seed"] = plan.Configuration.Seed,
            ["outcome"] = Configuration.Kebab.Of(result.Outcome.ToString()),
            ["updates"] = result.Updates,
            ["trials"] = result.Trials,
            ["seconds"] = Output.Number(Math.Round(result.Seconds, 3)),
            ["loss"] = Output.Number(result.Loss),
            ["error"] = Output.Number(result.Error),
            ["overall"] = Output.Number(result.Overall ?? double.NaN),
            ["minimum"] = Output.Number(result.Minimum ?? double.NaN),
            ["performance"] = performance,
            ["advice"] = SettingFlags.In(result.Advice),
        };
        if (warning is not null)
        {
            answer["warning"] = SettingFlags.In(warning);
        }

        if (result.Outcome == Outcome.Cancelled)
        {
            answer["resume"] = plan.ResumeCommand;
        }

        return answer;
    }
}

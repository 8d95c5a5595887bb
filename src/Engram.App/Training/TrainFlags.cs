using System.CommandLine;
using Engram.App.Parsing;

namespace Engram.App.Training;

/// <summary>The flags of <c>engram train</c>.</summary>
internal sealed class TrainFlags
{
    public const string DefaultPreset = "modern";
    private const ulong DefaultSeed = 1;

    private const string TaskDescription = "a task, as `engram list tasks` names it";

    public Argument<string?> Task { get; } = Flag.OptionalWord("task", $"{TaskDescription}; with --resume and --out alone, that of the run");

    /// <summary>What to say where the task is missing.</summary>
    public static string NeedsTask => $"`engram train` needs <task>: {TaskDescription}. `engram train --help` shows how.";

    /// <summary>What to say where the task is missing and the folder to resume holds no run.</summary>
    public static string NeedsTaskOf(string folder) => $"There is no run in '{folder}' to resume. `engram runs` lists all runs; "
        + $"`engram train <task> --out {Quoting.Of(folder)}` starts one.";

    /// <summary>What to say where the task is missing, the folder holds a run, and there are settings.</summary>
    public static string StandsAlone(string folder, IEnumerable<string> settings) =>
        $"`--resume` with `--out` and no task goes on with the run in '{folder}' as it is. Leave out {string.Join(" and ", settings.Select(one => $"`{one}`"))}, "
        + "or name the task and give all settings of the run.";

    public Option<string?> Preset { get; } = Flag.Text("--preset", "name", $"Recipe to start from (default {DefaultPreset})");

    public Option<string?> Cell { get; } = Flag.Text(
        "--cell", "name", "Equation of the units (default: the preset's). Dale's law is switched off where rates can be negative");

    public Option<long?> Seed { get; } = Flag.Integer("--seed", "Seed of weights, trials and noise", (long)DefaultSeed, 0);

    public Option<long?> MaxUpdates { get; } = Flag.Integer(
        "--max-updates", "Give up after so many updates (default: the preset's)", null, 0);

    public Option<long?> Threads { get; } = Flag.Integer(
        "--threads",
        Parsing.Threads.Help, null, 1, 1024);

    public Option<string?> Out { get; } = Flag.Text(
        "--out", "folder", "Folder of the run (default: runs/TASK-PRESET-seedN, with a hash where settings differ)");

    public Option<string?> From { get; } = Flag.Text(
        "--from", "run", "Learn this task after another run, starting from its weights; replaces --preset. --protection says what is kept of the old task");

    public Option<bool> Resume { get; } = Flag.Switch(
        "--resume", "Continue a run that was interrupted, or start it. With --out alone, the settings are those of the run");

    /// <summary>The flags that say what is trained, rather than where and how fast.</summary>
    public IReadOnlyList<Option> Choices => [Preset, Cell, Seed, MaxUpdates, From];

    public void AddTo(Command command)
    {
        command.Arguments.Add(Task);
        foreach (var flag in Choices.Concat([Threads, Out, Resume]))
        {
            command.Options.Add(flag);
        }
    }
}

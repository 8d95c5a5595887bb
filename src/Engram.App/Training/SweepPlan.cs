using Engram.App.Parsing;
using Engram.Cells;
using Engram.Configuration;
using Engram.Learning;
using Engram.Studies;
using Engram.Tasks;

namespace Engram.App.Training;

/// <summary>What <c>engram sweep</c> was asked to do.</summary>
/// <param name="Sweep">What to train.</param>
/// <param name="Folder">Where the runs go.</param>
/// <param name="Threads">Threads that work.</param>
internal sealed record SweepPlan(Sweep Sweep, string Folder, int Threads)
{
    private const string DefaultFolder = "sweeps", FileSuffix = ".json", CellSetting = "cell";

    /// <summary>Reads the command line, and the file that it names.</summary>
    /// <exception cref="UsageException">All faults together.</exception>
    public static SweepPlan Of(Call call, SweepFlags flags)
    {
        var what = call.Get(flags.What)!;
        var isFile = what.EndsWith(FileSuffix, StringComparison.OrdinalIgnoreCase) || File.Exists(what);
        string[] beside = [.. flags.Choices.Where(call.Has).Select(flag => flag.Name), .. call.Settings.Select(s => $"--{s.Name}")];
        if (isFile && beside.Length > 0)
        {
            throw new UsageException(
                $"'{what}' already says what to sweep, so {string.Join(", ", beside.Select(flag => $"`{flag}`"))} cannot be given too; "
                + "write it into the file. Together with a file, only `--threads`, `--out` and `--table` are allowed.");
        }

        if (isFile && SweepDocument.TryRead(what) is { } written)
        {
            // What a sweep wrote lies in its folder, where it goes on.
            return new(written, call.Get(flags.Out) ?? (Path.GetDirectoryName(what) is { Length: > 0 } place ? place : "."), Parsing.Threads.Of(call.Get(flags.Threads)));
        }

        var text = isFile ? SweepText.Of(what) : SweepText.Of(call, flags);
        var faults = new List<string>();
        var task = TrainingPlan.Found(() => CognitiveTask.Catalog.Create(text.Task), faults);
        var preset = TrainingPlan.Found(() => Preset.Catalog.Create(text.Preset), faults);
        var seeds = TrainingPlan.Found(() => SeedList.Parse(text.Seeds), faults);
        faults.AddRange(text.Axes.Where(axis => text.Settings.Any(setting => setting.Key == axis.Key)).Select(axis =>
            $"'{axis.Key}' is swept, but also has one value for all networks; leave one of the two out."));
        if (text.Axes.Count == 0 && seeds is { Count: 1 })
        {
            faults.Add("Nothing varies; write `--sweep <setting>=a,b,c` or `--seeds 1..5`, or use `engram train` to train one network.");
        }

        if (faults.Count > 0)
        {
            throw new UsageException(faults);
        }

        var plain = preset!.For(task!, 1);
        var idle = new Idleness();
        var sweep = Sweep.Of(
            settings => idle.Observe(
                Configure(plain, [.. text.Settings, .. settings], call, "sweep"), [.. text.Settings, .. settings]), text.Axes, seeds!);
        idle.Refuse();
        var name = isFile ? Path.GetFileNameWithoutExtension(what) : Name(text, sweep);
        return new(
            sweep, call.Get(flags.Out) ?? Path.Combine(DefaultFolder, name), Parsing.Threads.Of(call.Get(flags.Threads)));
    }

    /// <summary>The configuration with settings, among which a cell may be.</summary>
    /// <param name="plain">The preset's.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="call">What the user wrote.</param>
    /// <param name="command">The command, for messages.</param>
    /// <exception cref="UsageException">All faults together.</exception>
    public static RunConfiguration Configure(
        RunConfiguration plain, IReadOnlyList<KeyValuePair<string, string>> settings, Call call, string command)
    {
        var cell = settings.Where(setting => setting.Key == CellSetting).Select(setting => Cell.Catalog.Create(setting.Value))
            .LastOrDefault();
        return TrainSettings.Apply(
            plain, [.. settings.Where(setting => setting.Key != CellSetting)], cell, command, call);
    }

    // Seeds are not in the name, so that more of them go to the same folder.
    private static string Name(SweepText text, Sweep sweep)
    {
        var hashes = sweep.Configurations.Select(configuration => Settings.Hash((configuration with { Seed = 0 }).ToJson())).Distinct();
        var hash = Settings.Hash(string.Join(' ', hashes));
        return string.Join('-', [text.Task, text.Preset, .. text.Axes.Select(axis => axis.Key), hash[..6]]);
    }
}

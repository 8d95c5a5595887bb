using Engram.App.Commands;
using Engram.App.Own;
using Engram.App.Parsing;
using Engram.Cells;
using Engram.Configuration;
using Engram.Learning;
using Engram.Storage;
using Engram.Tasks;

namespace Engram.App.Training;

/// <summary>What <c>engram train</c> was asked to do.</summary>
/// <param name="Configuration">What to train, and how.</param>
/// <param name="Folder">Where the run goes.</param>
/// <param name="From">The run that this one continues from; null for none.</param>
/// <param name="Resumes">Whether the folder holds a run to go on with.</param>
/// <param name="StartsAfresh">Whether it was asked to go on with a run that is not there.</param>
/// <param name="Threads">Threads that work.</param>
internal sealed record TrainingPlan(
    RunConfiguration Configuration, string Folder, string? From, bool Resumes, bool StartsAfresh, int Threads)
{
    // A batch is cut into two blocks or more of at most 16 trials; a thread without a block would only hold memory.
    private const int RowsWorthAThread = 16;

    /// <summary>What to type to go on with the run.</summary>
    public string ResumeCommand =>
        $"engram train {Quoting.Of(Configuration.Task.Name)} --resume --out {Quoting.Of(Folder)}{OwnFile.Flags}";

    /// <summary>Reads the command line.</summary>
    /// <exception cref="UsageException">All faults together.</exception>
    public static TrainingPlan Of(Call call, TrainFlags flags)
    {
        var resume = call.Get(flags.Resume);
        var given = call.Get(flags.Out);
        var faults = new List<string>();
        var fromRun = resume && given is not null && call.Settings.Count == 0 && !flags.Choices.Any(call.Has) && RunFolder.Exists(given);
        var task = Found(() => CognitiveTask.Catalog.Create(call.Get(flags.Task) ?? (fromRun ? Stored(given!).Task.Name
            : throw new UsageException(resume && given is not null && !RunFolder.Exists(given) ? TrainFlags.NeedsTaskOf(given)
                : resume && given is not null ? TrainFlags.StandsAlone(
                    given, [.. call.Settings.Select(setting => $"--{setting.Name}"), .. flags.Choices.Where(call.Has).Select(flag => flag.Name)])
                : TrainFlags.NeedsTask))), faults);
        var preset = Found(() => Preset.Catalog.Create(call.Get(flags.Preset) ?? TrainFlags.DefaultPreset), faults);
        var cell = call.Get(flags.Cell) is { } name ? Found(() => Cell.Catalog.Create(name), faults) : null;
        if (task is null || preset is null || faults.Count > 0)
        {
            throw new UsageException(faults);
        }

        var from = call.Get(flags.From);
        if (from is not null && call.Has(flags.Preset))
        {
            throw new UsageException("`--from` and `--preset` are both given, but training that continues from a run has the settings of that run; leave one of them out.");
        }

        RunConfiguration configuration;
        string folder;
        if (fromRun)
        {
            (configuration, folder) = (Stored(given!, task), given!);
        }
        else
        {
            var plain = from is null ? preset.For(task, (ulong)call.Get(flags.Seed)!.Value)
                : Continuation.Of(from, task, call.Has(flags.Seed) ? (ulong)call.Get(flags.Seed)!.Value : null);
            var settings = TrainSettings.Given(call, flags);
            configuration = TrainSettings.Apply(plain, settings, cell, "train", call);
            if (configuration.Idle(settings.Select(setting => setting.Key)).Select(idle => idle.Sentence).ToList() is { Count: > 0 } idle)
            {
                throw new UsageException(idle);
            }

            folder = given ?? Path.Combine(RunsCommand.DefaultFolder, Name(plain, configuration));
        }

        var resumes = resume && RunFolder.Exists(folder);
        if (resumes && !fromRun)
        {
            RefuseOtherSettings(folder, configuration);
        }

        return new(configuration, folder, from, resumes, resume && !resumes, ThreadsFor(call.Get(flags.Threads), configuration));
    }

    /// <summary>A sentence with the runs beside the folder whose names are near its name; empty for none.</summary>
    public string RunsNearby()
    {
        var whole = Path.TrimEndingDirectorySeparator(Path.GetFullPath(Folder));
        if (Path.GetDirectoryName(whole) is not { } parent || !Directory.Exists(parent))
        {
            return "";
        }

        var runs = Directory.EnumerateDirectories(parent).Where(RunFolder.Exists).Select(path => Path.GetFileName(path)!);
        var near = Nearest.Of(Path.GetFileName(whole), runs);
        return near.Count == 0 ? "" : $" Runs of a similar name beside it: {string.Join(", ", near)}.";
    }

    internal static T? Found<T>(Func<T> find, List<string> faults)
        where T : class
    {
        try
        {
            return find();
        }
        catch (UsageException exception)
        {
            faults.AddRange(exception.Faults);
            return null;
        }
    }

    // A name that tells what differs would grow with every setting; a hash does not, and run.json says it all.
    private static string Name(RunConfiguration plain, RunConfiguration configuration)
    {
        var after = configuration.After is { } earlier ? $"-after-{earlier.Task.Name}" : "";
        var name = $"{configuration.Task.Name}{after}-{configuration.Preset}-seed{configuration.Seed}";
        var hash = Hash(configuration);
        return hash == Hash(plain) ? name : $"{name}-{hash[..6]}";
    }

    private static string Hash(RunConfiguration configuration) => Settings.Hash(configuration.ToJson());

    private static void RefuseOtherSettings(string folder, RunConfiguration configuration)
    {
        RunFolder.RefuseHeld(folder);
        using var run = RunFolder.Open(folder);
        var differences = run.Differences(configuration.ToJson());
        if (differences.Count > 0)
        {
            var task = run.ReadConfiguration().Task.Name;
            var said = $"'{folder}' was started with other settings ({string.Join("; ", differences.Take(3))}{(differences.Count > 3 ? "; …" : "")})";
            throw new UsageException(run.HasEnded ? $"{said}. It {RunFolder.Ended}."
                : $"{said}. To continue it as it is, write `engram train {Quoting.Of(task)} --resume --out {Quoting.Of(folder)}{OwnFile.Flags}` without settings; to train with "
                + "these settings, give another `--out`.");
        }
    }

    private static RunConfiguration Stored(string folder)
    {
        using var run = RunFolder.Open(folder);
        return run.ReadConfiguration();
    }

    private static RunConfiguration Stored(string folder, CognitiveTask task)
    {
        var stored = Stored(folder);
        return stored.Task.Name == task.Name ? stored : throw new UsageException(
            $"'{folder}' is a run of {stored.Task.Name}, not of {task.Name}. "
            + $"Write `engram train {stored.Task.Name} --resume --out {Quoting.Of(folder)}{OwnFile.Flags}`, or give another `--out`.");
    }

    private static int ThreadsFor(long? given, RunConfiguration configuration) =>
        Parsing.Threads.Of(given ?? Math.Max(2, configuration.Training.Trials / RowsWorthAThread));
}

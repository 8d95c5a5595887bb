using System.Diagnostics;
using System.Text.Json.Nodes;
using Engram.Configuration;
using Engram.Equations;
using Engram.Storage;

namespace Engram.Studies;

/// <summary>Runs studies.</summary>
internal static class StudyRun
{
    private const string OptionsFile = "study.json", TimingFile = "timing.json";
    private static readonly string[] Folders = ["", "sweeps", "figures", "data"];

    /// <summary>
    /// The folder of a study: the one of the options, or <c>studies/NAME</c>, and <c>studies/NAME-quick</c> for a quick run.
    /// </summary>
    /// <param name="study">The study.</param>
    /// <param name="options">How it is run.</param>
    public static string FolderOf(Study study, StudyOptions options) =>
        options.Out ?? Path.Combine("studies", options.Quick ? $"{study.Name}-quick" : study.Name);

    /// <summary>
    /// Runs a study, or goes on with one that was stopped, and writes <c>report.html</c>, <c>report.json</c>, <c>claims.json</c>,
    /// <c>figures/</c> and <c>data/</c>, which hold no times and no paths, and <c>timing.json</c>.
    /// </summary>
    /// <param name="study">The study.</param>
    /// <param name="options">How.</param>
    /// <param name="command">The command without its flags, for the report.</param>
    /// <param name="progress">Told how far it is, by one thread at a time; null for nobody.</param>
    /// <param name="cancel">Stops it; it can then be gone on with.</param>
    /// <returns>The report.</returns>
    /// <exception cref="UsageException">
    /// The folder is in use, holds something else or cannot be written; or the study is at fault.
    /// </exception>
    /// <exception cref="StorageException">The disk is full or fails, or the folder was removed.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static Report Execute(
        Study study, StudyOptions options, string command, Action<StudyProgress>? progress = null, CancellationToken cancel = default)
    {
        Settings.Check(options);
        DynamicCode.Require();
        var folder = FolderOf(study, options);
        var remembered = new JsonObject { ["study"] = study.Name, ["quick"] = options.Quick, ["seeds"] = options.Seeds };
        RefuseUnlessSame(study, folder, remembered);
        using var held = RunLock.Take(folder);
        RefuseUnlessSame(study, folder, remembered);
        return StorageException.Guarded(() => Run(study, options, folder, held, remembered, Command(command, options), progress, cancel));
    }

    private static Report Run(
        Study study, StudyOptions options, string folder, RunLock held, JsonObject remembered, string command,
        Action<StudyProgress>? progress, CancellationToken cancel)
    {
        foreach (var name in Folders)
        {
            AtomicFile.Clean(Path.Combine(folder, name));
        }

        held.Write(Path.Combine(folder, OptionsFile), StudyJson.Text(remembered) + "\n");
        var start = Stopwatch.GetTimestamp();
        var context = new StudyContext(folder, held, options, command, progress, cancel);
        study.Run(context);
        var report = context.Report(study);
        held.Require();
        ReportFolder.Write(folder, report);
        AtomicFile.WriteText(
            Path.Combine(folder, TimingFile), Timing(context, Stopwatch.GetElapsedTime(start).TotalSeconds) + "\n");
        return report;
    }

    // Only what decides the report: not where it goes, nor how many threads work.
    private static string Command(string command, StudyOptions options)
    {
        var flags = (options.Quick ? " --quick" : "") + (options.Seeds is { } seeds ? $" --seeds {seeds}" : "");
        var isFile = command.StartsWith(StudyProgram.RunFile, StringComparison.Ordinal);
        return command + (isFile && flags.Length > 0 ? " --" : "") + flags;
    }

    private static string Timing(StudyContext context, double seconds) => StudyJson.Text(new JsonObject
    {
        ["seconds"] = Math.Round(seconds, 3),
        ["threads"] = context.Threads,
        ["steps"] = new JsonArray([.. context.Timings.Select(timing =>
            new JsonObject { ["step"] = timing.Step, ["seconds"] = Math.Round(timing.Seconds, 3) })]),
    });

    private static bool IsReport(Study study) => study.Kind != "Study";

    private static string Called(Study study) => study.Kind switch
    {
        "Study" => "a study",
        "Analysis" => $"a report of the analysis {study.Name}",
        _ => $"a {study.Kind.ToLowerInvariant()} {study.Name}",
    };

    private static void RefuseUnlessSame(Study study, string folder, JsonObject remembered)
    {
        var path = Path.Combine(folder, OptionsFile);
        if (File.Exists(path))
        {
            var there = JsonText.ParseObject(AtomicFile.ReadText(path), path, "Give another `folder`, or remove that one.");
            if (RunDocument.Differences(there, remembered, "").ToList() is { Count: > 0 } differences)
            {
                throw new UsageException(IsReport(study) ? $"'{folder}' holds another report ({string.Join("; ", differences)}). Give another `folder`."
                    : $"'{folder}' was started with other options ({string.Join("; ", differences)}). "
                    + "Continue it with its own options, or give another `folder`.");
            }
        }
        else if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any(entry => !RunFolder.IsLeftover(entry)))
        {
            throw new UsageException(
                $"'{folder}' is not empty and is not the folder of {Called(study)}. Give another `folder`: one that is empty, or does not exist yet.");
        }
    }
}

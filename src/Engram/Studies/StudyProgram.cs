using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Engram.Configuration;
using Engram.Storage;

namespace Engram.Studies;

/// <summary>The program of a study in a file of its own: <c>return StudyProgram.Run(new MyStudy(), args);</c>.</summary>
public static class StudyProgram
{
    /// <summary>What runs a file, which takes its own flags after <c>--</c>.</summary>
    internal const string RunFile = "dotnet run ";

    private const int Done = 0, Failed = 1, Usage = 2, Interrupted = 130;
    private const string InterruptedSentence = "interrupted; the same command goes on from here.";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.8);

    private static readonly JsonSerializerOptions OneLine = new(StudyJson.Options)
    {
        WriteIndented = false, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>
    /// Runs a study as <c>engram study</c> would: with <c>--quick</c>, <c>--seeds</c>, <c>--threads</c>, <c>--out</c>, <c>--json</c>,
    /// <c>--quiet</c> and <c>--help</c>. The first Ctrl-C stops it in good order within a second, the second at once.
    /// </summary>
    /// <param name="study">The study.</param>
    /// <param name="args">What the user wrote.</param>
    /// <returns>0 when it is finished, 1 when it failed, 2 for what cannot be used, 130 when it was interrupted.</returns>
    public static int Run(Study study, string[] args)
    {
        using var source = new CancellationTokenSource();

        // Files are whole at any moment: what has not stopped within a second is ended.
        using var overdue = new Timer(_ =>
        {
            Console.Error.WriteLine($"{study.Name}: {InterruptedSentence}");
            Environment.Exit(Interrupted);
        });
        void Stop(PosixSignalContext context)
        {
            context.Cancel = !source.IsCancellationRequested;
            overdue.Change(Patience, Timeout.InfiniteTimeSpan);
            source.Cancel();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        return Run(study, args, Console.Out, Console.Error, source.Token);
    }

    internal static int Run(Study study, IReadOnlyList<string> args, TextWriter standard, TextWriter error, CancellationToken cancel)
    {
        var file = AppContext.GetData("EntryPointFilePath") as string;
        var command = file is null ? study.Name : RunFile + Path.GetFileName(file);
        var json = args.Contains("--json");
        try
        {
            var line = StudyArguments.Read(args, study.Name);
            if (line.Help)
            {
                standard.WriteLine(StudyArguments.HelpOf(study));
                return Done;
            }

            var progress = new PlainProgress(line.Quiet ? TextWriter.Null : json ? error : standard);
            var report = StudyRun.Execute(study, line.Options, command, progress.Report, cancel);
            Show(report, StudyRun.FolderOf(study, line.Options), standard, json);
            return Done;
        }
        catch (UsageException refused)
        {
            return Tell("usage", refused.Faults, Usage);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return Tell("interrupted", [InterruptedSentence], Interrupted);
        }
        catch (StorageException refused)
        {
            return Tell("failed", [refused.Message], Failed);
        }
        catch (Exception fault)
        {
            if (Environment.GetEnvironmentVariable("ENGRAM_DEBUG") is { Length: > 0 } and not "0")
            {
                error.WriteLine(fault);
            }

            return Tell(
                "failed",
                [$"{fault.GetType().Name}: {fault.Message.ReplaceLineEndings(" ")} Run it again with ENGRAM_DEBUG=1 for the details."],
                Failed);
        }

        int Tell(string kind, IReadOnlyList<string> faults, int code)
        {
            faults = [.. faults.Select(StudyArguments.Worded)];
            foreach (var fault in faults)
            {
                error.WriteLine(Visible.Of($"{study.Name}: {fault}"));
            }

            if (json)
            {
                Answer(standard, new JsonObject { ["error"] = kind, ["faults"] = StudyJson.Node(faults) });
            }

            return code;
        }
    }

    private static void Show(Report report, string folder, TextWriter standard, bool json)
    {
        if (json)
        {
            Answer(standard, ReportFolder.Claims(report));
            return;
        }

        foreach (var claim in report.Claims)
        {
            standard.WriteLine(Visible.Of(
                $"{ClaimText.Word(claim.Verdict)}: {claim.Statement} {ClaimText.Ours(claim)} {ClaimText.Interval(claim)} (n = {ClaimText.Count(claim)}); "
                + $"p = {ClaimText.Probability(claim)}; {claim.Rule}"));
        }

        if (report.Caution is { } caution)
        {
            standard.WriteLine(StudyArguments.Worded(caution));
        }

        standard.WriteLine(Visible.Of($"{report.CountClaims()}. The report is {ReportFolder.PageOf(folder)}."));
    }

    private static void Answer(TextWriter standard, JsonObject answer) => standard.WriteLine(answer.ToJsonString(OneLine));
}

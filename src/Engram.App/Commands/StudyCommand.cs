using System.CommandLine;
using System.Text.Json.Nodes;
using Engram.App.Cluster;
using Engram.App.Own;
using Engram.App.Parsing;
using Engram.App.Terminal;
using Engram.Configuration;
using Engram.Studies;

namespace Engram.App.Commands;

/// <summary><c>engram study</c>: lists the studies and runs one.</summary>
/// <param name="find">Finds the studies there are; asked only when the command is run.</param>
internal sealed class StudyCommand(Func<Catalog<Study>> find) : AppCommand
{
    private const string List = "list";
    private readonly Argument<string> name = Flag.Word("name", "a study, as `engram study list` names it, or `list`");
    private readonly Option<bool> quick = Flag.Switch("--quick", "Do a fast smoke run; its numbers mean nothing");
    private readonly Option<long?> seeds = Flag.Integer(
        "--seeds", "Number of networks of each kind (default: as the study has it)", null, 1, Sweep.MaxCount);

    private readonly Option<long?> threads = Flag.Integer(
        "--threads", Threads.Help, null, 1, 1024);

    private readonly Option<string?> folder = Flag.Text(
        "--out", "folder", "Folder of the study (default: studies/NAME, or studies/NAME-quick)");

    private readonly ClusterFlags cluster = new();

    /// <summary>The studies of the assembly Engram.Studies.</summary>
    public StudyCommand()
        : this(() => Catalogue.Kind.Studies)
    {
    }

    /// <inheritdoc/>
    public override string Summary => "Reproduces a study: trains the networks, measures, draws the figures and judges the claims. Continues where it was stopped.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
        ["engram study list", "engram study dynamic-working-memory --quick", "engram study dynamic-working-memory --out results/dwm"];

    /// <inheritdoc/>
    public override bool GoesOn => true;

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(name);
        foreach (var flag in new Option[] { quick, seeds, threads, folder })
        {
            command.Options.Add(flag);
        }

        cluster.AddTo(command);
    }

    /// <inheritdoc/>
    public override void CheckName(string word)
    {
        if (word != List)
        {
            find().Create(word);
        }
    }

    /// <inheritdoc/>
    public override int Run(Call call, Output output, CancellationToken cancel)
    {
        if (call.Get(name) == List)
        {
            return ListThem(call, output);
        }

        var study = find().Create(call.Get(name)!);
        using var progress = new StepProgress(output);
        var options = new StudyOptions
        {
            Quick = call.Get(quick),
            Seeds = (int?)call.Get(seeds),
            Threads = (int?)call.Get(threads),
            Out = call.Get(folder),
            Wording = SettingFlags.In,
        };
        var place = StudyRun.FolderOf(study, options);
        var report = cluster.Follow(
            call, place, progress,
            executor => StudyRun.Execute(study, options with { Executor = executor }, $"engram study {study.Name}{OwnFile.Flags}", progress.Report, cancel),
            cancel);
        output.Table(["claim", "published", "found", "n", "p", "verdict"], [.. report.Claims.Select(Row)]);
        output.Line();
        if (report.Caution is { } caution)
        {
            output.Line(caution);
        }

        output.Line($"{report.CountClaims()}. The report is {ReportFolder.PageOf(place)}.");
        output.Result(ReportFolder.Claims(report));
        return ExitCode.Done;
    }

    private static string[] Row(Claim claim) =>
    [
        claim.Id, claim.Published, $"{ClaimText.Ours(claim)} {ClaimText.Interval(claim)}", ClaimText.Count(claim), ClaimText.Probability(claim),
        ClaimText.Word(claim.Verdict),
    ];

    private int ListThem(Call call, Output output)
    {
        if (new Option[] { quick, seeds, threads, folder }.Concat(cluster.All).FirstOrDefault(call.Has) is { } flag)
        {
            throw new UsageException($"`engram study list` has no flag `{flag.Name}`; leave it out, or name the study to run.");
        }

        var studies = find().All;
        output.Table(["study", "title", "source"], [.. studies.Select(study => new[] { study.Name, study.Title, study.Source })]);
        output.Result(new JsonObject
        {
            ["studies"] = new JsonArray([.. studies.Select(study => new JsonObject
            {
                ["name"] = study.Name,
                ["title"] = study.Title,
                ["summary"] = study.Summary,
                ["source"] = study.Source,
            })]),
        });
        return ExitCode.Done;
    }
}

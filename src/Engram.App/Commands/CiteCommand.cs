using System.CommandLine;
using System.Text.Json.Nodes;
using Engram.App.Catalogue;
using Engram.App.Parsing;
using Engram.App.Terminal;
using Engram.Configuration;
using Engram.Storage;

namespace Engram.App.Commands;

/// <summary><c>engram cite</c>: the bibliography of what was used.</summary>
internal sealed class CiteCommand : AppCommand
{
    private readonly Argument<string> what = Flag.Word("what", "the folder of a run or of a sweep, a packed run, or a study, as `engram study list` names it");
    private readonly Option<bool> bibtex = Flag.Switch("--bibtex", "Print BibTeX entries");

    /// <inheritdoc/>
    public override string Summary => "Lists the papers behind a run, a sweep or a study: task, cell, optimiser, learning rules and analyses.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
        ["engram cite runs/delayed-match-modern-seed1", "engram cite sweeps/cells", "engram cite low-rank-decisions --bibtex"];

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(what);
        command.Options.Add(bibtex);
    }

    /// <inheritdoc/>
    public override int Run(Call call, Output output, CancellationToken cancel)
    {
        var word = call.Get(what)!;
        var sources = Bibliography.Merged(Sources(word));
        var entries = Bibliography.BibTex(sources);
        var software = $"The Engram authors. Engram, version {Program.Version} (software).";
        var own = $"@software{{engram,\n  author = {{{{The Engram authors}}}},\n  title = {{Engram}},\n  version = {{{Program.Version}}}\n}}";
        if (call.Get(bibtex))
        {
            output.Lines(string.Join("\n\n", entries.Prepend(own)));
        }
        else
        {
            output.Prose(software);
            foreach (var source in sources)
            {
                output.Line();
                output.Prose($"{source.Text} [{source.Used}]");
            }
        }

        output.Result(new JsonObject
        {
            ["what"] = word,
            ["software"] = software,
            ["sources"] = new JsonArray([.. sources.Select(source => new JsonObject
            {
                ["used"] = source.Used, ["reference"] = source.Reference, ["doi"] = source.Doi.Length > 0 ? source.Doi : null,
            })]),
            ["bibtex"] = string.Join("\n\n", entries.Prepend(own)),
        });
        return ExitCode.Done;
    }

    private static IEnumerable<Citation> Sources(string word) =>
        RunFolder.Exists(word) ? OfRun(word)
        : Kind.Studies.Has(word) ? Bibliography.Of($"study {word}", Kind.Studies.Create(word).Source)
        : Directory.Exists(word) && RunFolder.Find(word) is { Count: > 0 } runs ? runs.SelectMany(OfRun)
        : throw new UsageException(
            $"There is no run, no folder of runs and no study '{word}'. `engram runs` lists the runs, `engram study list` the studies.");

    private static IReadOnlyList<Citation> OfRun(string path)
    {
        using var run = RunFolder.Open(path);
        var analyses = Path.Combine(path, "analysis");
        return
        [
            .. Bibliography.Of(run.ReadConfiguration(), wasTrained: !run.WasImported),
            .. Directory.Exists(analyses)
                ? Kind.Analyses.All.Where(one => Directory.Exists(Path.Combine(analyses, one.Name)) && one.Source.Length > 0)
                    .SelectMany(one => Bibliography.Of($"analysis {one.Name}", one.Source))
                : [],
        ];
    }
}

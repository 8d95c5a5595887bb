using System.Text.Json.Nodes;
using Engram.App.Own;
using Engram.App.Parsing;
using Engram.App.Terminal;
using Engram.Storage;

namespace Engram.App.Catalogue;

/// <summary>All that a run's folder says of it.</summary>
internal static class RunPage
{
    /// <summary>Writes it.</summary>
    /// <exception cref="Configuration.UsageException">The folder holds no run, or one that cannot be read.</exception>
    public static void Write(string folder, Output output)
    {
        using var run = RunFolder.Open(folder);
        var summary = RunSummary.Read(folder);
        output.Heading($"{folder} (run)");
        output.Line();
        output.Prose($"{summary.Task}, preset {summary.Preset}, seed {summary.Seed}; started {run.Started} by engram {run.ProgramVersion}"
            + (run.Finished is { } finished ? $", finished {finished}." : ", not finished."));
        output.Line();
        foreach (var (section, value) in summary.Configuration)
        {
            output.Prose(value is JsonObject members ? Members(members) : Text(value), $"{section}: ");
        }

        output.Line();
        output.Prose(Ending(summary));
        if (summary.Last is { } last)
        {
            output.Prose($"Last line of the log: {Members(last)}");
        }

        var areas = AreasOfRun.Write(run, output);
        var learned = LearnedTimeConstants.Write(run, output);
        output.Line();
        var own = OwnFile.FlagsOf(folder, summary.Configuration);
        if (summary.Outcome is null || summary.Word == "cancelled")
        {
            output.Line($"To go on with it: engram train {Quoting.Of(summary.Task)} --resume --out {Quoting.Of(folder)}{own}");
        }

        output.Line($"To test it on fresh trials: engram test {Quoting.Of(folder)}{own}");
        output.Result(new JsonObject
        {
            ["kind"] = "run",
            ["run"] = folder,
            ["program"] = run.ProgramVersion,
            ["started"] = run.Started,
            ["finished"] = run.Finished,
            ["configuration"] = summary.Configuration.DeepClone(),
            ["outcome"] = summary.Outcome?.DeepClone(),
            ["last"] = summary.Last?.DeepClone(),
            ["time-constants"] = learned,
            ["areas"] = areas,
        });
    }

    private static string Ending(RunSummary run) => run.Outcome is null
        ? "It has no outcome: it is running now, or was stopped."
        : run.Word == "imported" && run.Outcome["origin"] is JsonObject origin
        ? $"It was imported from {origin["file"]} ({origin["convention"]}) and not trained; origin: {Members(origin)}."
        : $"It ended as {run.Word} after {Format.Count(run.Number("updates"))} updates in {Format.Seconds(run.Number("seconds"))} s; "
            + $"correct answers in the worst condition {Format.Percent(run.Number("minimum"))}.";

    private static string Members(JsonObject json) =>
        string.Join(", ", json.Select(member =>
            $"{member.Key} {(member.Value is JsonObject inner ? $"({Members(inner)})" : Text(member.Value))}"));

    /// <summary>A value as one line: <c>1,2,3</c>, and what has parts in brackets, <c>(file a.cs, hash 12), [1,2]</c>.</summary>
    internal static string Text(JsonNode? value) => value switch
    {
        null => "none",
        JsonObject members => Members(members),
        JsonArray items => string.Join(items.All(item => item is null or JsonValue) ? "," : ", ", items.Select(item =>
            item is JsonObject ? $"({Text(item)})" : item is JsonArray ? $"[{Text(item)}]" : Text(item))),
        JsonValue number when number.TryGetValue<double>(out var real) => real.ToString("G6", null),
        _ => value.ToString(),
    };
}

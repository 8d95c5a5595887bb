using System.Text.Json.Nodes;
using Engram.Analysis;
using Engram.App.Terminal;
using Engram.Configuration;
using Engram.Learning;
using Engram.Storage;
using Engram.Tasks;

namespace Engram.App.Training;

/// <summary>What a network that learned several tasks, one after the other, can do of each.</summary>
internal static class Retention
{
    // All outputs of the trials are held at once.
    private const int MostTrials = 1000;

    /// <summary>Tests each task once, in the order in which they were learned; nothing for a run that continues from none.</summary>
    /// <param name="trained">The network.</param>
    /// <param name="trials">Trials of each task.</param>
    /// <param name="seed">Seed of trials and noise.</param>
    /// <param name="output">Gets a table.</param>
    /// <param name="answer">Gets <c>tasks</c>.</param>
    public static void Show(TrainedRun trained, int trials, ulong seed, Output output, JsonObject answer)
    {
        if (trained.Configuration.After is null)
        {
            return;
        }

        // A task that several runs of the chain learned is the same test, with the same row, unless each of them silenced units of its own.
        var learned = Order(trained.Configuration).DistinctBy(Key).ToList();
        var found = learned.ConvertAll(configuration =>
        {
            var recording = trained.Experiment(configuration, Math.Min(trials, MostTrials), seed).Run();
            return (configuration.Task.Name, Label: Label(configuration.Task, learned), Share: recording.Performance.Overall, Fit: GoodnessOfFit.Of(recording));
        });
        output.Line();
        output.Line("Each task, in the order in which they were learned:");
        output.Table(
            ["task", "correct", "error", "R²"],
            [.. found.Select(one => new[] { one.Label, Format.Percent(one.Share), Format.Number(one.Fit.Error), Format.Number(one.Fit.R2) })]);
        answer["tasks"] = new JsonArray(
        [
            .. found.Select(one => new JsonObject
            {
                ["task"] = one.Name, ["label"] = one.Label, ["performance"] = Output.Number(one.Share), ["error"] = Output.Number(one.Fit.Error),
                ["r2"] = Output.Number(one.Fit.R2),
            }),
        ]);
    }

    // Tasks of one name are told apart by the settings in which they differ.
    private static string Label(CognitiveTask task, List<RunConfiguration> learned)
    {
        var settings = Settings.ToJson(task);
        var others = learned.Where(one => one.Task.Name == task.Name).Select(one => Settings.ToJson(one.Task)).ToList();
        return string.Join(", ", [
            task.Name,
            .. settings.Where(setting => others.Any(other => !JsonNode.DeepEquals(other[setting.Key], setting.Value))).Select(setting => $"{setting.Key} {Text(setting.Value)}"),
        ]);
    }

    // A list reads as it is written in a flag.
    private static string Text(JsonNode? value) => value is JsonArray items ? string.Join(',', items.Select(Text)) : value?.ToString() ?? "none";

    private static string Key(RunConfiguration learned) => Settings.Hash(new JsonObject
    {
        ["task"] = learned.Task.Name,
        ["settings"] = Settings.ToJson(learned.Task),
        ["loss"] = learned.Training.Loss,
        ["network"] = Settings.ToJson(learned.Network),
        ["place"] = learned.Continual.Gating > 0 ? Order(learned).Count() : 0,
    });

    private static IEnumerable<RunConfiguration> Order(RunConfiguration configuration) =>
        (configuration.After is { } after ? Order(after) : []).Append(configuration);
}

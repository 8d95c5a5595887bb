using System.Text.Json.Nodes;
using Engram.App.Parsing;
using Engram.Configuration;
using Engram.Storage;

namespace Engram.App.Training;

/// <summary>A sweep as it is written, on the command line or in a file.</summary>
/// <param name="Task">Name of the task.</param>
/// <param name="Preset">Name of the preset.</param>
/// <param name="Settings">What all networks have.</param>
/// <param name="Axes">What varies.</param>
/// <param name="Seeds">The seeds.</param>
internal sealed record SweepText(
    string Task,
    string Preset,
    IReadOnlyList<KeyValuePair<string, string>> Settings,
    IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> Axes,
    string Seeds)
{
    private const string TaskKey = "task", PresetKey = "preset", SettingsKey = "settings", AxesKey = "sweep", SeedsKey = "seeds";
    private static readonly string[] Keys = [TaskKey, PresetKey, SettingsKey, AxesKey, SeedsKey];

    /// <summary>Reads the command line.</summary>
    /// <exception cref="UsageException">An axis without values.</exception>
    public static SweepText Of(Call call, SweepFlags flags)
    {
        var axes = (call.Get(flags.Axes) ?? []).Select(text => (Text: text, Parts: text.Split('=', 2))).ToList();
        if (axes.Where(axis => axis.Parts.Length < 2 || axis.Parts[0].Trim().Length == 0).ToList() is { Count: > 0 } wrong)
        {
            throw new UsageException(
                [.. wrong.Select(axis =>
                    $"`--sweep {axis.Text}` has no values; write `--sweep <setting>=a,b,c`, such as `--sweep units=50,100`.")]);
        }

        return new(
            call.Get(flags.What)!,
            call.Get(flags.Preset) ?? TrainFlags.DefaultPreset,
            [.. call.Settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value ?? "true"))],
            [.. axes.Select(axis =>
                KeyValuePair.Create<string, IReadOnlyList<string>>(axis.Parts[0].Trim().TrimStart('-'), List(axis.Parts[1])))],
            call.Get(flags.Seeds) ?? "1");
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="UsageException">All that is wrong with it.</exception>
    public static SweepText Of(string path)
    {
        var remedy = "Fix it; `engram sweep --help` and docs/studies.md show its format.";
        if (!File.Exists(path))
        {
            throw new UsageException($"There is no file '{path}'. Give the file of a sweep, or the name of a task.");
        }

        var json = JsonText.ParseObject(AtomicFile.ReadText(path), path, remedy);
        List<string> faults =
        [
            .. json.Select(member => member.Key).Except(Keys).Select(key =>
                $"'{path}' has an unknown key '{key}'. {Nearest.Hint(key, Keys)}"),
        ];
        if (json[TaskKey] is null)
        {
            faults.Add($"'{path}' names no task; write \"task\": \"delayed-match\".");
        }

        var read = new SweepText(
            Scalar(json[TaskKey], TaskKey),
            json[PresetKey] is null ? TrainFlags.DefaultPreset : Scalar(json[PresetKey], PresetKey),
            [.. Members(SettingsKey).Select(member => KeyValuePair.Create(member.Key, Scalar(member.Value, member.Key)))],
            [.. Members(AxesKey).Select(member => KeyValuePair.Create(member.Key, Values(member.Value, member.Key)))],
            json[SeedsKey] is null ? "1" : string.Join(',', Values(json[SeedsKey], SeedsKey)));
        return faults.Count == 0 ? read : throw new UsageException(faults);

        IEnumerable<KeyValuePair<string, JsonNode?>> Members(string key)
        {
            if (json[key] is null or JsonObject)
            {
                return json[key] as JsonObject ?? [];
            }

            var value = key == AxesKey ? "[50, 100]" : "50";
            faults.Add($"'{path}': {key} must be an object; write for example \"{key}\": {{ \"units\": {value} }}.");
            return [];
        }

        string Scalar(JsonNode? node, string key)
        {
            if (node is null or JsonValue)
            {
                return node?.ToString() ?? "";
            }

            faults.Add($"'{path}': {key} must be a text, a number, true or false, such as \"{key}\": \"1s\".");
            return "";
        }

        IReadOnlyList<string> Values(JsonNode? node, string key) =>
            node is JsonArray list ? [.. list.Select(value => Scalar(value, key))] : List(Scalar(node, key));
    }

    private static string[] List(string text) => text.Split(',', StringSplitOptions.TrimEntries);
}

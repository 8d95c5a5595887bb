using System.Text.Json.Nodes;
using Engram.App.Terminal;
using Engram.Configuration;
using Engram.Tasks;

namespace Engram.App.Catalogue;

/// <summary>Settings with their defaults, units, ranges and meanings.</summary>
internal static class SettingsSection
{
    /// <summary>Writes one entry a setting: name, default, meaning.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="title">Heading.</param>
    /// <param name="settings">The settings; nothing is written without any.</param>
    public static void Write(Output output, string title, IReadOnlyList<Setting> settings)
    {
        if (settings.Count == 0)
        {
            return;
        }

        output.Line();
        output.Heading(title);
        var name = settings.Max(setting => setting.Name.Length) + 2;
        var value = settings.Max(setting => Default(setting).Length);
        foreach (var setting in settings)
        {
            var start = $"  --{setting.Name.PadRight(name)}{Default(setting).PadRight(value)}  ";
            output.Prose($"{setting.Description} [{Allowed(setting)}]", start);
        }

        if (settings.Any(setting => setting.Type == typeof(Duration)))
        {
            output.Prose("A duration is the same in every trial (500ms) or drawn anew: uniformly (0.5s..2s), from several (0.5s|1s|2s), "
                + "or from a truncated exponential distribution (exp(330ms, 80ms..1.5s)).");
        }
    }

    /// <summary>The settings as JSON.</summary>
    public static JsonArray ToJson(IEnumerable<Setting> settings) =>
    [
        .. settings.Select(setting => new JsonObject
        {
            ["name"] = setting.Name,
            ["default"] = setting.Default,
            ["unit"] = setting.Unit,
            ["range"] = setting.Range,
            ["allowed"] = setting.Allowed,
            ["choices"] = new JsonArray([.. setting.Choices.Select(choice => JsonValue.Create(choice))]),
            ["description"] = setting.Description,
        }),
    ];

    private static string Default(Setting setting) =>
        setting.Default.Length == 0 ? "-" : setting.Unit.Length == 0 ? setting.Default : $"{setting.Default} {setting.Unit}";

    private static string Allowed(Setting setting) =>
        setting.Choices.Count > 0 ? string.Join(" | ", setting.Choices)
        : setting.Range.Length > 0 && setting.Allowed.EndsWith(", or none", StringComparison.Ordinal) ? $"{setting.Range}, or none"
        : setting.Range.Length > 0 ? setting.Range
        : setting.Allowed;
}

using System.Text.Json.Nodes;
using Engram.App.Terminal;
using Engram.Configuration;
using Engram.Learning;
using Engram.Tasks;

namespace Engram.App.Catalogue;

/// <summary>What is peculiar to a preset: what it sets for each task.</summary>
internal static class PresetPage
{
    /// <summary>Writes it, and adds it to the answer.</summary>
    public static void Write(Preset preset, Output output, JsonObject answer)
    {
        var configurations = new JsonObject();
        var pages = new List<(string Task, List<(string Section, string Text)> Rows)>();
        foreach (var task in CognitiveTask.Catalog.All)
        {
            var configuration = preset.For(task, 1);
            pages.Add((task.Name, [.. Rows(task, configuration)]));
            configurations[task.Name] = configuration.ToJson();
        }

        // Most tasks get the same settings, which are said once.
        foreach (var group in pages.GroupBy(page => string.Join('\n', page.Rows)))
        {
            output.Line();
            output.Prose($"What it sets for {string.Join(", ", group.Select(page => page.Task))} [other settings are at their defaults]");
            foreach (var (section, text) in group.First().Rows)
            {
                output.Prose(text, $"  {section,-12}");
            }
        }

        answer["configurations"] = configurations;
    }

    private static IEnumerable<(string Section, string Text)> Rows(CognitiveTask task, RunConfiguration configuration)
    {
        var plain = new RunConfiguration { Task = task, Cell = Fresh(configuration.Cell), Optimiser = Fresh(configuration.Optimiser) };
        var taken = new HashSet<string>();
        foreach (var ((section, record), (_, other)) in configuration.Sections.Zip(plain.Sections))
        {
            var changes = Changes(record, other)
                .Select(s => $"--{(taken.Contains(s.Name) ? $"{section}-{s.Name}" : s.Name)} {s.Default}").ToList();
            taken.UnionWith(Settings.Of(record).Select(s => s.Name));
            var name = Name(configuration, section);
            if (changes.Count > 0 || name.Length > 0)
            {
                yield return (section, $"{name}{(name.Length > 0 && changes.Count > 0 ? ": " : string.Empty)}{string.Join(", ", changes)}");
            }
        }
    }

    private static string Name(RunConfiguration configuration, string section) => section switch
    {
        "cell" => configuration.Cell.Name,
        "optimiser" => configuration.Optimiser.Name,
        _ => string.Empty,
    };

    private static IEnumerable<Setting> Changes(object record, object other) =>
        Settings.Of(record).Zip(Settings.Of(other)).Where(pair => pair.First.Default != pair.Second.Default).Select(pair => pair.First);

    private static T Fresh<T>(T like)
        where T : class => (T)Activator.CreateInstance(like.GetType())!;
}

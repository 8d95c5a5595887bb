using System.Text.Json.Nodes;
using Engram.Figures;
using Engram.Tests.Documents;

namespace Engram.Tests.Figures;

public sealed class VegaTests
{
    private static readonly string[] Folder = ["src", "Engram", "Figures", "Vega"];

    [Fact]
    public void What_is_vendored_is_what_is_locked()
    {
        var locked = JsonNode.Parse(Repository.Read([.. Folder, "package-lock.json"]))!["packages"]!;
        foreach (var (name, script) in new[] { ("vega", VegaSource.Vega), ("vega-lite", VegaSource.VegaLite) })
        {
            var version = (string?)locked[$"node_modules/{name}"]!["version"];
            Assert.Contains($"=\"{version}\"", script, StringComparison.Ordinal);
            Assert.Contains($"==== {name} {version}\n", VegaSource.Licences, StringComparison.Ordinal);
        }

        Assert.Contains("Neither the name", VegaSource.Licences, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_lock_names_no_registry() =>
        Assert.DoesNotContain("\"resolved\"", Repository.Read([.. Folder, "package-lock.json"]), StringComparison.Ordinal);
}

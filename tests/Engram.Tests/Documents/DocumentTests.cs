using System.Text.RegularExpressions;
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Tests.App;

namespace Engram.Tests.Documents;

/// <summary>What the documents show is what the code is.</summary>
public sealed partial class DocumentTests
{
    private static readonly string[] Documents =
    [
        "README.md", "CONTRIBUTING.md", "CHANGELOG.md", .. Pages("docs"),
    ];

    [Fact]
    public void The_readme_shows_the_example_as_it_stands()
    {
        var example = Repository.Read("examples", "train-a-task.cs");
        Assert.Equal(15, example.TrimEnd().Split('\n').Length);
        Assert.Contains($"```csharp\n{example}```", Repository.Read("README.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void Code_in_documents_is_compiled_somewhere()
    {
        var sources = Repository.Files("examples", "*.cs").Concat(Repository.Files("src", "*.cs"))
            .Select(file => Flat(File.ReadAllText(file))).ToList();
        foreach (var document in Documents)
        {
            foreach (Match block in Code().Matches(Repository.Read(document)))
            {
                var code = Flat(block.Groups[1].Value);
                Assert.True(sources.Any(source => source.Contains(code, StringComparison.Ordinal)), $"{document}: {block.Value}");
            }
        }
    }

    [Fact]
    public void The_printed_equation_is_the_one_that_is_derived()
    {
        var graph = Cell.Catalog.Create("leaky").Graph(2, 2, 20.Ms);
        var text = Repository.Read("docs", "extending.md");
        foreach (var lines in new[] { EquationText.Step(graph), EquationText.Adjoint(graph), EquationText.Schedule(graph) })
        {
            Assert.Contains(string.Join('\n', lines), text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_decision_is_in_the_index()
    {
        var index = Repository.Read("docs", "decisions", "README.md");
        Assert.All(
            Pages("docs", "decisions").Select(file => Path.GetFileName(file)).Where(file => file != "README.md"),
            file => Assert.Contains($"({file})", index, StringComparison.Ordinal));
    }

    [Fact]
    public void Links_within_the_repository_lead_somewhere()
    {
        foreach (var document in Documents)
        {
            var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, document))!;
            foreach (Match link in Link().Matches(Repository.Read(document)))
            {
                var target = link.Groups[1].Value.Split('#')[0];
                Assert.True(target.Length == 0 || Path.Exists(Path.Combine(folder, target)), $"{document}: {link.Value}");
            }
        }
    }

    [Fact]
    public void Commands_in_documents_exist()
    {
        foreach (var document in Documents)
        {
            foreach (Match command in Command().Matches(Repository.Read(document)))
            {
                Assert.True(Shell.Run(command.Groups[1].Value, "--help").Code == 0, $"{document}: {command.Value}");
            }
        }
    }

    [Fact]
    public void Nothing_is_left_to_be_filled_in() =>
        Assert.All(Documents, document => Assert.DoesNotContain("FILL", Repository.Read(document), StringComparison.Ordinal));

    private static IEnumerable<string> Pages(params string[] folder) =>
        Repository.Files(Path.Combine(folder), "*.md").Select(file => Path.GetRelativePath(Repository.Root, file));

    private static string Flat(string code) => Spaces().Replace(code, " ").Trim();

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\((?!http)([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\./engram ([a-z]+)")]
    private static partial Regex Command();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}

using System.Text.Json.Nodes;
using Engram.App.Catalogue;

namespace Engram.Tests.App;

/// <summary>Settings of a run as lines of text.</summary>
public sealed class RunPageTests
{
    [Theory]
    [InlineData("[1, 2.5, 3]", "1,2.5,3")]
    [InlineData("[]", "")]
    [InlineData("""[{"file": "a.cs", "sha256": "12"}, {"file": "b.cs", "parts": [1, 2]}]""", "(file a.cs, sha256 12), (file b.cs, parts 1,2)")]
    [InlineData("[[1, 2], [3, null]]", "[1,2], [3,none]")]
    [InlineData("""{"a": {"b": true}}""", "a (b true)")]
    public void What_has_parts_is_one_line_with_brackets(string json, string expected) =>
        Assert.Equal(expected, RunPage.Text(JsonNode.Parse(json)));
}

using System.Text;
using Engram.Configuration;
using Engram.Figures;
using Engram.Tests.App;
using Engram.Tests.Storage;

namespace Engram.Tests.Figures;

public sealed class FigureCommandTests
{
    [Fact]
    public void A_figure_is_written_beside_its_specification_or_where_it_is_asked_for()
    {
        Tools.NeedNode();
        Tools.NeedConverter();
        using var folder = new TemporaryFolder();
        var spec = Write(folder);
        Assert.Equal(0, Shell.Run("figure", spec, "--svg").Code);
        Assert.StartsWith("<svg", File.ReadAllText(folder["curve.svg"]));
        Assert.Equal(0, Shell.Run("figure", spec, "--pdf", "--out", folder["paper/one.pdf"]).Code);
        Assert.Equal("%PDF", Encoding.ASCII.GetString(File.ReadAllBytes(folder["paper/one.pdf"])[..4]));

        var answer = Shell.Json(0, "figure", spec, "--png", "--scale", "1");
        Assert.Equal(folder["curve.png"], (string?)answer["file"]);
        var small = Width(folder["curve.png"]);
        Shell.Json(0, "figure", spec, "--png");
        Assert.InRange(Width(folder["curve.png"]), (2 * small) - 2, (2 * small) + 2);
        Assert.Equal(["curve.png", "curve.svg", "curve.vl.json", "paper"],
            Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("No format is given")]
    [InlineData("`--svg --pdf`", "--svg", "--pdf")]
    [InlineData("only PNG has a scale", "--svg", "--scale", "3")]
    [InlineData("from 0.1 to 20", "--png", "--scale", "0")]
    public void Formats_that_make_no_sense_are_named(string expected, params string[] flags)
    {
        using var folder = new TemporaryFolder();
        var (code, _, error) = Shell.Run(["figure", Write(folder), .. flags]);
        Assert.Equal(2, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not json", "is not valid JSON")]
    [InlineData("[1, 2]", "does not hold a JSON object")]
    [InlineData("{\"$schema\": \"https://vega.github.io/schema/vega/v6.json\", \"marks\": []}", "is not a Vega-Lite specification")]
    [InlineData("{\"hello\": 1}", "is not a Vega-Lite specification: it has none of the keys `mark`, ")]
    [InlineData("{\"study\": \"forgetting\", \"claims\": []}", "its keys are study, claims.")]
    [InlineData("{\"layer\": [{\"hello\": 1}]}", "cannot be drawn by Vega-Lite")]
    [InlineData("{\"data\": {\"url\": \"far.csv\"}, \"mark\": \"point\", \"encoding\": {}}", "far.csv")]
    public void A_specification_that_cannot_be_drawn_is_a_fault_of_the_user(string text, string expected)
    {
        Tools.NeedNode();
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["bad.vl.json"], text);
        var (code, _, error) = Shell.Run("figure", folder["bad.vl.json"], "--svg");
        Assert.Equal(2, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Of_a_long_specification_that_cannot_be_drawn_one_short_line_is_shown()
    {
        Tools.NeedNode();
        using var folder = new TemporaryFolder();
        var numbers = string.Join(", ", Enumerable.Range(0, 5000));
        foreach (var text in new[]
        {
            $"{{\"layer\": [{{\"data\": {{\"values\": [{numbers}]}}}}]}}", $"{{\"$schema\": [{numbers}]}}",
            $"{{{string.Join(", ", Enumerable.Range(0, 5000).Select(k => $"\"key{k}\": 1"))}}}",
        })
        {
            File.WriteAllText(folder["long.vl.json"], text);
            var (code, _, error) = Shell.Run("figure", folder["long.vl.json"], "--svg");
            Assert.Equal(2, code);
            Assert.Contains("…", error, StringComparison.Ordinal);
            Assert.Single(error.TrimEnd().Split('\n'));
            Assert.InRange(error.Replace(folder.Path, "", StringComparison.Ordinal).Length, 1, 500);
        }
    }

    [Fact]
    public void A_specification_that_is_not_there_is_named()
    {
        using var folder = new TemporaryFolder();
        foreach (var path in new[] { folder["none.vl.json"], folder.Path })
        {
            var (code, _, error) = Shell.Run("figure", path, "--svg");
            Assert.Equal(2, code);
            Assert.Contains($"'{path}' cannot be read", error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_missing_program_is_named_with_the_way_to_install_it()
    {
        var renderer = new FigureRenderer { Node = "no-such-node", Converter = "no-such-converter" };
        var node = Assert.Throws<UsageException>(() => renderer.Svg("{\"mark\": \"point\"}", "a.vl.json", TestContext.Current.CancellationToken));
        Assert.Contains("apt-get install nodejs", node.Message, StringComparison.Ordinal);
        var converter = Assert.Throws<UsageException>(() => renderer.Png("<svg/>", 2, TestContext.Current.CancellationToken));
        Assert.Contains("apt-get install librsvg2-bin", converter.Message, StringComparison.Ordinal);
    }

    private static string Write(TemporaryFolder folder)
    {
        File.WriteAllText(folder["curve.vl.json"], FigureJson.Text(SampleFigures.All["learning-curve"].ToVegaLite()));
        return folder["curve.vl.json"];
    }

    // The width stands in bytes 16 to 19 of a PNG.
    private static int Width(string file) => File.ReadAllBytes(file)[16..20].Aggregate(0, (width, part) => (width << 8) | part);
}

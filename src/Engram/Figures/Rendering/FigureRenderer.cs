using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Engram.Configuration;

namespace Engram.Figures;

/// <summary>Draws figures outside a browser: Node runs the vendored Vega, rsvg-convert makes bitmaps and PDF of what it drew.</summary>
internal sealed record FigureRenderer
{
    private const int LongestExcerpt = 120;
    private const string Remedy = "Give a Vega-Lite specification, such as those in the `figures` folder of a study.";

    // What a specification draws is under one of these.
    internal static readonly string[] Parts = ["mark", "layer", "concat", "hconcat", "vconcat", "facet", "repeat"];

    /// <summary>Node's name or path.</summary>
    public string Node { get; init; } = "node";

    /// <summary>The name or path of rsvg-convert.</summary>
    public string Converter { get; init; } = "rsvg-convert";

    /// <summary>A specification as SVG.</summary>
    /// <param name="text">The Vega-Lite specification, with its data.</param>
    /// <param name="source">The file it comes from, for messages.</param>
    /// <param name="cancel">Ends the drawing.</param>
    /// <returns>The SVG, and what Vega warned of.</returns>
    /// <exception cref="UsageException">Not a Vega-Lite specification that holds its data; or Node is missing.</exception>
    public (string Svg, IReadOnlyList<string> Warnings) Svg(string text, string source, CancellationToken cancel = default)
    {
        var spec = JsonText.ParseObject(text, source, Remedy);
        if (spec["$schema"] is { } schema && !schema.ToString().Contains("/vega-lite/", StringComparison.Ordinal))
        {
            throw new UsageException($"'{source}' is not a Vega-Lite specification: its `$schema` is '{Excerpt($"{schema}")}'. {Remedy}");
        }

        if (!Parts.Any(spec.ContainsKey))
        {
            throw new UsageException(
                $"'{source}' is not a Vega-Lite specification: it has none of the keys {string.Join(", ", Parts.Select(part => $"`{part}`"))}; "
                + $"its keys are {Excerpt(spec.Count == 0 ? "none" : string.Join(", ", spec.Select(member => member.Key)))}. {Remedy}");
        }

        var (code, output, error) = ChildProcess.Run(
            Node, ["-"], Encoding.UTF8.GetBytes(Script(spec)),
            $"Node.js draws figures outside a browser, and '{Node}' is not there. Install it (Debian and Ubuntu: `apt-get install nodejs`; "
            + "others: https://nodejs.org), or open the report in a browser and save the figure there.",
            cancel);
        var answer = code == 0 ? JsonNode.Parse(output) : throw new InvalidOperationException($"Node.js ended with code {code}: {error}");
        return answer!["fault"] is { } fault
            ? throw new UsageException($"'{source}' cannot be drawn by Vega-Lite: {Excerpt(fault.ToString()).TrimEnd('.')}. {Remedy}")
            : (answer["svg"]!.ToString(), [.. answer["warnings"]!.AsArray().Select(warning => Excerpt(warning!.ToString()))]);
    }

    /// <summary>An SVG as PNG, on white.</summary>
    /// <param name="svg">The SVG.</param>
    /// <param name="scale">Pixels of the PNG for each of the SVG.</param>
    /// <param name="cancel">Ends the conversion.</param>
    /// <exception cref="UsageException">rsvg-convert is missing.</exception>
    public byte[] Png(string svg, double scale = 2, CancellationToken cancel = default) =>
        Convert(svg, ["--format", "png", "--zoom", scale.ToString(CultureInfo.InvariantCulture), "--background-color", "white"], cancel);

    /// <summary>An SVG as PDF, its lines and letters kept as such.</summary>
    /// <param name="svg">The SVG.</param>
    /// <param name="cancel">Ends the conversion.</param>
    /// <exception cref="UsageException">rsvg-convert is missing.</exception>
    public byte[] Pdf(string svg, CancellationToken cancel = default) => Convert(svg, ["--format", "pdf"], cancel);

    private byte[] Convert(string svg, IEnumerable<string> arguments, CancellationToken cancel)
    {
        var (code, output, error) = ChildProcess.Run(
            Converter, arguments, Encoding.UTF8.GetBytes(svg),
            $"PNG and PDF figures need rsvg-convert, but '{Converter}' was not found. Install it (Debian and Ubuntu: "
            + "`apt-get install librsvg2-bin`; macOS: `brew install librsvg`), or write SVG (`Svg`).",
            cancel);
        return code == 0 ? output : throw new InvalidOperationException($"rsvg-convert ended with code {code}: {error}");
    }

    // Without a module around them the scripts define `vega` and `vegaLite`, as they do in a browser.
    private static string Script(JsonObject spec) => $"""
        (function (exports, module) {Block(VegaSource.Vega)})();
        (function (exports, module) {Block(VegaSource.VegaLite)})();
        const specification = {spec.ToJsonString()};
        {VegaSource.Text("render.js")}
        """;

    // Vega puts the whole of a specification, with its data, into some of its sentences.
    private static string Excerpt(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= LongestExcerpt ? line : $"{line[..LongestExcerpt].TrimEnd()} …";
    }

    private static string Block(string script) => $"{{\n{script}\n}}";
}

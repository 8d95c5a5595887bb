using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Engram.App.Parsing;
using Engram.App.Terminal;
using Engram.Configuration;
using Engram.Figures;
using Engram.Storage;

namespace Engram.App.Commands;

/// <summary><c>engram figure</c>: a figure as SVG, PNG or PDF, drawn outside a browser.</summary>
internal sealed class FigureCommand : AppCommand
{
    private readonly Argument<string> spec = Flag.Word(
        "spec", "a Vega-Lite specification, such as those in the `figures` folder of a study");
    private readonly Option<bool> svg = Flag.Switch("--svg", "Write SVG");
    private readonly Option<bool> png = Flag.Switch("--png", "Write PNG");
    private readonly Option<bool> pdf = Flag.Switch("--pdf", "Write PDF, as vectors and text");
    private readonly Option<string?> target = Flag.Text("--out", "file", "File of the figure (default: beside the specification)");
    private readonly Option<string?> scale = Flag.Text("--scale", "factor", "Resolution of a PNG, in pixels per unit of the figure (default 2)");

    /// <inheritdoc/>
    public override string Summary => "Draws a figure as SVG, PNG or PDF. Needs Node.js, and rsvg-convert for PNG and PDF.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
        ["engram figure figures/matrix.vl.json --svg", "engram figure figures/matrix.vl.json --png --scale 4 --out matrix-large.png"];

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(spec);
        foreach (var flag in new Option[] { svg, png, pdf, target, scale })
        {
            command.Options.Add(flag);
        }
    }

    /// <inheritdoc/>
    public override int Run(Call call, Output output, CancellationToken cancel)
    {
        var path = call.Get(spec)!;
        var text = Read(path);
        var format = Format(call);
        var factor = Scale(call.Get(scale), format);
        var file = call.Get(target) ?? Beside(path, format);
        var renderer = new FigureRenderer();
        var (drawn, warnings) = renderer.Svg(text, path, cancel);
        foreach (var warning in warnings)
        {
            output.Notice($"Vega: {warning}");
        }

        var bytes = format switch
        {
            "png" => renderer.Png(drawn, factor, cancel),
            "pdf" => renderer.Pdf(drawn, cancel),
            _ => Encoding.UTF8.GetBytes(drawn),
        };
        AtomicFile.Write(file, stream => stream.Write(bytes));
        output.Line(file);
        output.Result(new JsonObject
        {
            ["file"] = file,
            ["format"] = format,
            ["bytes"] = bytes.Length,
            ["warnings"] = new JsonArray([.. warnings.Select(warning => JsonValue.Create(warning))]),
        });
        return ExitCode.Done;
    }

    private string Format(Call call)
    {
        (string Name, Option<bool> Flag)[] formats = [("svg", svg), ("png", png), ("pdf", pdf)];
        var chosen = formats.Where(format => call.Get(format.Flag)).Select(format => format.Name).ToList();
        var ending = formats.Select(format => format.Name).FirstOrDefault(name =>
            call.Get(target)?.EndsWith($".{name}", StringComparison.OrdinalIgnoreCase) == true);
        if (chosen.Count == 0 && ending is not null)
        {
            chosen.Add(ending);
        }

        if (chosen is [var given] && ending is not null && ending != given)
        {
            throw new UsageException(
                $"`--{given}` and `--out {call.Get(target)}` are two different formats; leave out `--{given}` for {ending.ToUpperInvariant()}, "
                + $"or give a file that ends in .{given}.");
        }

        return chosen is [var one] ? one : throw new UsageException(chosen.Count == 0
            ? "No format is given; write `--svg`, `--png` or `--pdf`, or `--out` with a file that ends in one of these."
            : $"`{string.Join(' ', chosen.Select(name => "--" + name))}` are several formats; give one, and run the command again for another.");
    }

    private static double Scale(string? text, string format)
    {
        if (text is null)
        {
            return 2;
        }

        if (format != "png")
        {
            throw new UsageException($"`--scale {text}`: only PNG has a scale; leave it out with `--{format}`.");
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var factor) && factor is >= 0.1 and <= 20
            ? factor : throw new UsageException($"`--scale {text}`: give a number from 0.1 to 20, such as `--scale 2`.");
    }

    private static string Beside(string path, string format)
    {
        var name = Path.GetFileName(path);
        var stem = name.EndsWith(".vl.json", StringComparison.OrdinalIgnoreCase)
            ? name[..^".vl.json".Length] : Path.GetFileNameWithoutExtension(name);
        return Path.Combine(Path.GetDirectoryName(path) ?? "", $"{stem}.{format}");
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"'{path}' cannot be read: {(Directory.Exists(path) ? "it is a folder" : AtomicFile.Reason(fault))}. "
                + "Give a Vega-Lite specification, such as those in the `figures` folder of a study.");
        }
    }
}

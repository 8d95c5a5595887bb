using System.Text;
using System.Text.Json.Nodes;

namespace Engram.Figures;

/// <summary>What all figures look like: sizes that can be read in print, colours that can be told apart by everybody.</summary>
internal static class Theme
{
    /// <summary>The schema of the specifications.</summary>
    public const string Schema = "https://vega.github.io/schema/vega-lite/v6.json";

    /// <summary>What is compared with, and marks that are no data.</summary>
    public const string Grey = "#7a7a7a";

    /// <summary>Text and points of state spaces.</summary>
    public const string Ink = "#222222";

    /// <summary>Size of the font in which axes are named.</summary>
    public const int AxisTitleSize = 13;

    // Letters that are measured roughly: the width of one, as a share of the size of the font.
    private const double LetterWidth = 0.52;
    private const int TitleSize = 15, SubtitleSize = 12;

    // A title may reach over the legend.
    private const int Legend = 60;

    private const int LegendOffset = 14;

    private const string Config = """
        {
          "background": "white",
          "font": "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif",
          "padding": 8,
          "view": { "stroke": null },
          "axis": {
            "grid": false, "labelFontSize": 12, "titleFontSize": 13, "titleFontWeight": "normal", "titlePadding": 8,
            "labelOverlap": true, "labelFlush": false, "labelSeparation": 4,
            "labelColor": "#222222", "titleColor": "#222222", "domainColor": "#555555", "tickColor": "#555555", "tickSize": 4
          },
          "legend": {
            "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "labelLimit": 260, "titleLimit": 260, "symbolSize": 70,
            "symbolStrokeWidth": 2, "labelColor": "#222222", "titleColor": "#222222", "offset": 14
          },
          "title": {
            "fontSize": 15, "fontWeight": 600, "anchor": "start", "color": "#111111", "offset": 12,
            "subtitleFontSize": 12, "subtitleColor": "#555555"
          },
          "text": { "fontSize": 11, "color": "#333333" },
          "line": { "strokeWidth": 1.8, "strokeJoin": "round" },
          "concat": { "spacing": 26 }
        }
        """;

    /// <summary>A specification with the schema, the title and the theme.</summary>
    /// <param name="body">Data, marks, encodings.</param>
    /// <param name="title">The title; empty for none.</param>
    /// <param name="width">Pixels that the title may take before it is broken.</param>
    /// <param name="offset">Pixels between the title and what is below it.</param>
    /// <param name="subtitle">How marks are to be read; empty for nothing.</param>
    /// <param name="beside">Pixels that are kept free between the plot and its legend.</param>
    public static JsonObject Finish(JsonObject body, string title, int width, int offset = 12, string subtitle = "", int beside = 0)
    {
        var spec = new JsonObject { ["$schema"] = Schema };
        if (title.Length > 0)
        {
            spec["description"] = title;
            spec["title"] = new JsonObject { ["text"] = Lines(title, width + Legend, TitleSize), ["offset"] = offset };
            if (subtitle.Length > 0)
            {
                spec["title"]!["subtitle"] = subtitle;
            }
        }

        else if (subtitle.Length > 0)
        {
            spec["title"] = new JsonObject
            {
                ["text"] = Lines(subtitle, width + Legend, SubtitleSize), ["offset"] = offset,
                ["fontSize"] = SubtitleSize, ["fontWeight"] = "normal", ["color"] = "#555555",
            };
        }

        foreach (var (key, value) in body.ToList())
        {
            body.Remove(key);
            spec[key] = value;
        }

        spec["config"] = JsonNode.Parse(Config);
        if (beside > 0)
        {
            spec["config"]!["legend"]!["offset"] = LegendOffset + beside;
        }

        return spec;
    }

    /// <summary>Pixels that a text takes, about.</summary>
    public static double Width(string text, double fontSize) => text.Length * fontSize * LetterWidth;

    private static JsonArray Lines(string text, int width, int fontSize)
    {
        var (lines, line) = (new JsonArray(), new StringBuilder());
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && Width($"{line} {word}", fontSize) > width)
            {
                lines.Add(line.ToString());
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        lines.Add(line.ToString());
        return lines;
    }
}

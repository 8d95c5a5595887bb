using System.Text.Json.Nodes;

namespace Engram.Figures;

/// <summary>Periods of a trial along an axis of time: bands behind the data, or lines over it, with names above the plot.</summary>
internal static class PeriodLayers
{
    private const int FontSize = 11;
    private const int RowHeight = 13;

    /// <summary>Every second period shaded.</summary>
    public static IEnumerable<JsonObject> Bands(IReadOnlyList<PeriodBand> periods, Axis time)
    {
        var shaded = periods.Where((_, k) => k % 2 == 1).ToList();
        if (shaded.Count > 0)
        {
            yield return Encode.Layer(
                Encode.Mark("rect", ("color", "#000000"), ("opacity", 0.07), ("aria", false), ("clip", true)),
                ("x", Encode.Field("start", time)), ("x2", Encode.End("end")))
                .With(new DataTable().Numbers("start", shaded.Select(p => p.Start)).Numbers("end", shaded.Select(p => p.End)).ToData());
        }
    }

    /// <summary>A line where each period but the first starts.</summary>
    public static IEnumerable<JsonObject> Lines(IReadOnlyList<PeriodBand> periods, Axis time)
    {
        var starts = periods.Skip(1).Select(period => period.Start).ToList();
        if (starts.Count > 0)
        {
            yield return Encode.Layer(
                Encode.Mark("rule", ("color", "white"), ("strokeWidth", 1.2), ("aria", false)), ("x", Encode.Field("start", time)))
                .With(new DataTable().Numbers("start", starts).ToData());
        }
    }

    /// <summary>The names above the plot, in as many rows as they need.</summary>
    /// <param name="periods">The periods.</param>
    /// <param name="time">The axis of time.</param>
    /// <param name="width">Pixels of the plot.</param>
    /// <param name="span">What the plot shows, in the unit of the axis.</param>
    public static IEnumerable<JsonObject> Names(IReadOnlyList<PeriodBand> periods, Axis time, int width, double span)
    {
        var rows = Rows(periods, width, span);
        for (var row = 0; row <= rows.DefaultIfEmpty().Max(); row++)
        {
            var here = periods.Where((_, k) => rows[k] == row).ToList();
            if (here.Count > 0)
            {
                yield return Encode.Layer(
                    Encode.Mark("text", ("align", "left"), ("baseline", "bottom"), ("dx", 1), ("fontSize", FontSize)),
                    ("x", Encode.Field("start", time)), ("y", Encode.Pixels(-3 - (row * RowHeight))),
                    ("text", new JsonObject { ["field"] = "period" }))
                    .With(new DataTable().Texts("period", here.Select(p => p.Name)).Numbers("start", here.Select(p => p.Start)).ToData());
            }
        }
    }

    /// <summary>Pixels that the names take above the plot.</summary>
    public static int Height(IReadOnlyList<PeriodBand> periods, int width, double span) =>
        periods.Count == 0 ? 0 : RowHeight * (1 + Rows(periods, width, span).Max());

    // A name that would run into one before it goes a row up.
    private static List<int> Rows(IReadOnlyList<PeriodBand> periods, int width, double span)
    {
        var ends = new List<double>();
        List<int> rows = [];
        foreach (var period in periods)
        {
            var start = (period.Start - periods[0].Start) * width / span;
            var row = ends.FindIndex(end => end <= start);
            if (row < 0)
            {
                row = ends.Count;
                ends.Add(0);
            }

            ends[row] = start + Theme.Width(period.Name, FontSize) + 8;
            rows.Add(row);
        }

        return rows;
    }
}

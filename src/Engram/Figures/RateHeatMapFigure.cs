using System.Text.Json.Nodes;

namespace Engram.Figures;

/// <summary>
/// The rates of all units over time, sorted by the time of their peak. Units are counted from 1. At most 120 columns are drawn; neighbouring
/// steps are averaged.
/// </summary>
public sealed record RateHeatMapFigure : Figure
{
    private const int MostColumns = 120;
    private const int Width = 480;

    /// <summary>Units × steps.</summary>
    public required double[,] Rates { get; init; }

    /// <summary>Time of each step, evenly spaced, s; or where each column begins along <see cref="X"/>.</summary>
    public required IReadOnlyList<double> Time { get; init; }

    /// <summary>What the columns are along, such as a position; time without.</summary>
    public Axis X { get; init; } = Axis.Time;

    /// <summary>Unit of the rates; empty for none.</summary>
    public string Unit { get; init; } = "Hz";

    /// <summary>Whether each unit is divided by its peak.</summary>
    public bool Normalised { get; init; }

    /// <summary>What a row is.</summary>
    public string Row { get; init; } = "Unit";

    /// <summary>Whether units are sorted by the time of their peak, silent ones last.</summary>
    public bool Sorted { get; init; } = true;

    /// <summary>The periods of the trial.</summary>
    public IReadOnlyList<PeriodBand> Periods { get; init; } = [];

    /// <inheritdoc/>
    public override JsonObject ToVegaLite()
    {
        var units = Rates.GetLength(0);
        var step = Time.Count > 1 ? (Time[^1] - Time[0]) / (Time.Count - 1) : 1;
        var (values, pooled) = HeatLayer.Pool(Arranged(), MostColumns);
        var (width, columns) = (step * pooled, values.GetLength(1));
        var time = X with { Minimum = Time[0], Maximum = Time[0] + (width * columns) };
        var colour = Normalised ? new Axis("Rate / peak") { Minimum = 0, Maximum = 1 } : new Axis("Rate", Unit);
        var scale = new ColourScale(colour, null, values.Cast<double>());
        var rows = new Axis(Sorted ? $"{Row}, by time of peak" : Row) { Whole = true };
        var span = width * columns;

        // Whole pixels for each cell.
        var (across, height) = (columns * Math.Max(1, (int)Math.Round(Width / (double)columns)), units * Math.Clamp(300 / units, 1, 12));
        IEnumerable<JsonObject> layers =
        [
            HeatLayer.Of(values, (time, Time[0], width), (rows, 0.5, 1), scale.Encoding("value", height), true),
            .. PeriodLayers.Lines(Periods, time), .. PeriodLayers.Names(Periods, time, across, span),
        ];
        var body = Encode.Layers(across, height, layers);
        return Theme.Finish(body, Title, across, 10 + PeriodLayers.Height(Periods, across, span));
    }

    private double[,] Arranged()
    {
        var (units, steps) = (Rates.GetLength(0), Rates.GetLength(1));
        var peaks = Enumerable.Range(0, units)
            .Select(unit => Enumerable.Range(0, steps).MaxBy(k => double.IsFinite(Rates[unit, k]) ? Rates[unit, k] : double.MinValue))
            .ToList();
        int[] order = [.. Enumerable.Range(0, units)];
        if (Sorted)
        {
            // A silent unit has no peak.
            order = [.. order.OrderBy(unit => Rates[unit, peaks[unit]] > 0 ? peaks[unit] : steps)];
        }

        var result = new double[units, steps];
        for (var row = 0; row < units; row++)
        {
            var unit = order[row];
            var divisor = !Normalised ? 1 : Rates[unit, peaks[unit]] > 0 ? Rates[unit, peaks[unit]] : double.PositiveInfinity;
            for (var k = 0; k < steps; k++)
            {
                result[row, k] = Rates[unit, k] / divisor;
            }
        }

        return result;
    }
}

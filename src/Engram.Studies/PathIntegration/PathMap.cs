using Engram.Analysis;
using Engram.Figures;
using Engram.Studies.LowRank;
using Engram.Studies.Space;

namespace Engram.Studies.PathIntegration;

/// <summary>The map of a unit, to be shown.</summary>
/// <param name="Hexagonal">Its hexagonal score.</param>
/// <param name="IsGridCell">Whether it is a grid cell.</param>
/// <param name="Columns">Bins along x.</param>
/// <param name="Rates">Its activity from 0, the least, to 1 (rows × columns, row after row); null where the animal never was.</param>
internal sealed record PathMap(double Hexagonal, bool IsGridCell, int Columns, IReadOnlyList<double?> Rates)
{
    /// <summary>Scales the map of a unit. Three digits are enough to be seen.</summary>
    public static PathMap Of(GridUnit unit, RateMap map) =>
        new(unit.Hexagonal, unit.IsGridCell, map.Columns, [.. MovementStatistics.Scaled(map).Select(rate => rate is { } known ? Math.Round(known, 3) : (double?)null)]);

    /// <summary>Shows the maps of the first network of each setting, and their autocorrelograms.</summary>
    /// <param name="study">Where.</param>
    /// <param name="name">Of the figures.</param>
    /// <param name="settings">The settings and their networks.</param>
    public static void Write(StudyContext study, string name, IReadOnlyList<(string Setting, IReadOnlyList<PathNetwork> Networks)> settings)
    {
        var rows = string.Join("; ", settings.Select(one => one.Setting));
        PathMap[] maps = [.. settings.SelectMany(one => one.Networks[0].Shown)];
        var across = settings.Max(one => one.Networks[0].Shown.Count);
        study.Figure(
            $"{name}-maps",
            new RateMapsFigure
            {
                Panels = [.. maps.Select(map => new MatrixPanel(map.Title, MovementStatistics.Square(map.Rates, map.Columns, rate => rate ?? double.NaN)))],
                Value = new Axis("From least to greatest") { Minimum = 0, Maximum = 1 }, PanelsPerRow = across,
            },
            $"Mean activity over the room of units of the first network of each setting. Rows: {rows}. Grid cells, marked *, come first, and those with several fields before others; the number is the hexagonal score.");
        study.Figure(
            $"{name}-autocorrelograms",
            new RateMapsFigure
            {
                Panels =
                [
                    .. maps.Select(map => (map.Title, Of: SpatialAutocorrelogram.Of(new RateMap(map.Columns, map.Rates.Count / map.Columns, map.Rates))))
                        .Select(one => new MatrixPanel(one.Title, MovementStatistics.Square(one.Of.Values, one.Of.Columns, correlation => correlation))),
                ],
                Value = new Axis("Correlation") { Minimum = -1, Maximum = 1 }, Midpoint = 0, PanelsPerRow = across,
            },
            "Their spatial autocorrelograms. A grid has six peaks around the middle, 60° apart.");
    }

    private string Title => Words.Number(Hexagonal) + (IsGridCell ? " *" : "");
}

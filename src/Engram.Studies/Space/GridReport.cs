using Engram.Analysis;
using Engram.Configuration;
using Engram.Figures;
using Engram.Numerics;
using Engram.Simulation;
using Engram.Studies.LowRank;
using Engram.Tasks;

namespace Engram.Studies.Space;

/// <summary>Grid cells and other codes of place in the report.</summary>
internal static class GridReport
{
    private const int MostUnits = 12, LeastSpacings = 10;
    private const double CentimetresPerMetre = 100;

    /// <summary>All sections.</summary>
    /// <param name="asked">The settings.</param>
    /// <param name="report">Where.</param>
    /// <param name="recorded">The movement.</param>
    /// <param name="found">What was found.</param>
    /// <param name="before">What was found with the weights that training began with; null where that is not known.</param>
    /// <param name="unit">The unit of lengths.</param>
    public static void Write(GridAnalysis asked, StudyContext report, Recording recorded, SpatialCodes found, SpatialCodes? before, string unit)
    {
        MovementStatistics.Write(report, recorded, asked, found.Grid.Maps, unit);
        WriteCounts(asked, report, found, before, unit);
        WriteMaps(asked, report, found, unit);
        WriteModules(asked, report, found.Grid, unit);
        WriteData(report, found);
    }

    /// <summary>How far the place that the network answers is from the true one.</summary>
    public static void WriteAnswers(StudyContext report, Recording recording, NavigationTask task)
    {
        var (places, x, y) = (task.Places, recording.Covariate("x"), recording.Covariate("y"));
        var (sums, counts, squared, last) = (new double[recording.Steps], new double[recording.Steps], 0.0, 0.0);
        var trials = recording.Trials.Where(trial => !trial.IsCatch).ToList();
        foreach (var trial in trials)
        {
            for (var step = 0; step < trial.Steps; step++)
            {
                var at = (step * recording.TrialCount) + trial.Index;
                var (toX, toY) = places.Decode<float>(recording.OutputAt(step, trial.Index)[..places.Count]);
                var error = ((toX - x[at]) * (toX - x[at])) + ((toY - y[at]) * (toY - y[at]));
                (sums[step], counts[step], squared) = (sums[step] + Math.Sqrt(error), counts[step] + 1, squared + error);
                last += step == trial.Steps - 1 ? error : 0;
            }
        }

        report.Section("Answers");
        report.Text(
            $"The place that the outputs answer, the mean of the centres of the three most active place cells, is {Words.Number(CentimetresPerMetre * Math.Sqrt(last / trials.Count), "0.0")} cm from the true one at "
            + $"the last step of a trial and {Words.Number(CentimetresPerMetre * Math.Sqrt(squared / counts.Sum()), "0.0")} cm over all steps (root mean square, {trials.Count} trials).");
        report.Figure(
            "error",
            new LinesFigure
            {
                Curves = [new("mean", [.. Enumerable.Range(1, recording.Steps).Select(step => step * recording.Dt.TotalSeconds)], [.. sums.Zip(counts, (sum, count) => CentimetresPerMetre * sum / count)])],
                X = Axis.Time, Y = new Axis("Distance from the true place", "cm") { Minimum = 0 },
            },
            "Mean distance of the answered from the true place over the time that the animal walks.");
    }

    private static void WriteCounts(GridAnalysis asked, StudyContext report, SpatialCodes found, SpatialCodes? before, string unit)
    {
        var units = found.Grid.Units.Count;
        var (shuffles, least) = (asked.ShufflesOf(units), asked.LeastFound(units));
        var half = Math.Max(found.Grid.Maps.Right - found.Grid.Maps.Left, found.Grid.Maps.Top - found.Grid.Maps.Bottom) / 2;
        var maps = found.Grid.Units.Count(one => one.Geometry?.Spacing > half);
        report.Section("Kinds of cells");
        report.Text(
            $"{found.Grid.Count} of {units} units are grid cells: their map is more hexagonal than both kinds of shuffles of the same unit, at most {shuffles} of each, at a false discovery rate of "
            + $"{Words.Number(asked.FalseDiscoveries, "0.###")}. All other kinds are told from activity that is turned in time likewise; a unit may be of several kinds. "
            + (least > 1 ? $"With {shuffles} shuffles no p is below {NumberText.Probability(1.0 / (shuffles + 1))}: where fewer than {least} of {units} units are above all of their shuffles, none can be told from chance. More shuffles tell fewer." : ""));
        report.Text($"The intervals of shares take units as independent of each other, which those of one network or brain are not.{(maps > 0 ? $" A spacing of more than half of the side ({Words.Number(half)} {unit}) is that of a single field, not of a grid: {maps} of the units have one." : "")}");
        report.Table(
            "Units of each kind, and share with its interval of 95 %.",
            ["kind", "units", "share", .. before is null ? Array.Empty<string>() : ["before training"]],
            [
                Row("grid cells", codes => codes.Grid.Count), Row("border cells", codes => codes.Border.Count),
                .. found.Heading is null ? Array.Empty<IReadOnlyList<string>>() : [Row("head-direction cells", codes => codes.Heading!.Count)],
                Row("informative about the place", codes => codes.Information.Count),
            ]);
        report.Text(
            (found.Halves is { } halves ? $"Maps of two halves of the data correlate with {Words.Spread(halves.Correlations)} (mean and standard deviation over the units). " : "Too few bins were visited in both halves of the data to compare their maps. ")
            + $"A linear reading of all units (ridge regression, fitted to one half and tested in the other) is {Words.Number(found.Decoded.Error, "0.000")} {unit} from the true place (root mean square); the mean place alone is "
            + $"{Words.Number(found.Decoded.Chance, "0.000")} {unit} off" + (before is null ? "." : $", and that of the units before training {Words.Number(before.Decoded.Error, "0.000")} {unit}."));

        IReadOnlyList<string> Row(string kind, Func<SpatialCodes, int> count)
        {
            // None found is no finding where it takes several.
            string Told(int number) => number == 0 && least > 1 ? $"fewer than {least}" : $"{number}";
            var ((low, high), number) = (Binomial.Wilson(count(found), units), count(found));
            return
            [
                kind, Told(number), number == 0 && least > 1 ? "–" : $"{Words.Percent((double)number / units)} [{Words.Percent(low)}, {Words.Percent(high)}]",
                .. before is null ? Array.Empty<string>() : [Told(count(before))],
            ];
        }
    }

    private static void WriteMaps(GridAnalysis asked, StudyContext report, SpatialCodes found, string unitOfLength)
    {
        var cells = found.Grid;
        var most = cells.Units.OrderByDescending(unit => unit.IsGridCell).ThenByDescending(unit => unit.Hexagonal).ThenBy(unit => unit.Unit).Take(MostUnits).ToList();
        report.Section("Maps");
        report.Table(
            $"The {most.Count} units with the highest hexagonal scores{(cells.Count > 0 ? ", grid cells first" : "")}; data/units.csv has all.",
            ["unit", "hexagonal score", "95th percentile, turned in time", "95th percentile, fields moved", "greater p", "square score", $"spacing ({unitOfLength})", "orientation", "grid cell"],
            [
                .. most.Select(unit => (IReadOnlyList<string>)
                [
                    found.Name(unit.Unit), Words.Number(unit.Hexagonal), Words.Number(unit.TurnedQuantile), Words.Number(unit.MovedQuantile),
                    NumberText.Probability(Math.Max(unit.TurnedPValue, unit.MovedPValue)), Words.Number(unit.Square),
                    unit.Geometry is { } geometry ? Words.Number(geometry.Spacing) : "–", unit.Geometry is { } turned ? Words.Number(turned.Orientation, "0") + "°" : "–",
                    unit.IsGridCell ? "yes" : "no",
                ]),
            ]);
        report.Figure(
            "maps",
            new RateMapsFigure
            {
                Panels = [.. most.Select(unit => new MatrixPanel($"{found.Name(unit.Unit)}: {Words.Number(unit.Hexagonal)}", Normalised(cells.Maps.Units[unit.Unit])))],
                Value = new Axis("From least to greatest") { Minimum = 0, Maximum = 1 },
            },
            $"Mean activity of these units over the plane, each from its least to its greatest{(asked.Smoothing > 0 ? $", smoothed by a Gaussian of {Words.Number(asked.Smoothing, "0.##")} of a bin" : "")}; the number is the hexagonal score.");
        report.Figure(
            "autocorrelograms",
            new RateMapsFigure
            {
                Panels =
                [
                    .. most.Select(unit => (unit.Unit, Map: SpatialAutocorrelogram.Of(cells.Maps.Units[unit.Unit])))
                        .Select(one => new MatrixPanel(found.Name(one.Unit), MovementStatistics.Square(one.Map.Values, one.Map.Columns, correlation => correlation))),
                ],
                Value = new Axis("Correlation") { Minimum = -1, Maximum = 1 }, Midpoint = 0,
            },
            "Their spatial autocorrelograms. Six peaks around the middle, 60° apart, make a grid cell.");
        report.Figure(
            "scores",
            new HistogramFigure
            {
                Groups = [new("score", [.. cells.Units.Select(unit => unit.Hexagonal)]), new("95th percentile of its shuffles", [.. cells.Units.Select(unit => Math.Max(unit.TurnedQuantile, unit.MovedQuantile))])],
                X = new Axis("Hexagonal score"),
            },
            "Hexagonal scores of all units, and below what 95 % of the shuffles of each unit score, for the kind of shuffles that scores higher.");
    }

    private static void WriteModules(GridAnalysis asked, StudyContext report, GridCells cells, string unit)
    {
        double[] spacings = [.. cells.Units.Where(unit => unit is { IsGridCell: true, Geometry: not null }).Select(unit => unit.Geometry!.Spacing)];
        if (spacings.Length < LeastSpacings)
        {
            return;
        }

        var modules = new ScaleModules { Seed = asked.Seed, Threads = report.Threads }.Of(spacings);
        report.Section("Modules");
        report.Text(
            $"The spacings of {spacings.Length} grid cells are best described by {modules.Modules.Count} of 1 to {modules.Bic.Count} modules, as mixtures of Gaussians of their logarithms, by the Bayesian information criterion"
            + (modules.PValue is { } p ? $" (p = {NumberText.Probability(p)} against one)." : "."));
        report.Table(
            "Modules by spacing.", [$"spacing ({unit})", "relative width", "share", "ratio to the one before"],
            [
                .. modules.Modules.Select((module, k) => (IReadOnlyList<string>)
                    [Words.Number(module.Scale), Words.Number(module.Width), Words.Percent(module.Share), k == 0 ? "–" : Words.Number(modules.Ratios[k - 1])]),
            ]);
    }

    private static double[,] Normalised(RateMap map) => MovementStatistics.Square(MovementStatistics.Scaled(map), map.Columns, rate => rate ?? double.NaN);

    private static void WriteData(StudyContext report, SpatialCodes found)
    {
        report.Data(
            "units",
            [
                "unit", "hexagonal", "square", "p_turned", "p_moved", "grid_cell", "spacing", "orientation_degrees", "ellipticity", "border_score", "border_cell", "information_bits", "information_p", "informative",
                "resultant_length", "preferred_direction_degrees", "head_direction_cell", "halves_correlation",
            ],
            found.Grid.Units.Select(unit => (IReadOnlyList<string>)
            [
                found.Name(unit.Unit), Words.Exact(unit.Hexagonal), Words.Exact(unit.Square), Words.Exact(unit.TurnedPValue), Words.Exact(unit.MovedPValue), YesNo(unit.IsGridCell),
                Text(unit.Geometry?.Spacing), Text(unit.Geometry?.Orientation), Text(unit.Geometry?.Ellipticity),
                Text(found.Border.Units[unit.Unit].Border?.Score), YesNo(found.Border.Units[unit.Unit].IsBorderCell),
                Words.Exact(found.Information.Units[unit.Unit].Information), Words.Exact(found.Information.Units[unit.Unit].PValue), YesNo(found.Information.Units[unit.Unit].IsSignificant),
                Text(found.Heading?.Units[unit.Unit].ResultantLength), Text(found.Heading?.Units[unit.Unit].PreferredDirection * 180 / Math.PI), found.Heading is { } heading ? YesNo(heading.Units[unit.Unit].IsHeadDirectionCell) : "",
                Text(found.Halves?.Correlations[unit.Unit]),
            ]));
        report.Data(
            "maps", ["unit", "column", "row", "x", "y", "rate"],
            found.Grid.Maps.Units.SelectMany((map, unit) => map.Rates.Select((rate, bin) => (IReadOnlyList<string>)
                [found.Name(unit), $"{bin % map.Columns}", $"{bin / map.Columns}", Middle(found.Grid.Maps.Left, found.Grid.Maps.Right, bin % map.Columns, map.Columns), Middle(found.Grid.Maps.Bottom, found.Grid.Maps.Top, bin / map.Columns, map.Rows), rate is { } known ? Words.Exact(known) : ""])));
    }

    private static string Middle(double from, double to, int bin, int bins) => Words.Exact(from + ((bin + 0.5) * (to - from) / bins));

    private static string YesNo(bool value) => value ? "true" : "false";

    private static string Text(double? value) => value is { } known && double.IsFinite(known) ? Words.Exact(known) : "";
}

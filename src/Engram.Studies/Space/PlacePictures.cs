using Engram.Analysis;
using Engram.Figures;
using Engram.Simulation;

namespace Engram.Studies.Space;

/// <summary>Maps of place cells, where their peaks are, and how splitter cells differ, in the report.</summary>
internal static class PlacePictures
{
    /// <summary>The maps of each way, sorted by the peaks in other trials, and the peaks.</summary>
    public static void Write(StudyContext report, Recording recording, PlaceCells cells, PlaceCells sorting)
    {
        if (cells.Count == 0)
        {
            report.Text("Without place cells there are no maps to show; data/maps.csv has those of all units.");
            return;
        }

        var bands = Bands(recording, cells);
        foreach (var (k, map) in cells.Maps.Index())
        {
            int[] order =
            [
                .. cells.Units.Where(unit => unit.IsPlaceCell && sorting.Units[unit.Unit].Fields[k] is not null)
                    .OrderBy(unit => sorting.Units[unit.Unit].Fields[k]!.Peak).ThenBy(unit => unit.Unit).Select(unit => unit.Unit),
            ];
            if (order.Length == 0)
            {
                continue;
            }

            report.Figure(
                $"maps-{k + 1}",
                new RateHeatMapFigure
                {
                    Title = map.Trajectory,
                    Rates = Normalised(map, order),
                    Time = [.. cells.Edges.SkipLast(1)],
                    X = new Axis(Capital(cells.Covariate)),
                    Unit = "",
                    Sorted = false,
                    Row = "Place cell, by peak in other trials",
                    Periods = bands,
                },
                $"Mean activity of the {order.Length} place cells along the way {map.Trajectory}, {map.Trials} trials, each from its least to its greatest, sorted by the peaks in other trials."
                + (bands.Count > 0 ? " Lines are where the periods of the trials begin." : ""));
        }

        report.Figure(
            "peaks",
            new HistogramFigure
            {
                Groups =
                [
                    .. cells.Trajectories.Select((name, k) => new NamedValues(
                        name, [.. cells.Units.Where(unit => unit.IsPlaceCell && unit.Fields[k] is not null).Select(unit => unit.Fields[k]!.Peak)])),
                ],
                X = new Axis(Capital(cells.Covariate)) { Minimum = cells.Edges[0], Maximum = cells.Edges[^1] },
                Bins = Math.Min(20, cells.Edges.Count - 1),
            },
            "Where place cells peak along each way.");
    }

    /// <summary>The effect along the stretch.</summary>
    public static void Write(StudyContext report, SplitterCells splitters, string covariate)
    {
        int[] bins = [.. Enumerable.Range(0, splitters.Edges.Count - 1).Where(bin => splitters.Units[0].EtaSquared[bin] is not null)];
        double[] places = [.. bins.Select(bin => splitters.Centres[bin])];
        report.Figure(
            "splitters",
            new LinesFigure
            {
                Curves =
                [
                    Curve.MedianAndQuartiles("η²", [.. splitters.Units.Select(unit => new Curve("", places, [.. bins.Select(bin => unit.EtaSquared[bin]!.Value)]))]),
                    Curve.MedianAndQuartiles(
                        "difference / range", [.. splitters.Units.Select(unit => new Curve("", places, [.. bins.Select(bin => unit.Differences[bin]!.Value)]))]),
                ],
                X = new Axis(Capital(covariate)) { Minimum = splitters.Edges[0], Maximum = splitters.Edges[^1] },
                Y = new Axis("Effect") { Minimum = 0, Maximum = 1 },
                Points = true,
            },
            $"Along the stretch that all ways share: the share η² of a unit's variance over trials that {splitters.Factor} explains, and the greatest difference of its mean rates as a "
            + "share of its range. Medians and quartiles over all units.");
        report.Data(
            "splitters",
            ["unit", "place", "eta_squared", "difference"],
            splitters.Units.SelectMany(unit => bins.Select(bin => (IReadOnlyList<string>)
            [
                $"{unit.Unit}", LowRank.Words.Exact(splitters.Centres[bin]), LowRank.Words.Exact(unit.EtaSquared[bin]!.Value), LowRank.Words.Exact(unit.Differences[bin]!.Value),
            ])));
    }

    // NaN, which is left blank, where nobody was.
    private static double[,] Normalised(TrackMap map, int[] order)
    {
        var rates = new double[order.Length, map.Occupancy.Count];
        for (var row = 0; row < order.Length; row++)
        {
            double[] values = [.. Enumerable.Range(0, map.Occupancy.Count).Select(bin => map.Rates[order[row], bin] ?? double.NaN)];
            var (least, greatest) = (values.Where(double.IsFinite).Min(), values.Where(double.IsFinite).Max());
            for (var bin = 0; bin < values.Length; bin++)
            {
                rates[row, bin] = greatest > least ? (values[bin] - least) / (greatest - least) : double.IsFinite(values[bin]) ? 0 : double.NaN;
            }
        }

        return rates;
    }

    // The periods of the trials where each is a stretch of the track; none where the animal is elsewhere in some.
    private static IReadOnlyList<PeriodBand> Bands(Recording recording, PlaceCells cells)
    {
        var places = recording.Covariate(cells.Covariate);
        var ranges = new List<(string Name, double Low, double High)>();
        foreach (var name in recording.Trials.SelectMany(trial => trial.Periods).Select(period => period.Name).Distinct())
        {
            var taken = recording.Trials.Where(trial => !trial.IsCatch).SelectMany(trial => recording.StepsOf(name, trial.Index) is (var first, var end)
                ? Enumerable.Range(first, end - first).Select(step => (double)places[(step * recording.TrialCount) + trial.Index]) : [])
                .Where(double.IsFinite).ToList();
            if (taken.Count > 0)
            {
                ranges.Add((name, taken.Min(), taken.Max()));
            }
        }

        return ranges.Zip(ranges.Skip(1)).All(pair => pair.First.High <= pair.Second.Low)
            ? [.. ranges.Select((range, k) => new PeriodBand(
                range.Name, k == 0 ? cells.Edges[0] : (ranges[k - 1].High + range.Low) / 2, k + 1 == ranges.Count ? cells.Edges[^1] : (range.High + ranges[k + 1].Low) / 2))] : [];
    }

    private static string Capital(string name) => name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name[1..];
}

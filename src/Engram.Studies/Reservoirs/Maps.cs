using Engram.Figures;
using Engram.Learning;
using Engram.Studies.Common;
using Engram.Studies.LowRank;
using Engram.Tasks;

namespace Engram.Studies.Reservoirs;

/// <summary>Which spectral radius, leak and size of inputs do well together.</summary>
internal static class Maps
{
    // Slow units need long to forget the state in which a trial begins.
    private const int Units = 100, Trials = 4, WarmUp = 1000;

    private const double Advised = 0.95, Smallest = 0.1;
    private static readonly double[] Regularisations = [1e-10, 1e-8, 1e-6, 1e-4, 1e-2];

    private static readonly IReadOnlyList<(string Id, string Name, TimeSeriesTask Task)> Tasks =
    [
        ("mackey-glass", "Mackey-Glass", new MackeyGlassTask { WarmUp = [WarmUp], Length = [1600], TestLength = [400] }),
        ("narma", "NARMA", new NarmaTask { WarmUp = [WarmUp], TestLength = [1000] }),
    ];

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study)
    {
        var (seeds, many) = (study.Seeds(full: 5, quick: 2), study.Seeds(full: 20, quick: 2));
        var grid = new Map(
            study.Choose<double[]>([Smallest, 0.3, 0.6, 0.8, Advised, 1.1, 1.4, 2], [Smallest, Advised, 1.4]), study.Choose<double[]>([0.1, 0.2, 0.4, 0.7, 1], [0.3, 1]),
            study.Choose<double[]>([0.03, 0.1, 0.3, 1, 3], [0.3]), []);
        study.Section("Spectral radius, leak and size of inputs");
        study.Text(
            $"Reservoirs of {Units} units at each combination of a spectral radius, a leak and a size of input weights; the other settings are those of the preset, and {WarmUp} samples are shown before any is scored. "
            + $"Validation chooses the regularisation from 10⁻¹⁰ to 10⁻². The best of many cells is partly so by luck. Therefore {many.Count} new networks have each radius, together with the leak and the size of inputs "
            + $"that were best with it among the first {seeds.Count}; claims rest on these alone. It is often advised that a spectral radius just below 1 is best.");
        var found = new List<(string Id, string Name, Map Map, IReadOnlyList<IReadOnlyList<double>> Errors)>();
        foreach (var (place, (id, name, task)) in Tasks.Index())
        {
            var family = 20 + (10 * place);
            var map = Scan(study, grid, task, name, family, seeds);
            var runs = Sweeps.Train(study, $"{name} with each radius", family + 9, map.BestByRadius.Select(cell => Of(task, cell)), many);
            found.Add((id, name, map, Reservoir.BySetting(study.Measure($"errors of {name} with each radius", runs, Trials, Reservoir.Nrmse), many)));
            study.Figure(
                $"map-{id}",
                new MatrixFigure
                {
                    Panels = [.. map.Scales.Select(scale => new MatrixPanel($"inputs of {scale}", map.Panel(scale)))],
                    Rows = new Axis("leak"), Columns = new Axis("spectral radius"), Value = new Axis("log₁₀ of the nrmse"), RowsUpward = true, Decimals = 2,
                    RowLabels = [.. map.Leaks.Select(leak => $"{leak}")], ColumnLabels = [.. map.Radii.Select(radius => $"{radius}")],
                },
                $"{name}: logarithm of the error, mean over {seeds.Count} networks, by spectral radius and leak, for each size of input weights.");
            study.Data(
                $"map-{id}", ["spectral_radius", "leak", "input_scale", "seed", "nrmse"],
                map.Cells.SelectMany(cell => cell.Errors.Zip(seeds, (error, seed) => (IReadOnlyList<string>)
                    [Words.Exact(cell.Radius), Words.Exact(cell.Leak), Words.Exact(cell.Scale), $"{seed}", Words.Exact(error)])));
        }

        study.Table(
            $"The best of {found[0].Map.Cells.Count} cells by the geometric mean over {seeds.Count} networks, whether it lies at an edge of the grid, and how many are near it.",
            ["task", "radius", "leak", "inputs", "nrmse", "at an edge", "cells within 10 %", "within 50 %", "radii of those within 10 %"],
            [
                .. found.Select(one => (IReadOnlyList<string>)
                [
                    one.Name, $"{one.Map.Best.Radius}", $"{one.Map.Best.Leak}", $"{one.Map.Best.Scale}", Words.Number(Math.Pow(10, one.Map.Best.Log), "G2"),
                    one.Map.Edges.Count == 0 ? "no" : string.Join(", ", one.Map.Edges), $"{one.Map.Within(1.1).Count}", $"{one.Map.Within(1.5).Count}",
                    string.Join(", ", one.Map.Within(1.1).Select(cell => cell.Radius).Distinct().Order()),
                ]),
            ]);
        study.Table(
            "How many times that of the best cell the error is, where one setting is held and the other two are the best with it.",
            ["setting", "value", .. Tasks.Select(task => task.Name)],
            [
                .. Held("radius", grid.Radii, cell => cell.Radius), .. Held("leak", grid.Leaks, cell => cell.Leak), .. Held("inputs", grid.Scales, cell => cell.Scale),
            ]);
        study.Figure(
            "radius",
            new LinesFigure
            {
                Curves = [.. found.Select(one => Reservoir.Means(one.Name, grid.Radii, one.Errors, isGeometric: true))],
                X = new Axis("spectral radius") { Logarithmic = true, Ticks = grid.Radii }, Y = new Axis("nrmse") { Logarithmic = true }, Points = true, Whiskers = true,
                XLines = [new ReferenceLine(1, "1")],
            },
            $"Error with each spectral radius and the leak and size of inputs that are best with it; geometric mean and 95 % interval over {many.Count} new networks.");
        study.Table(
            $"Leak and size of inputs that are best with each spectral radius, and the error of {many.Count} new networks: geometric mean and 95 % interval of the nrmse × 10³.",
            ["radius", .. Tasks.SelectMany(task => new[] { $"{task.Name}: leak", "inputs", "nrmse × 10³" })],
            [
                .. grid.Radii.Select((radius, k) => (IReadOnlyList<string>)
                [
                    $"{radius}", .. found.SelectMany(one => new[]
                    {
                        $"{one.Map.BestByRadius[k].Leak}", $"{one.Map.BestByRadius[k].Scale}", Reservoir.Geometric([.. one.Errors[k].Select(error => 1000 * error)], "0.00"),
                    }),
                ]),
            ]);
        var (advised, least) = (grid.Radii.ToList().IndexOf(Advised), grid.Radii.ToList().IndexOf(Smallest));
        foreach (var (id, name, map, errors) in found)
        {
            var order = map.BestByRadius.Index().OrderBy(one => one.Item.Log).Select(one => one.Index).ToList();
            study.Claim(
                $"radius-below-one-{id}", $"{name}: no other spectral radius is better than {Advised} by 10 %: logarithm of the error with {Advised} over that with the best other one, which is chosen on other networks.",
                "just below 1 is best (common advice)", Ratio(errors, advised, order.First(k => k != advised)), new Below(Math.Log10(1.1)));
            study.Claim(
                $"recurrence-{id}", $"{name}: almost without recurrence the error is greater by half at least: logarithm of the error with a spectral radius of {Smallest} over that with the best one.",
                "not said", Ratio(errors, least, order[0]), new Above(Math.Log10(1.5)));
        }

        IEnumerable<IReadOnlyList<string>> Held(string name, IReadOnlyList<double> values, Func<MapCell, double> of) => values.Select(value => (IReadOnlyList<string>)
            [name, $"{value}", .. found.Select(one => $"× {Words.Number(one.Map.Held(cell => of(cell) == value))}")]);
    }

    private static Map Scan(StudyContext study, Map grid, TimeSeriesTask task, string name, int family, IReadOnlyList<ulong> seeds)
    {
        var cells = new List<MapCell>();
        foreach (var (place, scale) in grid.Scales.Index())
        {
            List<MapCell> some = [.. grid.Radii.SelectMany(radius => grid.Leaks.Select(leak => new MapCell(radius, leak, scale, [])))];
            var runs = Sweeps.Train(study, $"{name} with inputs of {place + 1}", family + place, some.Select(cell => Of(task, cell)), seeds);
            var errors = Reservoir.BySetting(study.Measure($"errors of {name} with inputs of {place + 1}", runs, Trials, Reservoir.Nrmse), seeds);
            cells.AddRange(some.Zip(errors, (cell, of) => cell with { Errors = of }));
        }

        return grid with { Cells = cells };
    }

    // Every network has streams of its own, so that any pairing of networks is one of independent pairs.
    private static IReadOnlyList<double> Ratio(IReadOnlyList<IReadOnlyList<double>> errors, int one, int other) =>
        [.. errors[one].Zip(errors[other], (a, b) => Math.Log10(a / b))];

    private static RunConfiguration Of(TimeSeriesTask task, MapCell cell)
    {
        var plain = Reservoir.Of(task, of => of with { Units = Units, LeakRate = cell.Leak }, Regularisations);
        return plain with { Network = plain.Network with { SpectralRadius = cell.Radius, InputScale = cell.Scale } };
    }
}

using Engram.Analysis;
using Engram.Cells;
using Engram.Configuration;
using Engram.Figures;
using Engram.Networks;
using Engram.Storage;
using Engram.Studies.LowRank;

namespace Engram.Studies.Reservoirs;

/// <summary>How liquids are connected, and how far apart their states are after inputs that differ.</summary>
internal static class LiquidStates
{
    // Probabilities of connections at no distance (Maass et al. 2002), by the matrix that the cell has of each kind.
    private static readonly IReadOnlyList<(string Name, string Matrix, bool FromExcitatory, bool ToExcitatory, double C)> Kinds =
    [
        ("excitatory to excitatory", "w_ee", true, true, 0.3), ("excitatory to inhibitory", "w_ei", true, false, 0.2),
        ("inhibitory to excitatory", "w_ie", false, true, 0.4), ("inhibitory to inhibitory", "w_ii", false, false, 0.1),
    ];

    /// <summary>Writes connections and separation.</summary>
    /// <param name="study">The study.</param>
    /// <param name="kinds">Networks of each kind, liquids first.</param>
    /// <param name="sizes">How far apart inputs are.</param>
    public static void Write(StudyContext study, IReadOnlyList<(string Id, string Name, IReadOnlyList<SweepRun> Runs)> kinds, double[] sizes)
    {
        var liquid = (LiquidStateCell)kinds[0].Runs[0].Configuration.Cell;
        var counts = study.Measure("connections of liquids", kinds[0].Runs, study.Choose(40, 2), Count);
        double[] expected = [.. Kinds.Select(kind => Expected(liquid, kind.FromExcitatory, kind.ToExcitatory, kind.C))];
        study.Table(
            $"Connections of a liquid of {liquid.Units} units on a grid of {liquid.Width} × {liquid.Height} × {liquid.Units / liquid.Width / liquid.Height}: mean and 95 % interval over {counts.Count} means of {study.Choose(40, 2)} "
            + "liquids each, drawn for this, and what "
            + $"the formula C exp(−(D/λ)²), λ = {Words.Number(liquid.ConnectionLength, "0")}, gives on average over where units are.",
            ["connections", "C", "found", "formula"],
            [
                .. Kinds.Select((kind, k) => (IReadOnlyList<string>)[kind.Name, Words.Number(kind.C, "0.0"), Words.Interval([.. counts.Select(one => one[k])], "0.0"), Words.Number(expected[k], "0.0")]),
                ["all", "", Words.Interval([.. counts.Select(one => one.Sum())], "0.0"), Words.Number(expected.Sum(), "0.0")],
            ]);
        var separations = kinds.Select(kind => (kind.Id, kind.Name, Found: study.Measure($"separation {kind.Id}", kind.Runs, sizes, Separated))).ToList();
        study.Text(
            "Two sequences of random inputs, with the means and deviations of those of the syllables, are given to each network for 150 ms, and the distance between the states at their ends is the root mean square "
            + "over units of the difference of what the readout sees. Liquids get new inputs every 1 ms, echo-state reservoirs every 10 ms.");
        study.Figure(
            "liquid-separation",
            new LinesFigure
            {
                Curves = [.. separations.Select(one => Reservoir.Means(one.Name, sizes, [.. sizes.Select((_, k) => (IReadOnlyList<double>)[.. one.Found.Select(found => found[k])])]))],
                X = new Axis("Difference of inputs (standard deviations)") { Logarithmic = true }, Y = new Axis("Distance of states (that of unrelated sequences)"), Points = true,
            },
            "Separation: how far apart states are after inputs that differ by so much, relative to those after sequences that have nothing in common; means and 95 % intervals over networks.");
        study.Data(
            "liquid-separation", ["network", "seed", "inputs", "states"],
            separations.SelectMany((one, kind) => one.Found.SelectMany((found, s) => sizes.Select((size, k) => (IReadOnlyList<string>)
                [one.Id, $"{kinds[kind].Runs[s].Configuration.Seed}", Words.Exact(size), Words.Exact(found[k])]))));
        int tenth = Array.IndexOf(sizes, 0.1), whole = Array.IndexOf(sizes, 1);
        study.Claim(
            "liquid-connections", "Liquids have as many connections as the formula says, within 10 %: ratio.", "Maass et al. 2002: C exp(−(D/λ)²)",
            [.. counts.Select(one => one.Sum() / expected.Sum())], new Between(0.9, 1.1));
        study.Claim(
            "liquid-separation", "States of a liquid are farther apart the more the inputs differ: distance at 1 standard deviation by that at 0.1.",
            "Maass et al. 2002: the distance of states grows with that of inputs", [.. separations[0].Found.Select(found => found[whole] / found[tenth])], new Above(1.5));
    }

    // Means over liquids with seeds of their own.
    private static double[] Count(TrainedRun run, int liquids)
    {
        var graph = run.Network.Cell.Graph(1, 1, run.Configuration.Training.Dt);
        var drawn = Enumerable.Range(0, liquids).Select(k => Network.Create(run.Network.Cell, graph, run.Network.Options, (1000 * run.Configuration.Seed) + (ulong)k)).ToList();
        return [.. Kinds.Select(kind => drawn.Average(network => (double)network.Effective(kind.Matrix).ToArray().Count(weight => weight != 0)))];
    }

    private static double[] Separated(TrainedRun run, double[] sizes)
    {
        using var probe = new ReservoirProbe(run.Experiment(200, run.Configuration.Seed));
        var found = probe.Separation(sizes, steps: (int)Math.Round(150.Ms / run.Configuration.Training.Dt), seed: run.Configuration.Seed);
        return [.. found.Rates.Select(distance => distance / found.Unrelated)];
    }

    // The kinds of units are drawn at random places, so that all pairs of places are equally probable.
    private static double Expected(LiquidStateCell cell, bool fromExcitatory, bool toExcitatory, double c)
    {
        var (n, inhibitory) = (cell.Units, (int)Math.Round(cell.InhibitoryFraction * cell.Units));
        var sum = 0.0;
        for (var a = 0; a < n; a++)
        {
            for (var b = 0; b < n; b++)
            {
                sum += a == b ? 0 : Math.Exp(-Squared(cell, a, b) / (cell.ConnectionLength * cell.ConnectionLength));
            }
        }

        int from = fromExcitatory ? n - inhibitory : inhibitory, to = toExcitatory ? n - inhibitory : inhibitory;
        return c * from * (fromExcitatory == toExcitatory ? to - 1 : to) * sum / n / (n - 1);
    }

    private static double Squared(LiquidStateCell cell, int a, int b) =>
        Math.Pow((a % cell.Width) - (b % cell.Width), 2) + Math.Pow((a / cell.Width % cell.Height) - (b / cell.Width % cell.Height), 2)
        + Math.Pow((a / (cell.Width * cell.Height)) - (b / (cell.Width * cell.Height)), 2);
}

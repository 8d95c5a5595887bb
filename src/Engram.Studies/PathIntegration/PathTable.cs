using Engram.Studies.LowRank;

namespace Engram.Studies.PathIntegration;

/// <summary>Networks of several settings in tables, as maps and as data.</summary>
internal static class PathTable
{
    /// <summary>Writes them.</summary>
    /// <param name="study">Where.</param>
    /// <param name="name">Of the figures and of the data.</param>
    /// <param name="rows">A row for each setting and dropout.</param>
    public static void Write(StudyContext study, string name, IReadOnlyList<(string Title, string Setting, double Dropout, IReadOnlyList<PathNetwork> Networks)> rows)
    {
        var count = rows[0].Networks.Count;
        study.Table(
            $"Errors: means and intervals of 95 % over {count} networks.", ["setting", "root mean square (cm)", "mean (cm)", "root mean square before training (cm)", "loss (nats)"],
            [.. rows.Select(row => (IReadOnlyList<string>)
                [row.Title, Mean(row.Networks, one => one.Error, "0.0"), Mean(row.Networks, one => one.Mean, "0.0"), Mean(row.Networks, one => one.Untrained, "0"), Mean(row.Networks, one => one.Loss, "0.000")])]);
        study.Table(
            $"Grid cells: means and intervals of 95 % over {count} networks. Spacing (median) and agreement of axes (1 where all are turned alike) are of grid cells with several fields, where there are at least five.",
            ["setting", "grid cells (%)", "the same before training (%)", "networks with any", "with several fields (%)", "their spacing (m)", "agreement of axes"],
            [.. rows.Select(row => (IReadOnlyList<string>)
            [
                row.Title, Mean(row.Networks, one => 100 * one.Grid, "0.0"), Mean(row.Networks, one => 100 * one.UntrainedGrid, "0.0"), $"{row.Networks.Count(one => one.Grid > 0)} of {count}",
                Mean(row.Networks, one => 100 * one.Small, "0.0"), Known(row.Networks, one => one.Spacing), Known(row.Networks, one => one.Aligned),
            ])]);
        study.Table(
            $"Units, each by itself: means and intervals of 95 % over {count} networks. By chance 5 % have p ≤ 0.05 against both kinds of shuffles, or more where maps are smooth and have few fields, for no shuffle keeps all of that: compare with those before training.",
            ["setting", "p ≤ 0.05 (%)", "the same before training (%)", $"score above {PathNetwork.Threshold} (%)", "the same before training (%)", "highest score", "head direction (%)", "place (%)"],
            [.. rows.Select(row => (IReadOnlyList<string>)
            [
                row.Title, Mean(row.Networks, one => 100 * one.Beyond, "0.0"), Mean(row.Networks, one => 100 * one.UntrainedBeyond, "0.0"), Mean(row.Networks, one => 100 * one.AboveThreshold, "0"),
                Mean(row.Networks, one => 100 * one.UntrainedAboveThreshold, "0"), Mean(row.Networks, one => one.Hexagonal, "0.00"), Mean(row.Networks, one => 100 * one.Heading, "0"), Mean(row.Networks, one => 100 * one.Places, "0"),
            ])]);
        PathMap.Write(study, name, [.. rows.Select(row => (row.Title, row.Networks))]);
        study.Data(
            name,
            [
                "setting", "dropout", "network", "error_cm", "mean_error_cm", "error_untrained_cm", "loss", "grid_cells", "grid_cells_several_fields", "grid_cells_untrained", "p_at_most_0.05", "p_at_most_0.05_untrained", "above_threshold", "above_threshold_untrained", "hexagonal_most", "square", "head_direction",
                "place", "spacing_m", "axes_agree",
            ],
            rows.SelectMany(row => row.Networks.Select((network, k) => (IReadOnlyList<string>)
            [
                row.Setting, Words.Exact(row.Dropout), $"{k + 1}", Words.Exact(network.Error), Words.Exact(network.Mean), Words.Exact(network.Untrained), Words.Exact(network.Loss), Words.Exact(network.Grid),
                Words.Exact(network.Small), Words.Exact(network.UntrainedGrid), Words.Exact(network.Beyond), Words.Exact(network.UntrainedBeyond), Words.Exact(network.AboveThreshold), Words.Exact(network.UntrainedAboveThreshold), Words.Exact(network.Hexagonal), Words.Exact(network.Square), Words.Exact(network.Heading), Words.Exact(network.Places),
                Text(network.Spacing), Text(network.Aligned),
            ])));
    }

    private static string Mean(IReadOnlyList<PathNetwork> networks, Func<PathNetwork, double> of, string format) => Words.Interval([.. networks.Select(of)], format);

    private static string Known(IReadOnlyList<PathNetwork> networks, Func<PathNetwork, double?> of)
    {
        double[] known = [.. networks.Select(of).OfType<double>()];
        return known.Length == 0 ? "–" : known.Length == networks.Count ? Words.Interval(known) : $"{Words.Interval(known)}, {known.Length} networks";
    }

    private static string Text(double? value) => value is { } known ? Words.Exact(known) : "";
}

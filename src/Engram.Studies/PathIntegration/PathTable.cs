using Engram.Studies.LowRank;

namespace Engram.Studies.PathIntegration;

/// <summary>Networks of several settings in a table, and as data.</summary>
internal static class PathTable
{
    /// <summary>Headers of the rows.</summary>
    public static IReadOnlyList<string> Headers { get; } =
        ["setting", "error (cm)", "mean error (cm)", "error before training (cm)", "loss (nats)", "grid cells (%)", "with several fields (%)", "grid cells before training (%)", "highest score", "head direction (%)", "place (%)"];

    /// <summary>A row: means and intervals over networks.</summary>
    public static IReadOnlyList<string> Row(string name, IReadOnlyList<PathNetwork> networks)
    {
        string Mean(Func<PathNetwork, double> of, string format) => Words.Interval([.. networks.Select(of)], format);
        return
        [
            name, Mean(one => one.Error, "0.0"), Mean(one => one.Mean, "0.0"), Mean(one => one.Untrained, "0"), Mean(one => one.Loss, "0.000"), Mean(one => 100 * one.Grid, "0.0"), Mean(one => 100 * one.Small, "0.0"),
            Mean(one => 100 * one.UntrainedGrid, "0.0"), Mean(one => one.Hexagonal, "0.00"), Mean(one => 100 * one.Heading, "0"), Mean(one => 100 * one.Places, "0"),
        ];
    }

    /// <summary>Writes the networks as data.</summary>
    public static void Data(StudyContext study, string name, IEnumerable<(string Setting, double Dropout, IReadOnlyList<PathNetwork> Networks)> all) => study.Data(
        name,
        ["setting", "dropout", "network", "error_cm", "mean_error_cm", "error_untrained_cm", "loss", "grid_cells", "grid_cells_several_fields", "grid_cells_untrained", "hexagonal_most", "square", "head_direction", "place"],
        all.SelectMany(one => one.Networks.Select((network, k) => (IReadOnlyList<string>)
        [
            one.Setting, Words.Exact(one.Dropout), $"{k + 1}", Words.Exact(network.Error), Words.Exact(network.Mean), Words.Exact(network.Untrained), Words.Exact(network.Loss), Words.Exact(network.Grid), Words.Exact(network.Small),
            Words.Exact(network.UntrainedGrid), Words.Exact(network.Hexagonal), Words.Exact(network.Square), Words.Exact(network.Heading), Words.Exact(network.Places),
        ])));
}

using Engram.Analysis;
using Engram.Figures;
using Engram.Storage;

namespace Engram.Studies.LowRank;

/// <summary>The loading space of a network.</summary>
internal static class Connectivity
{
    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext report, TrainedRun run, LoadingSpace space)
    {
        var names = space.Names;
        report.Section("Connectivity");
        report.Text(
            $"The network has {space.Units} units and rank {space.Rank} and was trained on {run.Configuration.Task.Name}. (m, n) and (−m, "
            + "−n) are the same network, so signs are chosen such that each m overlaps the first readout vector positively. Input and "
            + "readout vectors include their gains.");
        report.Table(
            "Covariances over units, and means.",
            ["", .. names, "mean"],
            [
                .. names.Select((name, row) => (IReadOnlyList<string>)
                    [name, .. names.Select((_, column) => Words.Number(space.Covariance()[row, column])), Words.Number(space.Means()[row])]),
            ]);
        var overlaps = space.OverlapEigenvalues();
        report.Table(
            "Eigenvalues of nᵀm/N. Above 1, the silent state is unstable along that direction; a complex pair means rotation.",
            ["", "real part", "imaginary part"],
            [
                .. overlaps.Select((value, place) => (IReadOnlyList<string>)
                    [$"{place + 1}", Words.Number(value.Real, "0.000"), Words.Number(value.Imaginary, "0.000")]),
            ]);
        report.Figure(
            "correlations",
            Correlations(names, new MatrixPanel("", space.Correlations())),
            "Correlations between the vectors of connectivity.");
        report.Data(
            "loadings",
            [.. names.Select((name, place) => new NamedArray(name, space.Columns[place], space.Units))]);
    }

    /// <summary>Correlations between vectors, from −1 to 1.</summary>
    /// <param name="names">Names of the vectors.</param>
    /// <param name="panels">A matrix for each network, or mean of networks.</param>
    public static MatrixFigure Correlations(IReadOnlyList<string> names, params IReadOnlyList<MatrixPanel> panels) => new()
    {
        Panels = panels,
        Rows = new Axis(""),
        Columns = new Axis(""),
        RowLabels = names,
        ColumnLabels = names,
        Value = new Axis("Correlation") { Minimum = -1, Maximum = 1 },
        Midpoint = 0,
        Decimals = 2,
    };
}

using Engram.Analysis;
using Engram.Figures;
using Engram.Storage;

namespace Engram.Studies.LowRank;

/// <summary>The connectivity of a network beside that of one drawn from its fit.</summary>
internal static class Loadings
{
    /// <summary>Distributions of each vector, and scatters of pairs.</summary>
    public static void Write(
        StudyContext study, string name, LoadingSpace space, LoadingSpace drawn, IReadOnlyList<(string X, string Y)> pairs,
        IReadOnlyList<int>? labels = null)
    {
        foreach (var (x, y) in pairs)
        {
            study.Figure(
                $"{name}-scatter-{x.ToLowerInvariant()}-{y.ToLowerInvariant()}",
                new PointsFigure
                {
                    Groups =
                    [
                        new Curve("trained", Column(space, x), Column(space, y)), new Curve("drawn", Column(drawn, x), Column(drawn, y)),
                    ],
                    X = new Axis(x),
                    Y = new Axis(y),
                },
                "Units of the network, and those of a network drawn from its fit.");
        }

        foreach (var (column, place) in space.Names.Select((column, place) => (column, place)))
        {
            study.Figure(
                $"{name}-distribution-{column.ToLowerInvariant()}",
                new HistogramFigure
                {
                    Groups =
                    [
                        new NamedValues("trained", space.Columns[place]), new NamedValues("drawn from the fit", drawn.Columns[place]),
                    ],
                    X = new Axis(column),
                    Shares = true,
                },
                $"Distribution of {column} over the units of the first network and of one drawn from its fit.");
        }
    }

    /// <summary>Outputs of a drawn network on the trials of a run.</summary>
    public static void Outputs(StudyContext study, string name, TrainedRun run, LoadingSpace drawn, string caption)
    {
        var recording = (run.Experiment(200) with { Network = drawn.ToNetwork(), Cell = drawn.Cell }).Run();
        study.Figure(name, Circuits.Outputs(recording, [("", recording.Output)]), caption);
    }

    private static double[] Column(LoadingSpace space, string name) => space.Columns[space.Names.ToList().IndexOf(name)];
}

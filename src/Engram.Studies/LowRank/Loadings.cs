using Engram.Analysis;
using Engram.Figures;
using Engram.Storage;

namespace Engram.Studies.LowRank;

/// <summary>The connectivity of a network beside that of one drawn from its fit.</summary>
internal static class Loadings
{
    /// <summary>Distributions of each vector, and scatters of pairs.</summary>
    /// <param name="study">Takes the figures.</param>
    /// <param name="name">Start of their names.</param>
    /// <param name="space">The network.</param>
    /// <param name="drawn">One drawn from its fit.</param>
    /// <param name="pairs">Names of two vectors for each scatter.</param>
    /// <param name="labels">The population of each unit; null for one.</param>
    public static void Write(
        StudyContext study, string name, LoadingSpace space, LoadingSpace drawn, IReadOnlyList<(string X, string Y)> pairs,
        IReadOnlyList<int>? labels = null)
    {
        study.Figure(
            $"{name}-scatter",
            new LoadingScatterFigure
            {
                Panels =
                [
                    .. pairs.Select(pair => Panel("trained", space, labels ?? new int[space.Units], pair)),
                    .. pairs.Select(pair => Panel("drawn", drawn, new int[drawn.Units], pair)),
                ],
                PanelsPerRow = pairs.Count,
            },
            "Units in planes of the loading space, with their density. Above: the network. Below: a network drawn from its fit.");
        foreach (var (column, place) in space.Names.Index().Select(one => (one.Item, one.Index)))
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
                $"Distribution of {column} over the units of the network and of a network drawn from its fit.");
        }
    }

    /// <summary>Outputs of a drawn network on the trials of a run.</summary>
    /// <param name="study">The study.</param>
    /// <param name="name">Of the figure.</param>
    /// <param name="run">The run.</param>
    /// <param name="drawn">The drawn network.</param>
    /// <param name="caption">Of the figure.</param>
    /// <param name="condition">What a condition is, above the legend.</param>
    public static void Outputs(
        StudyContext study, string name, TrainedRun run, LoadingSpace drawn, string caption, string condition = "Condition")
    {
        var recording = (run.Experiment(200) with { Network = drawn.ToNetwork() }).Run();
        study.Figure(name, Circuits.Outputs(recording, [("", recording.Output)]) with { Legend = condition }, caption);
    }

    private static LoadingPanel Panel(string title, LoadingSpace space, IReadOnlyList<int> labels, (string X, string Y) pair)
    {
        var (x, y) = (Column(space, pair.X), Column(space, pair.Y));
        return new(
            [
                .. labels.Distinct().Order().Select(label =>
                {
                    var units = Enumerable.Range(0, space.Units).Where(unit => labels[unit] == label).ToList();
                    return new Curve(
                        labels.Distinct().Count() == 1 ? "" : $"population {label + 1}",
                        [.. units.Select(unit => x[unit])], [.. units.Select(unit => y[unit])]);
                }),
            ],
            pair.X,
            pair.Y)
        {
            Title = title,
        };
    }

    private static double[] Column(LoadingSpace space, string name) => space.Columns[space.Names.ToList().IndexOf(name)];
}

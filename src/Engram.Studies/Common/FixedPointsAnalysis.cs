using Engram.Analysis;
using Engram.Configuration;
using Engram.Figures;
using Engram.Simulation;
using Engram.Storage;
using Engram.Studies.LowRank;

namespace Engram.Studies.Common;

/// <summary>The fixed and slow points of a network at the input of a period.</summary>
public sealed record FixedPointsAnalysis : RunAnalysis
{
    private const int MostShown = 30;

    /// <summary>
    /// The period whose input the network has; none for the delay, or the last period other than the decision where there is no delay.
    /// </summary>
    public string? Period { get; init; }

    /// <summary>Only the input of trials of this condition counts; none for the mean over all.</summary>
    public string? Condition { get; init; }

    /// <summary>States visited in the period from which the search starts; then twice as many, by two seeds.</summary>
    [Range(1, 100_000)]
    public int Starts { get; init; } = 100;

    /// <summary>Most steps of the search from one start.</summary>
    [Range(1, 1_000_000)]
    public int MaxIterations { get; init; } = 100;

    /// <summary>Trials that are recorded.</summary>
    [Range(1, 10_000)]
    public int Trials { get; init; } = 40;

    /// <summary>Seed of trials and starts; the last search draws its starts with the next one.</summary>
    public ulong Seed { get; init; } = 2;

    /// <inheritdoc/>
    public override string Title => "Fixed points";

    /// <inheritdoc/>
    public override string Summary =>
        "Searches the whole state space for fixed and slow points, from states that the network visits in a period, at the mean input of that period "
        + "without noise. The search is repeated from twice as many starts, and once more from as many others, to show whether there may be more "
        + "points.";

    /// <inheritdoc/>
    public override string Source =>
        "Sussillo & Barak 2013, Opening the black box: low-dimensional dynamics in high-dimensional recurrent neural networks, "
        + "doi:10.1162/NECO_a_00409.";

    /// <inheritdoc/>
    public override void Check(TrainedRun run) => PeriodInput.Check(run, Condition);

    /// <inheritdoc/>
    public override void Run(TrainedRun run, StudyContext report)
    {
        var experiment = run.Experiment(Trials, Seed) with { KeepStates = true, Threads = report.Threads };
        var recording = experiment.Run(report.Cancel);
        RecordedFactors.Require(recording, Period);
        var period = Period ?? PeriodInput.Usual(recording);
        var (input, spread) = PeriodInput.Mean((experiment with { Noise = false, KeepStates = false }).Run(report.Cancel), period, Condition);
        var visited = StatePlane.Visited(recording, period);
        var states = visited.Length / recording.StateWidth;
        if (states < 2)
        {
            throw new UsageException("The network visits fewer than two states in the period, too few to search from; record more `Trials`.");
        }

        using var map = run.Map();
        var finder = new FixedPointFinder { MaxIterations = MaxIterations };

        // At most half of all states, so that another seed gives others.
        var count = Math.Max(1, Math.Min(Starts, states / 4));
        PointSet<FixedPoint> Find(int starts, ulong seed) => finder.Find(
            map, recording.Dt, FixedPointFinder.Starts(visited, recording.StateWidth, starts, seed), input, report.Threads, report.Cancel);
        var (first, points, other) = (Find(count, Seed), Find(2 * count, Seed), Find(2 * count, unchecked(Seed + 1)));
        report.Section("Points");
        report.Text(PeriodInput.Words(recording, input, spread, period, Condition));
        Compare(report, [(count, Seed, first), (2 * count, Seed, points), (2 * count, unchecked(Seed + 1), other)]);
        report.Text($"The rest of this page is about the search from {2 * count} starts with seed {Seed}. {InWords(points)}");
        Write(report, points, recording, input);
    }

    private static string Many(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    private static string InWords(PointSet<FixedPoint> points)
    {
        var unseen = points.Unseen;
        List<string> sentences =
        [
            unseen.Starts == 0 ? "No start led to a point."
                : $"{Many(unseen.Starts, "start")} led to {Many(unseen.Found, "point")}, of which {(unseen.Once == 0 ? "none was" : unseen.Once == 1 ? "one was" : $"{unseen.Once} were")} "
                    + $"reached from one start alone; the estimated number of points that were missed is {(unseen.Once == 0 ? "0" : $"at least {Words.Number(unseen.Unseen, "0.#")}")} "
                    + $"(coverage {Words.Number(unseen.Coverage, "0.000")}).",
        ];
        if (points.Beside > 0)
        {
            sentences.Add($"{Many(points.Beside, "more point")}, to which no start led, {(points.Beside == 1 ? "was" : "were")} found between the others.");
        }

        if (points.Lost > 0 && unseen.Starts > 0)
        {
            sentences.Add($"{Many(points.Lost, "start")} led to no point.");
        }

        return string.Join(" ", sentences);
    }

    private static void Compare(StudyContext report, IReadOnlyList<(int Starts, ulong Seed, PointSet<FixedPoint> Points)> searches)
    {
        static int Count(PointSet<FixedPoint> points, PointKind kind) => points.Count(point => point.Kind == kind);
        string[] headers = ["starts", "seed", "fixed", "slow"];
        IReadOnlyList<string>[] rows =
        [
            .. searches.Select(one => (IReadOnlyList<string>)
                [$"{one.Starts}", $"{one.Seed}", $"{Count(one.Points, PointKind.Fixed)}", $"{Count(one.Points, PointKind.Slow)}"]),
        ];
        report.Table("Points that each search found. The seed decides which of the visited states it starts from.", headers, rows);
        report.Text(
            rows.Select(row => (row[2], row[3])).Distinct().Count() == 1
                ? "All searches found the same numbers of points."
                : "The numbers differ. A result that depends on the number or the choice of starts is not a result yet; give more `Starts`.");
        report.Data("searches", headers, rows);
    }

    private static void Write(StudyContext report, PointSet<FixedPoint> points, Recording recording, double[] input)
    {
        report.Data("input", ["channel", "value"], recording.InputNames.Zip(input, (name, value) => (IReadOnlyList<string>)[name, Words.Exact(value)]));
        report.Data(
            "points",
            ["point", "kind", "stability", "type", "growing", "re_lambda", "im_lambda", "time_constant", "period", "speed", "starts", "far"],
            points.Select((point, number) => (IReadOnlyList<string>)
            [
                $"{number + 1}", Kebab.Of($"{point.Kind}"), Kebab.Of($"{point.Stability}"), Kebab.Of($"{point.Type}"), $"{point.Growing()}",
                Words.Exact(point.Modes[0].Multiplier.Real), Words.Exact(point.Modes[0].Multiplier.Imaginary),
                Words.Exact(point.Modes[0].TimeConstant), point.Modes[0].IsComplex ? Words.Exact(point.Modes[0].Period) : "",
                Words.Exact(point.Speed), $"{point.Starts}", point.IsFar ? "true" : "false",
            ]));
        report.Data(
            "states",
            ["point", "state", "value"],
            points.SelectMany((point, number) => point.State.Select((value, state) => (IReadOnlyList<string>)[$"{number + 1}", $"{state}", Words.Exact(value)])));
        if (points.Count > 0)
        {
            report.Table(
                $"Points{(points.Count > MostShown ? $", the first {MostShown} of {points.Count}" : "")}. λ is the leading eigenvalue of one step; its "
                + "time constant is negative where deviations grow. Growing: in how many directions they do. Starts: how many led to the point. A far point "
                + "lies away from all that the network visits.",
                ["point", "kind", "type", "growing", "|λ|", "time constant (s)", "period (s)", "starts", "far"],
                [
                    .. points.Take(MostShown).Select((point, number) => (IReadOnlyList<string>)
                    [
                        $"{number + 1}", Kebab.Of($"{point.Kind}"), Kebab.Of($"{point.Type}"), $"{point.Growing()}",
                        Words.Number(point.Modes[0].Multiplier.Magnitude, "0.0000"), double.IsInfinity(point.Modes[0].TimeConstant) ? "∞" : Words.Number(point.Modes[0].TimeConstant, "G3"),
                        point.Modes[0].IsComplex ? Words.Number(point.Modes[0].Period, "G3") : "-", $"{point.Starts}", point.IsFar ? "yes" : "no",
                    ]),
                ]);
        }

        if (recording.StateWidth < 2)
        {
            return;
        }

        var plane = StatePlane.Of(recording);
        report.Figure(
            "points",
            new TrajectoryFigure
            {
                Curves = plane.Trajectories(recording),
                Points = [.. points.Where(point => !point.IsFar).Select(plane.Mark)],
            },
            "Mean states of each condition on the first two principal components of all visited states, and the points that lie near them.");
    }
}

using Engram.Configuration;
using Engram.Figures;
using Engram.Networks;
using Engram.Numerics;
using Engram.Simulation;
using Engram.Storage;
using Engram.Studies.LowRank;
using Engram.Tasks;

namespace Engram.Studies.Common;

/// <summary>What a network still can when units are silenced, cut off, or driven from outside.</summary>
public sealed record LesionAnalysis : RunAnalysis
{
    /// <summary>What is done: silence, cut, noise or drive.</summary>
    public LesionKind Kind { get; init; } = LesionKind.Silence;

    /// <summary>
    /// The units: an area of the network, <c>all</c>, <c>excitatory</c> or <c>inhibitory</c>. Noise and drive can be given to a share, such as
    /// <c>prefrontal:0.5</c>.
    /// </summary>
    public UnitChoice Area { get; init; } = new("all");

    /// <summary>Shares of these units that are silenced or cut off, from 0 to 1.</summary>
    [Range(0, 1)]
    public IReadOnlyList<double> Shares { get; init; } = [0, 0.25, 0.5, 0.75, 1];

    /// <summary>Standard deviations of noise, or currents, that are added to the drive in each step; needed by noise and drive.</summary>
    [Range(-1e6, 1e6)]
    public IReadOnlyList<double>? Amounts { get; init; }

    /// <summary>The area that no longer hears the units; needed to cut.</summary>
    public string? To { get; init; }

    /// <summary>The period in which it is done; none for the whole trial.</summary>
    public string? Period { get; init; }

    /// <summary>A factor of the task that is pinned to values; none for trials as they are drawn.</summary>
    public string? Factor { get; init; }

    /// <summary>The values of the factor, such as <c>0s,1s,3s</c>.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>Draws of the units that are a part of the area; measures are means over them.</summary>
    [Range(1, 1000)]
    public int Draws { get; init; } = 5;

    /// <summary>Seed of the first draw of units.</summary>
    public ulong UnitSeed { get; init; } = 1;

    /// <summary>Trials of each cell of the grid, the same for all, with the same noise.</summary>
    [Range(1, 100_000)]
    public int Trials { get; init; } = 500;

    /// <summary>Seed of trials and noise.</summary>
    public ulong Seed { get; init; } = 2;

    /// <inheritdoc/>
    public override string Title => "Lesions";

    /// <inheritdoc/>
    public override string Summary =>
        "Silences growing shares of an area's units, cuts them off from an area, or adds noise or a current to them, for whole trials or in one period, and "
        + "counts correct answers at several values of a factor. Every cell of the grid sees the same trials and noise. Units are drawn by a seed; a larger "
        + "share has all units of a smaller one.";

    /// <inheritdoc/>
    public override string Needs => "a task with right and wrong answers";

    /// <inheritdoc/>
    public override string Source =>
        "Wilson 1927, Probable inference, the law of succession, and statistical inference, doi:10.1080/01621459.1927.10502953, for the intervals.";

    private bool IsOfShares => Kind is LesionKind.Silence or LesionKind.Cut;

    /// <inheritdoc/>
    public override void Check(TrainedRun run)
    {
        if (IsOfShares != (Amounts is null))
        {
            throw new UsageException(IsOfShares
                ? $"`Amounts` is given, but `Kind` is {Kebab.Of($"{Kind}")}, which takes `Shares`; leave it out, or set `Kind` to noise or drive."
                : $"`Kind` is {Kebab.Of($"{Kind}")}, but `Amounts` does not say how much; set for example `Amounts = 0,0.5,1`.");
        }

        Grid(run, 1).Check();
    }

    /// <inheritdoc/>
    public override void Run(TrainedRun run, StudyContext report)
    {
        var task = run.Configuration.Task;
        var cells = Grid(run, report.Threads).Run(report.Cancel);
        if (cells[0].Overall is null)
        {
            throw new UsageException($"No trial of {task.Name} has a right answer, so nothing can be counted; take a run of another task.");
        }

        var (done, axis) = (Done(), Along());
        report.Section("Correct answers");
        report.Table(
            $"{done}: share of correct answers with Wilson's 95 % interval for the trials of one draw, and the worst condition; means over draws of units.",
            [
                axis.Title.ToLowerInvariant(), .. Factor is null ? Array.Empty<string>() : [Factor], "units", "draws", "trials", "correct", "worst condition",
                .. task is RingTask ? ["median |error|"] : Array.Empty<string>(),
            ],
            [.. cells.Select(cell => Row(cell, task))]);
        report.Figure("lesion", Drawn(cells, task, axis), $"{done}: share of correct answers. Whiskers are 95 % intervals for the trials of one draw of the units.");
        Conditions(report, cells);
        report.Data(
            "lesion",
            ["amount", "value", "draw", "units", "condition", "correct", "trials", "median_error"],
            cells.SelectMany(cell => cell.Draws.SelectMany((draw, k) => draw.Performance!.Conditions.Select(condition => (IReadOnlyList<string>)
            [
                Words.Exact(cell.Amount), cell.Value ?? "", $"{k + 1}", $"{draw.Units.Count}", condition.Condition, $"{condition.Correct}", $"{condition.Trials}",
                draw.MedianError is { } error ? Words.Exact(error) : "",
            ]))));
        report.Data(
            "units",
            ["amount", "draw", "unit"],
            cells.Where(cell => cell.Value == cells[0].Value).SelectMany(cell => cell.Draws.SelectMany((draw, k) => draw.Units.Select(unit =>
                (IReadOnlyList<string>)[Words.Exact(cell.Amount), $"{k + 1}", $"{unit}"]))));
    }

    private LesionGrid Grid(TrainedRun run, int threads) => new()
    {
        Intact = run.Experiment(Trials, Seed) with { Threads = threads },
        Kind = Kind,
        Units = Area,
        Amounts = Amounts ?? Shares,
        To = To,
        Period = Period,
        Factor = Factor,
        Values = Values ?? [],
        Draws = Draws,
        UnitSeed = UnitSeed,
    };

    private Axis Along() => Kind switch
    {
        LesionKind.Silence => new("Share of units silent") { Minimum = 0, Maximum = 1 },
        LesionKind.Cut => new("Share of units cut off") { Minimum = 0, Maximum = 1 },
        LesionKind.Noise => new("Standard deviation of noise"),
        _ => new("Current"),
    };

    private string Done() => $"{Area}, "
        + Kind switch { LesionKind.Silence => "silenced", LesionKind.Cut => $"cut off from {To}", LesionKind.Noise => "with noise", _ => "with a current" }
        + (Period is null ? " for the whole trial" : $" in the period {Period}");

    private static (double Low, double High) Interval(double share, int trials) => Binomial.Wilson((int)Math.Round(share * trials), trials);

    private IReadOnlyList<string> Row(LesionCell cell, CognitiveTask task)
    {
        var (low, high) = Interval(cell.Overall!.Value, cell.Trials);
        var worst = cell.Conditions[0];
        return
        [
            Words.Number(cell.Amount, "0.###"), .. Factor is null ? Array.Empty<string>() : [cell.Value!], $"{cell.Units}", $"{cell.Draws.Count}", $"{cell.Trials}",
            $"{Words.Percent(cell.Overall.Value)} [{Words.Number(100 * low, "0.0")}, {Words.Number(100 * high, "0.0")}]",
            $"{worst.Condition}: {Words.Percent(worst.Share)}",
            .. task is RingTask ? [cell.MedianError is { } error ? $"{Words.Number(error, "0.0")}°" : "–"] : Array.Empty<string>(),
        ];
    }

    private LinesFigure Drawn(IReadOnlyList<LesionCell> cells, CognitiveTask task, Axis axis) => new()
    {
        Curves =
        [
            .. cells.GroupBy(cell => cell.Value).Select(group =>
            {
                LesionCell[] line = [.. group.OrderBy(cell => cell.Amount)];
                var ends = Array.ConvertAll(line, cell => Interval(cell.Overall!.Value, cell.Trials));
                return new Curve(group.Key ?? "all trials", [.. line.Select(cell => cell.Amount)], [.. line.Select(cell => cell.Overall!.Value)])
                {
                    Low = [.. ends.Select(end => end.Low)], High = [.. ends.Select(end => end.High)],
                };
            }),
        ],
        X = axis,
        Y = Axis.Share("Correct"),
        YLines = task is RingTask ring ? [new(Math.Min(1, ring.Tolerance / 180), "chance")] : task.Choices.Count > 1 ? [new(1.0 / task.Choices.Count, "chance")] : [],
        Points = true,
        Whiskers = true,
        Ordered = Factor is not null,
        Legend = Factor ?? "",
    };

    private void Conditions(StudyContext report, IReadOnlyList<LesionCell> cells)
    {
        var names = cells.SelectMany(cell => cell.Conditions).Select(condition => condition.Condition).Distinct().Order(StringComparer.Ordinal).ToList();
        if (names.Count < 2)
        {
            return;
        }

        report.Table(
            "Share of correct answers in each condition, mean over draws of units.",
            ["amount", .. Factor is null ? Array.Empty<string>() : [Factor], .. names],
            [
                .. cells.Select(cell => (IReadOnlyList<string>)
                [
                    Words.Number(cell.Amount, "0.###"), .. Factor is null ? Array.Empty<string>() : [cell.Value!],
                    .. names.Select(name => cell.Conditions.FirstOrDefault(one => one.Condition == name) is { Trials: > 0 } one
                        ? $"{Words.Percent(one.Share)} of {one.Trials}" : "–"),
                ]),
            ]);
    }
}

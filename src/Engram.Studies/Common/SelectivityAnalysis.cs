using Engram.Analysis;
using Engram.Configuration;
using Engram.Figures;
using Engram.Storage;
using Engram.Studies.LowRank;
using MathNet.Numerics.Statistics;

namespace Engram.Studies.Common;

/// <summary>Which units tell the values of the task's factors apart, in each period.</summary>
public sealed record SelectivityAnalysis : RunAnalysis
{
    private const int Fewest = 2;

    /// <summary>
    /// A factor, <c>condition</c>, <c>answer</c> (the right choice) or <c>choice</c> (the one made); none for every factor that took two to
    /// twelve values, and the choice.
    /// </summary>
    public string? Factor { get; init; }

    /// <summary>A period; none for each.</summary>
    public string? Period { get; init; }

    /// <summary>
    /// Expected share of false ones among the units that are called selective. Permutations give no p value below 1/2001, so that a much smaller
    /// share finds none.
    /// </summary>
    [Range(0.001, 0.5)]
    public double FalseDiscoveries { get; init; } = 0.05;

    /// <summary>Trials that are recorded.</summary>
    [Range(2, 100_000)]
    public int Trials { get; init; } = 200;

    /// <summary>Seed of trials and permutations.</summary>
    public ulong Seed { get; init; } = 2;

    /// <inheritdoc/>
    public override string Title => "Selectivity of the units";

    /// <inheritdoc/>
    public override string Summary =>
        "Tests which units tell the values of a factor apart by their mean rate in a period. η² is the share of a unit's variance over trials "
        + "that the factor explains. It is tested by 2000 permutations of the factor among the trials, and corrected for the number of units of "
        + "each factor and period, not for the number of factors and periods.";

    /// <inheritdoc/>
    public override string Needs => "any network, on a task with a factor that varies";

    /// <inheritdoc/>
    public override string Source =>
        "Benjamini & Hochberg 1995, Controlling the false discovery rate, doi:10.1111/j.2517-6161.1995.tb02031.x.";

    /// <inheritdoc/>
    public override void Run(TrainedRun run, StudyContext report)
    {
        var recording = (run.Experiment(Trials, Seed) with { Threads = report.Threads }).Run(report.Cancel);
        RecordedFactors.Require(recording, Period);
        var found = new List<Selectivity>();
        foreach (var period in RecordedFactors.Periods(recording).Where(period => Period is null || period == Period))
        {
            foreach (var factor in RecordedFactors.Of(recording, Factor, Fewest, period))
            {
                report.Cancel.ThrowIfCancellationRequested();
                found.Add(Selectivity.Of(recording, factor, period, FalseDiscoveries, Seed));
            }
        }

        if (found.Count == 0)
        {
            throw new UsageException(
                $"In {Trials} trials of {run.Configuration.Task.Name}, {(Factor is null ? "no factor took" : $"{Factor} did not take")} "
                + "two to twelve values with two trials each "
                + "in a period; record more `Trials`, or ask for another `Factor` or `Period`.");
        }

        Write(report, found);
    }

    private void Write(StudyContext report, IReadOnlyList<Selectivity> found)
    {
        report.Section("Selective units");
        report.Table(
            $"Units that are selective at a false discovery rate of {Words.Number(FalseDiscoveries, "0.###")}, and the median and greatest share η² "
            + "of the variance that the factor explains.",
            ["factor", "period", "values", "selective", "share", "median η²", "greatest η²"],
            [
                .. found.Select(one => (IReadOnlyList<string>)
                [
                    one.Factor, one.Period, string.Join(", ", one.Levels), $"{Selective(one)} of {one.Units.Count}",
                    Words.Percent((double)Selective(one) / one.Units.Count), Words.Number(Explained(one).Median()), Words.Number(Explained(one).Max()),
                ]),
            ]);
        foreach (var (factor, number) in found.Select(one => one.Factor).Distinct().Select((factor, number) => (factor, number)))
        {
            report.Figure(
                $"selectivity-{number + 1}",
                new DistributionFigure
                {
                    Groups =
                    [
                        .. found.Where(one => one.Factor == factor).Select(one =>
                            new NamedValues(one.Period, [.. Explained(one)])
                            {
                                Note = $"{Selective(one)} selective",
                            }),
                    ],
                    X = new Axis("η²") { Minimum = 0, Maximum = 1 },
                },
                $"Share η² of each unit's variance over trials that {factor} explains, by period.");
        }

        report.Data(
            "selectivity",
            ["factor", "period", "unit", "eta_squared", "d_prime", "p", "selective", "preferred"],
            found.SelectMany(one => one.Units.Select(unit => (IReadOnlyList<string>)
            [
                one.Factor, one.Period, $"{unit.Unit}", Words.Exact(unit.EtaSquared), unit.DPrime is { } d ? Words.Exact(d) : "",
                Words.Exact(unit.PValue), unit.IsSelective ? "true" : "false", one.Levels[unit.Preferred],
            ])));
        report.Data(
            "mean-rates",
            ["factor", "period", "unit", "value", "rate"],
            found.SelectMany(one => one.Units.SelectMany(unit => unit.MeanRates.Select((rate, level) => (IReadOnlyList<string>)
                [one.Factor, one.Period, $"{unit.Unit}", one.Levels[level], Words.Exact(rate)]))));
    }

    private static int Selective(Selectivity one) => one.Units.Count(unit => unit.IsSelective);

    private static IEnumerable<double> Explained(Selectivity one) => one.Units.Select(unit => unit.EtaSquared);
}

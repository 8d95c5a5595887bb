using Engram.Analysis;
using Engram.Figures;
using Engram.Simulation;
using Engram.Studies.LowRank;
using MathNet.Numerics.Statistics;

namespace Engram.Studies.WorkingMemory;

/// <summary>Sorted maps of a delay and time constants, in the report.</summary>
internal static class DelayMaps
{
    /// <summary>The sorted map.</summary>
    public static void Write(StudyContext report, Recording recording, DelayCells found, DelaySequence sequence)
    {
        report.Section("Sequence or persistent");
        if (sequence.Order.Count == 0)
        {
            report.Text($"No unit's mean rate changes within '{found.Period}', so there is no sequence.");
            return;
        }

        var cells = found.Units.Count(unit => unit.IsDelayCell);
        report.Table(
            "Whether units are active one after another. Units are sorted by one half of the trials and measured in the other; the null are rates that "
            + "are each turned in time by a random lag.",
            ["what", "value"],
            [
                ["units whose mean rate changes in the delay", $"{sequence.Order.Count} of {recording.Units}"],
                ["rate in the ridge less that outside, of the unit's range", Words.Number(sequence.Contrast, "0.000")],
                ["p", Words.Number(sequence.PValue, "0.0000")],
                ["mean log ridge-to-background ratio", Words.Number(sequence.Ridge.MeanLog, "0.000")],
                ["persistent units", $"{found.Units.Count(unit => unit.IsPersistent)} of {cells} delay cells"],
            ]);
        report.Figure(
            "sorted-map",
            new RateHeatMapFigure { Rates = sequence.Shown, Time = sequence.Times, Sorted = false, Unit = "", Row = "Unit, by peak in the other half" },
            $"Mean rates in one half of the trials since the beginning of '{found.Period}', from each unit's least to its greatest, sorted by the "
            + "peaks in the other half. A sequence has a ridge along the diagonal.");
        report.Data(
            "sorted-map",
            ["place", "unit", "time_s", "rate"],
            sequence.Order.Index().SelectMany(row => sequence.Times.Index().Select(column => (IReadOnlyList<string>)
                [$"{row.Index}", $"{row.Item}", Words.Exact(column.Item), Words.Exact(sequence.Shown[row.Index, column.Index])])));
    }

    /// <summary>Time constants.</summary>
    public static void Write(StudyContext report, IntrinsicTimescales? scales, string period, string without)
    {
        report.Section("Time constants");
        if (scales is null)
        {
            report.Text($"There are none. {without}");
            return;
        }

        var known = scales.Units.Where(unit => unit.Tau is not null).Select(unit => unit.Tau!.Value.TotalMilliseconds).ToList();
        report.Table(
            $"Time constant τ of the autocorrelation over {scales.Trials} trials in '{period}', R(k) = A(e^(−kΔ/τ) + B).",
            ["of", "τ, ms", "fitted"],
            [
                ["mean over units", scales.Population.Tau is { } tau ? Words.Number(tau.TotalMilliseconds, "0") : scales.Population.NoFit, "–"],
                ["single units, median and quartiles", Words.Quartiles(known, "0"), $"{known.Count} of {scales.Units.Count}"],
                .. scales.Units.Where(unit => unit.NoFit.Length > 0).GroupBy(unit => unit.NoFit)
                    .Select(group => (IReadOnlyList<string>)[group.Key, "–", $"{group.Count()} not"]),
            ]);
        double[] lags = [.. Enumerable.Range(1, scales.Population.Autocorrelation.Count).Select(lag => lag * scales.Bin.TotalSeconds)];
        report.Figure(
            "autocorrelation",
            new LinesFigure
            {
                Curves =
                [
                    new Curve("mean over units", lags, scales.Population.Autocorrelation),
                    .. scales.Population.Tau is { } fitted ? new[]
                    {
                        new Curve("fit", lags, [.. lags.Select(lag => scales.Population.Amplitude
                            * (Math.Exp(-lag / fitted.TotalSeconds) + scales.Population.Offset))]) { Dashed = true },
                    } : [],
                ],
                X = new Axis("Lag", "s"),
                Y = new Axis("Autocorrelation"),
                Points = true,
            },
            $"Correlation over trials of two bins of '{period}' by their lag.");
        if (known.Count > 1)
        {
            report.Figure(
                "time-constants",
                new HistogramFigure { Groups = [new NamedValues("", known)], X = new Axis("Time constant", "ms") { Minimum = 0 } },
                $"Time constants of the units; the median is {Words.Number(known.Median(), "0")} ms.");
        }
    }
}

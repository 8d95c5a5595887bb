using Engram.Analysis;
using Engram.Figures;
using Engram.Simulation;
using Engram.Studies.LowRank;

namespace Engram.Studies.Sequences;

/// <summary>How sequential the activity is.</summary>
internal static class Sequentiality
{
    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext report, Recording recording, string? period, int halfWindow, int? bins)
    {
        var rates = PeriodAverage.Of(recording, recording.Rates, recording.Units, period);
        if (rates.Cast<double>().Any(rate => rate < 0))
        {
            report.Section("Sequentiality");
            report.Text("Neither measure is defined for this network, because its rates can be negative.");
            return;
        }

        var (ridge, index) = (RidgeToBackground.Of(rates, halfWindow), SequentialityIndex.Of(rates, bins));
        report.Section("Sequentiality");
        report.Table(
            "Measures of the mean rates.",
            ["what", "value"],
            [
                ["sequentiality index √(PE · TS)", Words.Number(index.Value, "0.000")],
                [$"entropy of peak times PE, {index.Bins} bins", Words.Number(index.PeakEntropy, "0.000")],
                ["temporal sparsity TS", Words.Number(index.TemporalSparsity, "0.000")],
                ["active units", $"{index.Active} of {recording.Units}"],
                [$"mean log ridge-to-background ratio, ± {halfWindow} steps", Words.Number(ridge.MeanLog, "0.000")],
                ["units without any background", $"{ridge.Unbounded}"],
            ]);
        var finite = ridge.Ratios.Where(ratio => double.IsFinite(ratio) && ratio > 0).Select(Math.Log10).ToList();
        if (finite.Count > 1)
        {
            report.Figure(
                "ridge-to-background",
                new HistogramFigure { Groups = [new NamedValues("", finite)], X = new Axis("log₁₀ of the ridge-to-background ratio") },
                "Ridge-to-background ratios of the units that have a background.");
        }
    }
}

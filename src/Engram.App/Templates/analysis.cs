// An analysis of your own: it takes one trained network apart and writes a report.
//   engram analyse NAME RUN --with FILE
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Engram.Configuration;
using Engram.Figures;
using Engram.Storage;
using Engram.Studies;

/// <summary>How active the units are in each condition.</summary>
public sealed record CLASSAnalysis : RunAnalysis
{
    // Every property is a setting: it has a default and a flag (--trials 50). The comment above it is its help.

    /// <summary>Trials that are recorded.</summary>
    [Range(1, 100_000)]
    public int Trials { get; init; } = 200;

    /// <summary>Heading of the report.</summary>
    public override string Title => "Mean rates by condition";

    /// <summary>What is done, in a few sentences.</summary>
    public override string Summary => "Averages the rate of each unit over the steps and trials of each condition.";

    /// <summary>The paper that the method is from, with its DOI; empty for none.</summary>
    public override string Source => "";

    /// <summary>Which networks and tasks it is for, as `engram list analyses` says it: one phrase without a full stop.</summary>
    public override string Needs => "any network";

    /// <summary>Does it.</summary>
    public override void Run(TrainedRun run, StudyContext report)
    {
        // Rates, outputs, inputs, targets and the trials' factors, as `engram record` writes them.
        var recording = run.Experiment(Trials).Run();
        var conditions = recording.Trials.Index().GroupBy(trial => trial.Item.ConditionName).OrderBy(group => group.First().Item.Condition).ToList();
        var means = conditions.Select(group => new NamedValues(
            group.Key, [.. Enumerable.Range(0, recording.Units).Select(unit => group.Average(trial =>
                Enumerable.Range(0, trial.Item.Steps).Average(step => (double)recording.Rate(step, trial.Index)[unit])))])).ToList();

        report.Section("Mean rates");
        report.Table(
            "Mean rate over units, steps and trials, and the most active unit.",
            ["condition", "mean", "greatest"],
            means.Select(mean => (IReadOnlyList<string>)[mean.Name, Number(mean.Values.Average()), Number(mean.Values.Max())]).ToList());
        report.Figure(
            "mean-rates",
            new CategoriesFigure { Groups = means, X = new Axis("Mean rate") },
            "Mean rate by condition, a point for each unit.");
        report.Data("mean-rates", ["condition", "unit", "rate"], means.SelectMany(mean => mean.Values.Select((rate, unit) =>
            (IReadOnlyList<string>)[mean.Name, $"{unit}", rate.ToString("R", CultureInfo.InvariantCulture)])));
    }

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}

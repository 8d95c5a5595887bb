using System.Globalization;
using Engram.Analysis;
using Engram.App.Training;
using Engram.Configuration;
using Engram.Equations;
using Engram.Figures;
using Engram.Simulation;
using Engram.Storage;
using Engram.Studies;
using Engram.Tasks;

namespace Engram.App.Pages;

/// <summary>What one looks at first in a run: how it was learned, what the network does, its weights, time constants and trajectories.</summary>
internal sealed record PlotAnalysis : RunAnalysis
{
    private const int MostShown = 4, MostSize = 512;

    /// <summary>Trials that are recorded for the trajectories.</summary>
    [Range(2, 10_000)]
    public int Trials { get; init; } = 100;

    /// <summary>Seed of the trials.</summary>
    public ulong Seed { get; init; } = 2;

    /// <inheritdoc/>
    public override string Title => "A run at a glance";

    /// <inheritdoc/>
    public override string Summary =>
        "Shows how performance and loss changed with training, one trial of each of up to four conditions, the weights, learned time constants, and the trajectories of the rates.";

    /// <inheritdoc/>
    public override string Source => "";

    /// <inheritdoc/>
    public override void Run(TrainedRun run, StudyContext report)
    {
        Learning(run, report);
        var recording = run.Experiment(Trials, Seed).Run(report.Cancel);
        Examples(run.Configuration.Task, recording, report);
        Weights(run, report);
        TimeConstants(run, report);
        Trajectory(recording, report);
    }

    private static void Learning(TrainedRun run, StudyContext report)
    {
        using var folder = RunFolder.Open(run.Path);
        report.Section("Learning");
        if (folder.WasImported)
        {
            report.Text("The network was imported, so there is nothing of its training to show.");
            return;
        }

        var log = SweepRun.LogOf(run.Path);
        LearningCurves.Performance(
            report, [LearningCurves.Of("all conditions", log, check => check.Overall), LearningCurves.Of("worst condition", log, check => check.Minimum)], "Correct");
        LearningCurves.Loss(report, [LearningCurves.Of("loss", log, check => check.Loss)]);
    }

    private static void Examples(CognitiveTask task, Recording recording, StudyContext report)
    {
        report.Section("Trials");
        RecordedTrial[] conditions = [.. recording.Trials.Where(trial => !trial.IsCatch).DistinctBy(trial => trial.Condition).OrderBy(trial => trial.Condition)];
        foreach (var trial in Spread(conditions, MostShown).Select(trial => trial.Index))
        {
            var one = recording.Trials[trial];
            var dt = recording.Dt.TotalSeconds;
            report.Figure(
                $"trial-{trial}",
                new TrialRasterFigure
                {
                    Time = [.. Enumerable.Range(0, one.Steps).Select(step => (step + 1) * dt)],
                    Inputs = Channels(recording.InputNames, (step, channel) => recording.InputAt(step, trial)[channel]),
                    Outputs = Channels(recording.OutputNames, (step, channel) => recording.OutputAt(step, trial)[channel]),
                    Targets = Channels(recording.OutputNames, (step, channel) =>
                        recording.MaskAt(step, trial)[channel] > 0 ? recording.TargetAt(step, trial)[channel] : double.NaN),
                    Periods = [.. one.Periods.Select(period => new PeriodBand(period.Name, period.Start.TotalSeconds, period.End.TotalSeconds))],
                },
                $"A trial of condition {one.ConditionName}"
                + (one.IsCorrect is { } isCorrect ? $", which the network answered {(isCorrect ? "correctly" : "wrongly")}." : ".")
                + " Targets are shown where the loss counts them.");

            NamedValues[] Channels(IReadOnlyList<string> names, Func<int, int, double> value) =>
                [.. names.Take(8).Select((name, channel) => new NamedValues(name, [.. Enumerable.Range(0, one.Steps).Select(step => value(step, channel))]))];
        }

        if (recording.Performance is { Overall: { } overall, Conditions.Count: > 0 } performance)
        {
            report.Table(
                "Correct answers on the recorded trials.",
                ["condition", "correct", "trials"],
                [
                    .. ConditionOrder.Of(task, performance.Conditions, one => one.Condition).Select(one => (IReadOnlyList<string>)[one.Condition, Terminal.Format.Percent(one.Fraction), $"{one.Trials}"]),
                    ["all", Terminal.Format.Percent(overall), $"{performance.Conditions.Sum(one => one.Trials)}"],
                ]);
        }
    }

    /// <summary>The first, the last and those evenly between; all where there are no more than <paramref name="most"/>, which is at least 2.</summary>
    internal static IEnumerable<T> Spread<T>(IReadOnlyList<T> all, int most) => all.Count <= most ? all
        : Enumerable.Range(0, most).Select(k => all[(int)Math.Round((double)k * (all.Count - 1) / (most - 1))]);

    private static void Weights(TrainedRun run, StudyContext report)
    {
        report.Section("Weights");
        var network = run.Network;
        int? excitatory = run.Configuration.Network.Dale == Networks.Positivity.None || network.Cell.Areas is { Count: > 1 } ? null : run.Configuration.Network.Excitatory(network.Cell);
        foreach (var shape in network.Parameters.Shapes.Where(shape =>
            shape.Role is ParameterRole.Recurrent or ParameterRole.Input or ParameterRole.Readout && shape.Rows <= MostSize && shape.Columns <= MostSize))
        {
            // Other sizes than these are of factors, such as those of a network of low rank.
            var (isFromInputs, isToOutputs) = (shape.Role == ParameterRole.Input, shape.Role == ParameterRole.Readout);
            var isFromUnits = !isFromInputs && shape.Columns == network.Units;
            var isToUnits = !isToOutputs && shape.Rows == network.Units;
            var weights = new double[shape.Rows, shape.Columns];
            var values = network.Effective(shape.Name);
            for (var i = 0; i < shape.Rows; i++)
            {
                for (var j = 0; j < shape.Columns; j++)
                {
                    weights[i, j] = values[(i * shape.Columns) + j];
                }
            }

            report.Figure(
                $"weights-{shape.Name.Replace('_', '-')}",
                new WeightMatrixFigure
                {
                    Weights = weights,
                    ExcitatoryRows = isToUnits ? excitatory : null,
                    ExcitatoryColumns = isFromUnits ? excitatory : null,
                    From = isFromUnits ? "From unit" : isFromInputs ? "From input" : "Column",
                    To = isToUnits ? "To unit" : isToOutputs ? "To output" : "Row",
                },
                $"Effective weights {shape.Name}."
                + (isFromUnits ? " Each column holds the weights that one unit sends." : isFromInputs ? " Each column holds the weights of one input." : ""));
        }
    }

    private static void TimeConstants(TrainedRun run, StudyContext report)
    {
        var learned = run.Network.Parameters.Shapes.Where(shape => shape is { Role: ParameterRole.TimeConstant, Range: not null })
            .Select(shape => (Shape: shape, Taus: Array.ConvertAll(run.Network.Effective(shape.Name).ToArray(), tau => (double)tau))).ToList();
        if (learned.Count == 0)
        {
            return;
        }

        report.Section("Time constants");
        foreach (var (shape, taus) in learned)
        {
            var range = shape.Range!;
            report.Figure(
                $"time-constants-{shape.Name.Replace('_', '-')}",
                new HistogramFigure
                {
                    Groups = [new NamedValues(shape.Name, taus)],
                    X = new Axis("Learned time constant", "s") { Minimum = range.Least, Maximum = range.Most },
                    XLines = range.Begins.Distinct().ToList() is [var begin] ? [new ReferenceLine(begin, "before training")] : [],
                },
                $"Learned time constants {shape.Name} of the {taus.Length} units, between the bounds within which they are learned. They lie between "
                + $"{Rounded(taus.Min())} and {Rounded(taus.Max())}.");
        }

        report.Data("time-constants", ["parameter", "unit", "tau"], learned.SelectMany(one => one.Taus.Select((tau, unit) =>
            (IReadOnlyList<string>)[one.Shape.Name, $"{unit}", tau.ToString("R", CultureInfo.InvariantCulture)])));

        static string Rounded(double tau) => TimeText.Format((Math.Round(10_000 * tau) / 10_000).Seconds);
    }

    private static void Trajectory(Recording recording, StudyContext report)
    {
        report.Section("Trajectories");
        if (recording.Units < 2)
        {
            report.Text("The network has one unit, whose rate takes no plane to draw.");
            return;
        }

        var components = PrincipalComponents.OfRecording(recording);
        var trajectories = Trajectories.Of(recording, components, dimensions: 2);
        report.Figure(
            "trajectories",
            new TrajectoryFigure
            {
                Curves = [.. trajectories.Conditions.Select(one => Curve.InPlane(one.Name, one.Points))],
            },
            $"Mean rates of each condition on the first two principal components, which hold "
            + $"{Terminal.Format.Percent(components.Explained.Take(2).Sum())} of the variance. The participation ratio is "
            + $"{components.ParticipationRatio.ToString("0.0", CultureInfo.InvariantCulture)}.");
    }
}

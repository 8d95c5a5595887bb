using Engram.Analysis;
using Engram.Figures;
using Engram.Simulation;
using Engram.Studies.Common;
using Engram.Studies.LowRank;

namespace Engram.Studies.Flow;

/// <summary>Gates over time, and the time constants of what they keep, as a report shows them.</summary>
internal static class GatePages
{
    // More conditions than these are no picture; more than the second have no room for bands.
    private const int MostConditions = 8, MostBands = 3;

    /// <summary>Adds texts, tables, figures and data.</summary>
    public static void Write(StudyContext report, IReadOnlyList<(string Name, GateActivity Activity)> stages, Recording recording)
    {
        var trained = stages[^1].Activity;
        report.Text(
            $"The gates are {List([.. trained.Gates.Select(gate => gate.Name)])}. A gate is nearly open above {Words.Number(GateActivity.Open, "0.0")} and nearly closed below "
            + $"{Words.Number(1 - GateActivity.Open, "0.0")}. The first step of each trial does not count.");
        report.Table(
            "Values of each gate over units, steps and trials.",
            ["gate", "network", "mean", "nearly open", "nearly closed"],
            [
                .. trained.Gates.SelectMany((gate, place) => stages.Select(stage => stage.Activity.Gates[place] is var own ? (IReadOnlyList<string>)
                    [gate.Name, stage.Name, Words.Number(own.Mean, "0.000"), Words.Percent(own.ShareOpen), Words.Percent(own.ShareClosed)] : [])),
            ]);
        report.Figure(
            "units",
            new DistributionFigure
            {
                Groups = [.. trained.Gates.Select(gate => new NamedValues(gate.Name, gate.UnitMeans))],
                X = new Axis("Mean value of the gate") { Minimum = 0, Maximum = 1 },
            },
            "Mean of each gate over steps and trials after training, a point for each unit.");
        OverTime(report, trained, recording);
        Memory(report, stages);
        report.Data(
            "gates",
            ["network", "gate", "condition", "step", "mean", "first_quartile", "third_quartile"],
            stages.SelectMany(stage => stage.Activity.Gates.SelectMany(gate => gate.Conditions.SelectMany(condition => condition.Mean.Select((mean, step) => (IReadOnlyList<string>)
                [stage.Name, gate.Name, condition.Name, $"{step + 1}", Words.Exact(mean), Words.Exact(condition.Low[step]), Words.Exact(condition.High[step])])))));
        report.Data(
            "values",
            ["network", "gate", "from", "to", "share"],
            stages.SelectMany(stage => stage.Activity.Gates.SelectMany(gate => gate.Shares.Select((share, part) => (IReadOnlyList<string>)
                [stage.Name, gate.Name, Words.Exact(part / (double)gate.Shares.Count), Words.Exact((part + 1) / (double)gate.Shares.Count), Words.Exact(share)]))));
    }

    private static void OverTime(StudyContext report, GateActivity trained, Recording recording)
    {
        report.Section("Over time");
        var conditions = trained.Gates[0].Conditions;
        if (conditions[0].Mean.Count < 2)
        {
            report.Text("Some trial has too few steps for a course over time.");
            return;
        }

        var most = Math.Min(conditions.Count, MostConditions);
        report.Text(
            "The value of each unit's gate is averaged over the trials of a condition; lines are means over units"
            + (most <= MostBands ? ", and bands reach from quartile to quartile of the units." : ".")
            + (conditions.Count > most ? $" The first {most} of {conditions.Count} conditions are drawn; the data have all." : ""));
        var (dt, end) = (trained.Dt.TotalSeconds, conditions[0].Mean.Count * trained.Dt.TotalSeconds);
        ReferenceLine[] lines = [.. DecodingAnalysis.Bounds(recording, "condition", null).Where(bound => bound.Start > dt && bound.Start < end).Select(bound => new ReferenceLine(bound.Start, bound.Name))];
        foreach (var gate in trained.Gates)
        {
            report.Figure(
                $"gate-{gate.Name.Replace('_', '-').ToLowerInvariant()}",
                new LinesFigure
                {
                    Curves =
                    [
                        .. gate.Conditions.Take(most).Select(condition => new Curve(
                            condition.Name, [.. condition.Mean.Select((_, step) => (step + 2) * dt)], condition.Mean)
                        {
                            Low = most <= MostBands ? condition.Low : null, High = most <= MostBands ? condition.High : null,
                        }),
                    ],
                    X = Axis.Time,
                    Y = new Axis($"Gate {gate.Name}"),
                    XLines = lines,
                },
                $"The gate {gate.Name} over time in trials of each condition, after training.");
        }
    }

    private static void Memory(StudyContext report, IReadOnlyList<(string Name, GateActivity Activity)> stages)
    {
        report.Section("Memory");
        var trained = stages[^1].Activity.Memories;
        if (trained.Count == 0)
        {
            report.Text("No gate decides how much of a state is kept from step to step.");
            return;
        }

        report.Text(
            $"A gate decides how much of {List([.. trained.Select(memory => memory.State).Distinct()])} is kept from step to step, before anything is added. A share k that is kept over a step of "
            + "dt stands for the time constant −dt/⟨ln k⟩, where the mean is over steps and trials. What is added can hold a memory for longer, or end it sooner."
            + (trained.Any(memory => memory.Seconds.All(value => value == 0)) ? " It is 0 where in some step nothing is kept, as of a decoder's state when its answer begins." : ""));
        report.Table(
            "Time constants in seconds: median over units, and quartiles.",
            ["state", "period", .. stages.Select(stage => stage.Name)],
            [
                .. trained.Select((memory, place) => (IReadOnlyList<string>)
                    [memory.State, memory.Period.Length == 0 ? "whole trial" : memory.Period, .. stages.Select(stage => Quartiles(stage.Activity.Memories[place]))]),
            ]);
        foreach (var group in trained.GroupBy(memory => memory.State))
        {
            report.Figure(
                $"memory-{group.Key.Replace('_', '-').ToLowerInvariant()}",
                new DistributionFigure
                {
                    Groups = [.. group.Select(memory => new NamedValues(memory.Period.Length == 0 ? "whole trial" : memory.Period, [.. memory.Seconds.Where(value => value > 0)]))],
                    X = new Axis($"Time constant of {group.Key}", "s") { Logarithmic = true },
                },
                $"Time constants at which {group.Key} is kept, after training, a point for each unit."
                + (group.SelectMany(memory => memory.Seconds).Any(double.IsPositiveInfinity) ? " Units that keep all have none." : ""));
        }

        report.Data(
            "time-constants",
            ["network", "state", "period", "unit", "seconds"],
            stages.SelectMany(stage => stage.Activity.Memories.SelectMany(memory => memory.Seconds.Select((seconds, unit) => (IReadOnlyList<string>)
                [stage.Name, memory.State, memory.Period, $"{unit}", Words.Exact(seconds)]))));
    }

    private static string Quartiles(GateMemory memory)
    {
        string Of(double share) => memory.Quantile(share) is var value && double.IsPositiveInfinity(value) ? "∞" : Words.Number(value, "G3");
        return $"{Of(0.5)} ({Of(0.25)} to {Of(0.75)})";
    }

    private static string List(IReadOnlyList<string> names) => names.Count == 1 ? names[0] : $"{string.Join(", ", names.Take(names.Count - 1))} and {names[^1]}";
}

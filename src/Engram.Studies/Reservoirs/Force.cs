using Engram.Figures;
using Engram.Learning;
using Engram.Simulation;
using Engram.Storage;
using Engram.Studies.Common;
using Engram.Studies.LowRank;
using Engram.Tasks;

namespace Engram.Studies.Reservoirs;

/// <summary>FORCE: networks that go on with a sum of sines after learning has stopped.</summary>
internal static class Force
{
    // Twenty of the slowest periods; the first five are what the rule is about.
    private const int Period = 600, Periods = 20, First = 5, Every = 6;
    private const double Most = 0.02;

    /// <summary>A training of a generator by FORCE, or with a teacher and ridge regression.</summary>
    public static RunConfiguration Generator(TimeSeriesTask task, bool teacher)
    {
        var plain = new EchoStatePreset().For(task, seed: 1);
        return teacher ? plain with { ReadoutRule = new RidgeRule { Regularisation = [1 / ((ForceRule)plain.ReadoutRule!).Alpha] } } : plain;
    }

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study)
    {
        var seeds = study.Seeds(full: 20, quick: 2);
        var runs = Sweeps.Train(study, "generators of sines", 61, [Generator(new SinesTask(), teacher: false), Generator(new SinesTask(), teacher: true)], seeds);
        var all = study.Measure("errors of sines by period", runs, 2, Generated);
        var (force, teacher) = (all.Take(seeds.Count).ToList(), all.Skip(seeds.Count).ToList());
        study.Section("FORCE: a sum of four sines");
        study.Text(
            "Networks of 500 units without any input learn to put out a sum of four sines that goes back to them as feedback (Sussillo and Abbott 2009). With FORCE the readout is learned from 12 000 "
            + "samples, 20 of the slowest periods, while the units are given the outputs as they are; with a teacher they are given the targets, and the readout is learned by ridge regression. Then "
            + $"learning stops. For one more period the feedback is the target, which says where the series is; from then on the network is on its own, for {Periods} periods.");
        study.Table(
            $"Root mean squared error in parts of the amplitude, half of the target's range: median and quartiles over {seeds.Count} networks; and networks with less than {Most}.",
            ["learned by", $"periods 1 to {First}", "period 20", $"below {Most} in periods 1 to {First}", $"below {Most} in all 20"],
            [Row("FORCE", force), Row("teacher and ridge regression", teacher)]);
        study.Figure(
            "force-sines-errors",
            new LinesFigure
            {
                Curves = [Curve.MedianAndQuartiles("FORCE", Curves(force)), Curve.MedianAndQuartiles("teacher and ridge regression", Curves(teacher))],
                X = new Axis("Slowest period after learning") { Whole = true }, Y = new Axis("Error (parts of the amplitude)") { Logarithmic = true },
                YLines = [new(Most, "")], Points = true,
            },
            "Error in each of the slowest periods after learning: medians and quartiles of the networks. The dashed line is that of the rule.");
        study.Figure(
            "force-sines",
            new LinesFigure
            {
                Curves = [Of("target", force[0].Target) with { Muted = true }, Of("network", force[0].Output) with { Dashed = true }],
                X = new Axis("Slowest periods after learning"), Y = new Axis("Output"),
            },
            "The last two of the 20 periods of the first network that learned by FORCE.");
        study.Data(
            "force-sines", ["rule", "seed", "period", "error"],
            all.SelectMany((one, k) => one.Errors.Select((error, period) => (IReadOnlyList<string>)
                [k < seeds.Count ? "force" : "teacher", $"{runs[k].Configuration.Seed}", $"{period + 1}", Words.Exact(error)])));
        study.Claim(
            "force-sines", $"FORCE, four sines: error below {Most} of the amplitude over the first five of the slowest periods after learning: share of networks.",
            "Sussillo & Abbott 2009: networks go on with the sum of four sines", [.. force.Select(one => Root(one, First) < Most ? 1.0 : 0)], new ShareAbove(0.8));
        study.Claim(
            "force-sines-later", $"FORCE, four sines: error below {Most} of the amplitude over 20 of the slowest periods after learning: share of networks.", "–",
            [.. force.Select(one => Root(one, Periods) < Most ? 1.0 : 0)], new ShareAbove(0.8));

        IReadOnlyList<string> Row(string name, List<Sines> networks) =>
        [
            name, Words.Quartiles(networks.Select(one => Root(one, First)), "0.0000"), Words.Quartiles(networks.Select(one => one.Errors[^1]), "0.0000"),
            $"{networks.Count(one => Root(one, First) < Most)} of {networks.Count}", $"{networks.Count(one => Root(one, Periods) < Most)} of {networks.Count}",
        ];
        static List<Curve> Curves(List<Sines> networks) => [.. networks.Select(one => new Curve("", [.. Enumerable.Range(1, Periods).Select(k => (double)k)], one.Errors))];
        static Curve Of(string name, IReadOnlyList<double> values) =>
            new(name, [.. Enumerable.Range(0, values.Count).Select(k => Periods - 2 + ((double)k * Every / Period))], values);
    }

    // The root of the mean square over the first periods.
    private static double Root(Sines one, int periods) => Math.Sqrt(one.Errors.Take(periods).Average(error => error * error));

    private static Sines Generated(TrainedRun run, int trials)
    {
        var task = ((SinesTask)run.Configuration.Task) with { TestLength = [Periods * Period] };
        var recording = (run.Experiment(trials, run.Configuration.Seed) with { Task = task }).Run();
        var first = recording.Steps - (Periods * Period);
        var targets = Enumerable.Range(first, Periods * Period).Select(step => (double)recording.TargetAt(step, 0)[0]).ToList();
        var amplitude = (targets.Max() - targets.Min()) / 2;
        return new(
            [.. Enumerable.Range(0, Periods).Select(period => Math.Sqrt(Squares(recording, first + (period * Period)) / (trials * Period)) / amplitude)],
            Last(step => recording.OutputAt(step, 0)[0]), Last(step => recording.TargetAt(step, 0)[0]));

        IReadOnlyList<double> Last(Func<int, double> value) => [.. Enumerable.Range(0, 2 * Period / Every).Select(k => value(recording.Steps - (2 * Period) + (k * Every)))];
    }

    private static double Squares(Recording recording, int first)
    {
        var sum = 0.0;
        for (var step = first; step < first + Period; step++)
        {
            for (var trial = 0; trial < recording.TrialCount; trial++)
            {
                sum += Math.Pow((double)recording.OutputAt(step, trial)[0] - recording.TargetAt(step, trial)[0], 2);
            }
        }

        return sum;
    }

    /// <summary>What a network generated.</summary>
    /// <param name="Errors">Error in each of the slowest periods, in parts of the amplitude.</param>
    /// <param name="Output">The outputs of the last two periods, every sixth sample.</param>
    /// <param name="Target">Their targets.</param>
    internal sealed record Sines(IReadOnlyList<double> Errors, IReadOnlyList<double> Output, IReadOnlyList<double> Target);
}

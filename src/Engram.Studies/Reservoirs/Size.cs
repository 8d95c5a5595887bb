using Engram.Figures;
using Engram.Learning;
using Engram.Numerics;
using Engram.Simulation;
using Engram.Storage;
using Engram.Studies.Common;
using Engram.Studies.LowRank;
using MathNet.Numerics.LinearRegression;

namespace Engram.Studies.Reservoirs;

/// <summary>How errors fall with the number of units.</summary>
internal static class Size
{
    private const int Asked = 100, Taps = 30, MackeyGlassSamples = 1600, LongWarmUp = 1000, NarmaSamples = 4000, More = 4;
    private const double Published = 3e-3, SmallRegularisation = 1e-9;

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study)
    {
        var (seeds, fewer) = (study.Seeds(full: 20, quick: 2), study.Seeds(full: 5, quick: 1));
        int[] sizes = study.Choose<int[]>([25, 50, Asked, 200, 400, 800], [50, Asked]);
        int[] checkedSizes = [Asked, .. study.Choose<int[]>([sizes[^1]], [])];
        double[] x = [.. sizes.Select(size => (double)size)];
        var predicted = Reservoir.BySetting(
            study.Measure(
                "errors of one step of Mackey-Glass",
                Sweeps.Train(study, "Mackey-Glass by size", 1, sizes.Select(size => Reservoir.MackeyGlass(size, MackeyGlassSamples)), seeds), 10, Rmse), seeds);
        var followed = Reservoir.BySetting(
            study.Measure("errors of NARMA", Sweeps.Train(study, "NARMA by size", 2, sizes.Select(size => Reservoir.Narma(size, NarmaSamples)), seeds), 2, Errors), seeds);
        var warm = Predicted("with a long warm-up", 7, sizes.Select(size => Reservoir.MackeyGlass(size, MackeyGlassSamples, LongWarmUp)));
        var fine = Predicted("with little regularisation", 8, sizes.Select(size => Reservoir.MackeyGlass(size, MackeyGlassSamples, LongWarmUp, SmallRegularisation)));
        var predictedOfMore = Predicted(
            "with more samples", 3, checkedSizes.Select(size => Reservoir.MackeyGlass(size, More * MackeyGlassSamples, LongWarmUp, SmallRegularisation)));
        var followedOfMore = Reservoir.BySetting(
            study.Measure(
                "errors of NARMA with more samples",
                Sweeps.Train(study, "NARMA with more samples", 4, checkedSizes.Select(size => Reservoir.Narma(size, More * NarmaSamples)), fewer), 2, Errors), fewer);
        var narma = Nrmse(followed);
        double[] filters = [.. followed.SelectMany(of => of.Select(one => one.Filter))];

        study.Section("Errors and the number of units");
        study.Text(
            $"Reservoirs of N units predict the next sample of Mackey and Glass's series (spectral radius 1.25, leak 0.3, λ = 10⁻⁵, {MackeyGlassSamples} samples for the readout, tested on ten "
            + $"stretches of 400) and follow NARMA of order 10 (the settings of the preset, {NarmaSamples} samples, tested on two stretches of 2000). Beside NARMA there is the linear filter of the "
            + $"last {Taps} inputs with an intercept, fitted by least squares to the samples of each network's training and tested on its test trials. Nrmse is the error over the standard deviation of the target.");
        study.Table(
            $"Mackey-Glass: rmse × 10³, geometric mean and 95 % interval over {seeds.Count} networks with the settings of the field, where the first 100 samples are shown and not scored; and over {fewer.Count} networks "
            + $"with {LongWarmUp} such samples, with λ = 10⁻⁹ in addition, and with {More} times as many samples for the readout in addition.",
            ["N", "settings of the field", "long warm-up", "λ = 10⁻⁹", "more samples"],
            [
                .. sizes.Select((size, k) => (IReadOnlyList<string>)
                [
                    $"{size}", .. new[] { predicted, warm, fine }.Select(of => Thousandths(of[k])), Array.IndexOf(checkedSizes, size) is >= 0 and var place ? Thousandths(predictedOfMore[place]) : "",
                ]),
            ]);
        study.Table(
            $"NARMA: nrmse, geometric mean and 95 % interval over {seeds.Count} networks, and over {fewer.Count} networks with {More} times as many samples for the readout. The linear filter has "
            + $"{Reservoir.Geometric(filters, "0.000")}.",
            ["N", "nrmse", "share of the filter's", "more samples"],
            [
                .. sizes.Select((size, k) => (IReadOnlyList<string>)
                [
                    $"{size}", Reservoir.Geometric(narma[k], "0.000"), Words.Percent(followed[k].Average(one => one.Nrmse / one.Filter)),
                    Array.IndexOf(checkedSizes, size) is >= 0 and var place ? Reservoir.Geometric(Nrmse(followedOfMore)[place], "0.000") : "",
                ]),
            ]);
        study.Figure(
            "size-mackey-glass", Errors("rmse", x, ("settings of the field", predicted), ("long warm-up", warm), ("and λ = 10⁻⁹", fine)) with { YLines = [new ReferenceLine(Published, "0.003")] },
            $"Error of the next sample of Mackey and Glass's series against the number of units; geometric mean and 95 % interval over {seeds.Count} networks, {fewer.Count} of those with a long warm-up.");
        study.Figure(
            "size-narma", Errors("nrmse", x, ("", narma)) with { YLines = [new ReferenceLine(Math.Pow(10, Reservoir.Logs(filters).Average()), "linear filter")] },
            $"Error of NARMA against the number of units; geometric mean and 95 % interval over {seeds.Count} networks.");
        study.Data(
            "size-mackey-glass", ["settings", "units", "seed", "rmse"],
            [
                .. Rows("field", predicted, seeds), .. Rows("long-warm-up", warm, fewer), .. Rows("little-regularisation", fine, fewer),
            ]);
        study.Data(
            "size-narma", ["units", "seed", "nrmse", "filter_nrmse"],
            sizes.Index().SelectMany(size => seeds.Select((seed, s) => (IReadOnlyList<string>)
                [$"{size.Item}", $"{seed}", Words.Exact(followed[size.Index][s].Nrmse), Words.Exact(followed[size.Index][s].Filter)])));

        var asked = Array.IndexOf(sizes, Asked);
        study.Claim(
            "size-mackey-glass", "Mackey-Glass: the error falls with the number of units by a power of at least 0.3, that is by a fifth for twice as many: slope of its logarithm against that of N.",
            "at the expense of many more units", Reservoir.Slopes(x, predicted), new Below(-0.3));
        study.Claim(
            "size-narma", "NARMA: the error falls with the number of units by a power of at least 0.3: slope of its logarithm against that of N.", "at the expense of many more units", Reservoir.Slopes(x, narma), new Below(-0.3));
        study.Claim(
            "hundred-units", $"{Asked} units predict the next sample of Mackey and Glass's series with an rmse below {Published}: decimal logarithm of the rmse.", "0.0020 (ReservoirPy 0.4.2, one network)",
            Reservoir.Logs(predicted[asked]), new Below(Math.Log10(Published)));
        study.Claim(
            "hundred-units-and-filter", $"{Asked} units follow NARMA with less than 80 % of the error of a linear filter: quotient of the errors.", "not said",
            [.. followed[asked].Select(one => one.Nrmse / one.Filter)], new Below(0.8));
        study.Claim(
            "beyond-the-filter", $"Every network of {Asked} units or more follows NARMA better than a linear filter: quotient of the errors.", "not said",
            [.. followed.Skip(asked).SelectMany(of => of.Select(one => one.Nrmse / one.Filter))], new EveryAtMost(1));

        IReadOnlyList<IReadOnlyList<double>> Predicted(string how, int family, IEnumerable<RunConfiguration> settings) => Reservoir.BySetting(
            study.Measure($"errors of one step of Mackey-Glass {how}", Sweeps.Train(study, $"Mackey-Glass {how}", family, settings, fewer), 10, Rmse), fewer);

        IEnumerable<IReadOnlyList<string>> Rows(string settings, IReadOnlyList<IReadOnlyList<double>> networks, IReadOnlyList<ulong> of) =>
            sizes.Index().SelectMany(size => of.Select((seed, s) => (IReadOnlyList<string>)[settings, $"{size.Item}", $"{seed}", Words.Exact(networks[size.Index][s])]));
    }

    private static string Thousandths(IReadOnlyList<double> errors) => Reservoir.Geometric([.. errors.Select(error => 1000 * error)], "0.00");

    private static IReadOnlyList<IReadOnlyList<double>> Nrmse(IReadOnlyList<IReadOnlyList<Followed>> of) => [.. of.Select(networks => (IReadOnlyList<double>)[.. networks.Select(one => one.Nrmse)])];

    private static LinesFigure Errors(string name, IReadOnlyList<double> x, params IReadOnlyList<(string Name, IReadOnlyList<IReadOnlyList<double>> Networks)> kinds) => new()
    {
        Curves = [.. kinds.Select(kind => Reservoir.Means(kind.Name, x, kind.Networks, isGeometric: true))],
        X = new Axis("units N") { Logarithmic = true, Ticks = x }, Y = new Axis(name) { Logarithmic = true }, Points = true, Whiskers = true,
    };

    private static double Rmse(TrainedRun run, int trials) => Reservoir.Tested(run, trials, "rmse");

    private static Followed Errors(TrainedRun run, int trials)
    {
        var experiment = run.Experiment(trials, run.Configuration.Seed);
        var (learned, tested) = ((experiment with { Set = Purpose.TrainingTrials, Trials = 1 }).Run(), experiment.Run());
        var weights = MultipleRegression.QR(
            [.. Scored(learned, 0).Select(step => Window(learned, step, 0))], [.. Scored(learned, 0).Select(step => (double)learned.TargetAt(step, 0)[0])], intercept: true);
        return new(
            Error((step, trial) => tested.OutputAt(step, trial)[0]),
            Error((step, trial) => weights[0] + Window(tested, step, trial).Zip(weights.Skip(1), (u, w) => u * w).Sum()));

        // The median over trials, as everywhere.
        double Error(Func<int, int, double> answer) => MathNet.Numerics.Statistics.Statistics.Median(Enumerable.Range(0, trials).Select(trial =>
        {
            double[] targets = [.. Scored(tested, trial).Select(step => (double)tested.TargetAt(step, trial)[0])];
            var mean = targets.Average();
            return Math.Sqrt(
                Scored(tested, trial).Zip(targets, (step, y) => Math.Pow(answer(step, trial) - y, 2)).Sum() / targets.Sum(y => (y - mean) * (y - mean)));
        }));

        static IEnumerable<int> Scored(Recording recording, int trial) =>
            recording.StepsOf("prediction", trial) is { } steps ? Enumerable.Range(steps.First, steps.End - steps.First) : [];

        static double[] Window(Recording recording, int step, int trial) => [.. Enumerable.Range(0, Taps).Select(k => (double)recording.InputAt(step - k, trial)[0])];
    }

    /// <summary>Errors over the standard deviation of the target.</summary>
    /// <param name="Nrmse">Of the network.</param>
    /// <param name="Filter">Of the linear filter.</param>
    internal sealed record Followed(double Nrmse, double Filter);
}

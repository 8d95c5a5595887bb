using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Figures;
using Engram.Learning;
using Engram.Networks;
using Engram.Storage;
using Engram.Studies.Common;
using Engram.Studies.LowRank;
using Engram.Studies.PatternsInTime;
using Engram.Tasks;

namespace Engram.Studies.Reservoirs;

/// <summary>How many units a reservoir needs to do what a trained network of a tenth of them does.</summary>
internal static class Price
{
    private const int Times = 10, Claimed = 20, Samples = 8000, Longer = 20;
    private const string Fairer = "After a first version, reservoirs and solved readouts were given the same λ, reservoirs the settings of the preset, and the networks of the claim 20 times as many updates.";

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study)
    {
        var seeds = study.Seeds(full: 8, quick: 2);
        int[] sizes = study.Choose<int[]>([5, 10, Claimed, 40, 80], [5, Claimed]);
        study.Section("The price in units");
        study.Text(
            "The lecture says that reservoirs do without learning within the network “at the expense of requiring a lot more hidden units”. Reservoirs of 50 to 800 units and a readout by ridge regression are "
            + $"compared with leaky networks of a tenth of their units, all weights of which are learned by gradients through time, with the preset modern. On the two series, "
            + "trained networks are tanh units without noise and without Dale's law, and are measured twice: as training left them, and with their readout "
            + "solved for by ridge regression from as many samples as those of the reservoirs.");
        Match(study, sizes, seeds);
        Series(study, "mackey-glass", "Mackey–Glass, one step", 83, sizes, seeds, new MackeyGlassTask { Length = [Samples], TestLength = [2000] });
        Series(study, "narma", "NARMA-10", 85, sizes, seeds, new NarmaTask { Length = [Samples], TestLength = [2000] });
    }

    private static RunConfiguration Leaky(TimeSeriesTask task, int units, int updates)
    {
        var plain = new ModernPreset().For(task with { Length = [200] }, seed: 1);
        return plain with
        {
            Cell = new LeakyCell { Units = units, Activation = Activation.Tanh, Noise = 0, Tau = 40.Ms },
            Network = plain.Network with { Dale = Positivity.None, InitialBias = 0, InputScale = 1 },
            Training = plain.Training with { Trials = 16, ValidationTrials = 20, CheckEvery = 200 },
            Stopping = new() { Threshold = 0, MaxUpdates = updates },
        };
    }

    private static void Match(StudyContext study, int[] sizes, IReadOnlyList<ulong> seeds)
    {
        var task = new DelayedMatchTask { Delay = 2.Seconds };
        var echo = new EchoStatePreset().For(task, seed: 1);
        var reservoirs = Sweeps.Train(
            study, "reservoirs for delayed match", 81,
            sizes.Select(units => echo with
            {
                Cell = ((EchoStateCell)echo.Cell) with { Units = Times * units }, Training = echo.Training with { Trials = study.Choose(2000, 100) },
            }),
            seeds);
        var modern = new ModernPreset();
        var plain = modern.For(task, seed: 1);
        var trained = Sweeps.Train(
            study, "networks for delayed match", 82,
            sizes.Select(units => modern.Fitted(plain with { Cell = new LeakyCell { Units = units }, Stopping = plain.Stopping with { MaxUpdates = study.Choose(plain.Stopping.MaxUpdates, 10) } })), seeds);
        var found = Reservoir.BySetting(study.Measure("wrong answers of reservoirs", reservoirs, study.Choose(1000, 100), Wrong), seeds);
        var made = Reservoir.BySetting(study.Measure("wrong answers of networks", trained, study.Choose(1000, 100), Wrong), seeds);
        var place = Array.IndexOf(sizes, Claimed);
        Tell(study, sizes, "match", "Delayed match, 2 s", "Share of wrong answers", [("trained network", made)], found, isGeometric: false);
        study.Claim(
            "price-match", $"Delayed match: a trained network of {Claimed} units gets more right than a reservoir of {Times * Claimed}, by at least 5 %: difference of the shares.",
            "the lecture: reservoirs need a lot more units", [.. found[place].Zip(made[place], (reservoir, network) => reservoir - network)], new Above(0.05));
    }

    private static void Series(
        StudyContext study, string id, string name, int family, int[] sizes, IReadOnlyList<ulong> seeds, TimeSeriesTask task)
    {
        var reservoirs = Sweeps.Train(study, $"reservoirs for {id}", family, sizes.Select(units => Reservoir.Of(task, cell => cell with { Units = Times * units }, SolvedReadout.Ridge)), seeds);
        var updates = study.Choose(1000, 10);
        var trained = Sweeps.Train(study, $"networks for {id}", family + 1, sizes.Select(units => Leaky(task, units, updates)), seeds);
        var longer = Sweeps.Train(study, $"networks for {id} for longer", family + 5, [Leaky(task, Claimed, Longer * updates)], seeds);
        var found = Reservoir.BySetting(study.Measure($"errors of reservoirs {id}", reservoirs, 10, Reservoir.Nrmse), seeds);
        var made = Reservoir.BySetting(study.Measure($"errors of networks {id}", trained, 10, Reservoir.Nrmse), seeds);
        var solved = Reservoir.BySetting(study.Measure($"errors of networks with solved readouts {id}", trained, Samples, SolvedReadout.Error), seeds);
        var left = study.Measure($"errors of networks {id} for longer", longer, 10, Reservoir.Nrmse);
        var leftSolved = study.Measure($"errors of solved networks {id} for longer", longer, Samples, SolvedReadout.Error);
        string As(IReadOnlyList<double> errors) =>
            $"an error of {Reservoir.Geometric(errors, "G2")}, as reservoirs of {EqualSize.Of([.. sizes.Select(units => Times * units)], found, errors, isGeometric: true).Text} units";
        study.Text(
            $"{name}. Networks of {Claimed} units that learned {Longer} times as long as those of the table, for {Longer * updates} updates, have {As(left)}, and with their readout solved {As(leftSolved)}.");
        var place = Array.IndexOf(sizes, Claimed);
        Tell(study, sizes, id, name, "Error (standard deviations)", [("trained network", made), ("trained network, readout solved", solved)], found, isGeometric: true);
        study.Claim(
            $"price-{id}", $"{name}: a network of {Claimed} units that learned for {Longer * updates} updates has a smaller error than a reservoir of {Times * Claimed}, by at least a fifth: log₁₀ of the ratio.",
            "the lecture: reservoirs need a lot more units", [.. found[place].Zip(left, (reservoir, network) => Math.Log10(reservoir / network))], new Above(0.1) { Changed = Fairer });
        study.Claim(
            $"price-{id}-solved", $"{name}: the same where the readout of the trained network is solved for by ridge regression.",
            "the lecture: reservoirs need a lot more units", [.. found[place].Zip(leftSolved, (reservoir, network) => Math.Log10(reservoir / network))], new Above(0.1) { Changed = Fairer });
    }

    private static void Tell(
        StudyContext study, int[] sizes, string id, string name, string quantity, IReadOnlyList<(string Name, IReadOnlyList<IReadOnlyList<double>> Values)> trained, IReadOnlyList<IReadOnlyList<double>> reservoirs,
        bool isGeometric)
    {
        int[] many = [.. sizes.Select(units => Times * units)];
        string Mean(IReadOnlyList<double> values) => isGeometric ? Reservoir.Geometric(values, "G2") : Recall.Interval(values, "0.0");
        study.Table(
            $"{name}. {quantity}, {(isGeometric ? "geometric mean" : "mean")} with 95 % interval over {reservoirs[0].Count} networks; and how many units of a reservoir do as well, by "
            + $"interpolation between its sizes, with a 95 % interval from networks drawn anew{(isGeometric ? "" : "; less than 1 % wrong counts as 1 %")}.",
            ["units", "reservoir of ten times as many", .. trained.SelectMany(one => new[] { one.Name, $"reservoir as good as the {one.Name}" })],
            [
                .. sizes.Select((units, k) => (IReadOnlyList<string>)
                [
                    $"{units}", Mean(reservoirs[k]), .. trained.SelectMany(one => new[] { Mean(one.Values[k]), EqualSize.Of(many, reservoirs, one.Values[k], isGeometric).Text }),
                ]),
            ]);
        study.Figure(
            $"price-{id}",
            new LinesFigure
            {
                Curves =
                [
                    Reservoir.Means("reservoir", [.. many.Select(units => (double)units)], reservoirs, isGeometric),
                    .. trained.Select(one => Reservoir.Means(one.Name, [.. sizes.Select(units => (double)units)], one.Values, isGeometric)),
                ],
                X = new Axis("Units") { Logarithmic = true },
                Y = isGeometric ? new Axis(quantity) { Logarithmic = true } : new Axis(quantity, "%") { Percent = true, Minimum = 0, Maximum = 0.6 }, Points = true,
            },
            $"{name}: {(isGeometric ? "geometric means" : "means")} and 95 % intervals over networks.");
        study.Data(
            $"price-{id}", ["network", "units", "value"],
            [
                .. reservoirs.SelectMany((values, k) => values.Select(value => (IReadOnlyList<string>)["reservoir", $"{many[k]}", Words.Exact(value)])),
                .. trained.SelectMany(one => one.Values.SelectMany((values, k) => values.Select(value => (IReadOnlyList<string>)[one.Name, $"{sizes[k]}", Words.Exact(value)]))),
            ]);
    }

    private static double Wrong(TrainedRun run, int trials) => 1 - Reservoir.Right(run, trials);
}

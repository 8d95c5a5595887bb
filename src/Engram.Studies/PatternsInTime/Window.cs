using Engram.Cells;
using Engram.Equations;
using Engram.Figures;
using Engram.Studies.Common;
using Engram.Studies.LowRank;

namespace Engram.Studies.PatternsInTime;

/// <summary>What a window over time can see and cannot.</summary>
internal static class Window
{
    // Of a hidden layer over 3 frames and units over 5: R = 1 + 2 + 4.
    private const int Frames = 7, Units = 32;
    private static readonly int[] Lags = [4, 5, 6, 7, 10, 20];

    private static readonly IReadOnlyList<(string Name, Cell Cell)> Cells =
    [
        ("TDNN", new TdnnCell { Units = Units, Hidden = [new(16, 3)], Frames = 5, Activation = Activation.Tanh }),
        ("Elman", new ElmanCell { Units = Units }),
        ("GRU", new GruCell { Units = Units }),
    ];

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study)
    {
        var (seeds, updates) = (study.Seeds(full: 10, quick: 2), study.Choose(1500, 100));
        int[] lags = study.Choose(Lags, [4, 10]);
        var settings = Cells.SelectMany(cell => lags.Select(lag => (cell.Name, Lag: lag, Configuration: Recall.Of(lag, cell.Cell, updates)))).ToList();
        var runs = Sweeps.Train(study, "windows and recurrent networks", 1, settings.Select(one => one.Configuration), seeds);
        var shares = Recall.Measure(study, "recall through a window", runs);
        List<(string Name, int Lag, IReadOnlyList<double> Shares)> found =
            [.. settings.Select((one, k) => (one.Name, one.Lag, (IReadOnlyList<double>)[.. shares.Skip(k * seeds.Count).Take(seeds.Count)]))];
        study.Section("What a window sees");
        study.Text(
            $"A time-delay network of two layers, over 3 and 5 frames, sees {Frames} frames at a time: what was shown {Frames - 1} steps ago is the oldest that can reach its output. Elman networks "
            + "and GRUs have the same number of units. Each must recall one of eight symbols a number of steps after it was shown; guessing gives 12.5 %.");
        study.Figure(
            "window",
            new PointsFigure
            {
                Groups = [.. Cells.Select(cell => new Curve(
                    cell.Name, [.. Of(cell.Name).SelectMany(one => one.Shares.Select(_ => (double)one.Lag))], [.. Of(cell.Name).SelectMany(one => one.Shares)]))],
                X = new Axis("steps from symbol to recall") { Minimum = 0 }, Y = Axis.Share("right answers"),
                XLines = [new ReferenceLine(Frames - 0.5, "window")],
            },
            "Right answers in 2000 new trials against the steps from symbol to recall; one point per network.");
        study.Table(
            $"How many of {seeds.Count} networks recall at least 95 %, and their mean share of right answers.",
            ["steps", .. Cells.Select(cell => cell.Name)],
            [
                .. lags.Select(lag => (IReadOnlyList<string>)
                [
                    $"{lag}", .. Cells.Select(cell => found.First(one => one.Name == cell.Name && one.Lag == lag).Shares).Select(of =>
                        $"{Recall.Recalls(of).Sum()} ({Words.Percent(of.Average())})"),
                ]),
            ]);
        study.Data(
            "window", ["network", "steps", "seed", "share_right"],
            found.SelectMany(one => one.Shares.Zip(seeds, (share, seed) => (IReadOnlyList<string>)[one.Name, $"{one.Lag}", $"{seed}", Words.Exact(share)])));
        study.Claim(
            "window-sees", "Where the symbol is within the window, most time-delay networks recall it: share of networks.", "take a sample of input patterns over a window of time",
            Recall.Recalls(Of("TDNN").Where(one => one.Lag < Frames).SelectMany(one => one.Shares)), new ShareAbove(0.5));
        study.Claim(
            "window-is-blind", "Where it is beyond the window, time-delay networks guess: mean share of right answers.", "not said",
            [.. Of("TDNN").Where(one => one.Lag >= Frames).SelectMany(one => one.Shares)], new Between(Recall.Chance - 0.02, Recall.Chance + 0.02));
        study.Claim(
            "recurrence-sees", "Where it is beyond the window, most GRUs recall it: share of networks.", "another possibility: recurrent network",
            Recall.Recalls(Of("GRU").Where(one => one.Lag >= Frames).SelectMany(one => one.Shares)), new ShareAbove(0.5));

        IEnumerable<(string Name, int Lag, IReadOnlyList<double> Shares)> Of(string name) => found.Where(one => one.Name == name);
    }
}

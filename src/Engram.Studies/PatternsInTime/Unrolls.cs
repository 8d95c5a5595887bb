using Engram.Cells;
using Engram.Figures;
using Engram.Studies.Common;
using Engram.Studies.LowRank;

namespace Engram.Studies.PatternsInTime;

/// <summary>How many steps back in time errors must go.</summary>
internal static class Unrolls
{
    private static readonly int[] Lags = [5, 10, 20, 50, 100];

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study)
    {
        var (seeds, updates) = (study.Seeds(full: 5, quick: 2), study.Choose(1500, 60));
        int[] lags = study.Choose(Lags, [5, 10]);

        // One step more than the lag is just enough.
        int[] backs = [.. lags.Select(lag => lag + 1)];
        var settings = lags.SelectMany(lag => backs.Select(back => (Lag: lag, Back: back))).ToList();
        var runs = Sweeps.Train(
            study, "errors that go back some steps", 2, settings.Select(one =>
                Recall.Of(one.Lag, new GruCell { Units = 32 }, updates) is var plain ? plain with { Training = plain.Training with { Unroll = one.Back } } : plain), seeds);
        var shares = Recall.Measure(study, "recall after unrolling", runs);
        List<(int Lag, int Back, IReadOnlyList<double> Shares)> found =
            [.. settings.Select((one, k) => (one.Lag, one.Back, (IReadOnlyList<double>)[.. shares.Skip(k * seeds.Count).Take(seeds.Count)]))];
        study.Section("How many steps errors must go back");
        study.Text(
            "GRUs of 32 units learn the same task by truncated back-propagation through time: errors go back k steps and are then cut off, while the states go on. The error of the recall "
            + "reaches the symbol if k is at least one more than the steps between the two.");
        study.Figure(
            "unrolls",
            new LinesFigure
            {
                Curves = [.. lags.Select(lag => Curve.MeanAndSd($"{lag}", [.. backs.Select(back => (double)back)], [.. seeds.Select((_, s) => (IReadOnlyList<double>)
                    [.. backs.Select(back => found.First(one => one.Lag == lag && one.Back == back).Shares[s])])]))],
                X = new Axis("steps that errors go back") { Logarithmic = true }, Y = Axis.Share("right answers"),
                Points = true, Whiskers = true, Ordered = true, Legend = "steps from symbol to recall",
            },
            $"Right answers against the steps k that errors go back; mean and standard deviation over {seeds.Count} networks.");
        study.Table(
            $"How many of {seeds.Count} networks recall at least 95 %, and their mean share of right answers, by the steps from symbol to recall (rows) and the steps that errors go back (columns).",
            ["steps", .. backs.Select(back => $"k = {back}")],
            [
                .. lags.Select(lag => (IReadOnlyList<string>)
                [
                    $"{lag}", .. backs.Select(back => found.First(one => one.Lag == lag && one.Back == back).Shares).Select(of =>
                        $"{Recall.Recalls(of).Sum()} ({Words.Percent(of.Average())})"),
                ]),
            ]);
        study.Data(
            "unrolls", ["steps", "steps_back", "seed", "share_right"],
            found.SelectMany(one => one.Shares.Zip(seeds, (share, seed) => (IReadOnlyList<string>)[$"{one.Lag}", $"{one.Back}", $"{seed}", Words.Exact(share)])));
        study.Claim(
            "enough-steps", "Where errors go back far enough to reach the symbol, most networks recall it: share of networks.",
            "for training, have to specify how many steps backward in time",
            Recall.Recalls(found.Where(one => one.Back > one.Lag).SelectMany(one => one.Shares)), new ShareAbove(0.5));
        study.Claim(
            "too-few-steps", "Where they do not, most networks do not: share of networks that do.", "not said",
            Recall.Recalls(found.Where(one => one.Back <= one.Lag).SelectMany(one => one.Shares)), new ShareBelow(0.5));
    }
}

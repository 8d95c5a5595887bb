using Engram.Figures;
using Engram.Learning;
using Engram.Studies.Common;
using Engram.Studies.LowRank;
using Engram.Tasks;

namespace Engram.Studies.Replay;

/// <summary>aⁿbⁿ for six ranges of n: R2N2 beside other ways to learn.</summary>
internal static class Strings
{
    private const int Checks = 5, Units = 64;
    private const string Alignment = "R2N2, feedback alignment", Published = "R2N2, published loop", Exact = "R2N2, back-propagation", Rflo = "RFLO", Plain = "RFLO, plain gradient descent",
        Eligibility = "e-prop", Reservoir = "reservoir";

    private static readonly string[] Rules = [Exact, Alignment, Published, Rflo, Plain, Eligibility, Reservoir];

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study)
    {
        var (seeds, updates) = (study.Seeds(full: 12, quick: 2), study.Choose(40_000, 400));
        int[] ranges = study.Choose<int[]>([1, 6, 11, 16, 21, 26], [1, 6]);
        var settings = Rules.SelectMany(rule => ranges.Select(least => (Rule: rule, Least: least))).ToList();
        var runs = Sweeps.Train(study, "strings", 1, settings.Select(one => Of(one.Rule, one.Least, updates)), seeds);
        double[] exact = [.. runs.Select(run => run.Status == RunStatus.Diverged ? 0 : run.Log().TakeLast(Checks).Average(check => check.Overall ?? 0))];
        IReadOnlyList<double> Found(string rule, int least) => [.. exact.Skip(settings.IndexOf((rule, least)) * seeds.Count).Take(seeds.Count)];

        study.Section("Strings aⁿbⁿ");
        study.Text(
            $"A network reads aⁿbⁿ symbol by symbol and predicts the next one. It learns from four lengths, n to n + 3, in {updates} updates of one string each. A string is right if the first a, every b but the first, and the end are predicted. "
            + "R2N2 has 32 units in each of its two populations. The others have 64 leaky tanh units of the same time constant, which begin with a spectral radius of 1.5, and learn by RFLO, e-prop, or the readout alone. All learn with Adam at a rate of 0.001 "
            + "but one, which has plain gradient descent at a rate of 0.1, as published for RFLO; all rates fall to 0. R2N2 sends errors back through its own weights (back-propagation), through random matrices (feedback alignment), or through random matrices as the published code does it: that "
            + "computes the errors that go back from step to step and then drops them.");
        study.Figure(
            "strings",
            new LinesFigure
            {
                Curves = [.. Rules.Select(rule => Curve.MeanAndSd(rule, [.. ranges.Select(least => (double)least)], [.. seeds.Select((_, s) => (IReadOnlyList<double>)[.. ranges.Select(least => Found(rule, least)[s])])]))],
                X = new("Least n"), Y = Axis.Share("Strings right"), Points = true, Whiskers = true,
            },
            $"Share of strings that are right, mean of the last {Checks} checks; mean and standard deviation over {seeds.Count} networks.");
        study.Table(
            $"Strings that are right in percent, mean of the last {Checks} checks with 95 % intervals over {seeds.Count} networks.",
            ["", .. ranges.Select(least => $"{least}–{least + 3}")],
            [.. Rules.Select(rule => (IReadOnlyList<string>)[rule, .. ranges.Select(least => Words.Interval([.. Found(rule, least).Select(share => 100 * share)], "0"))])]);
        study.Data(
            "strings", ["rule", "least_n", "seed", "share_right"],
            settings.SelectMany(one => Found(one.Rule, one.Least).Zip(seeds, (share, seed) => (IReadOnlyList<string>)[one.Rule, $"{one.Least}", $"{seed}", Words.Exact(share)])));
        foreach (var least in ranges)
        {
            study.Claim(
                $"strings-{least}", $"R2N2 with feedback alignment learns aⁿbⁿ for n from {least} to {least + 3}: share of networks with nine strings in ten right.", "AnBn task (a figure without numbers)",
                [.. Found(Alignment, least).Select(share => share >= 0.9 ? 1.0 : 0)], new ShareAbove(0.5), family: "strings that are learned");
        }

        var most = ranges[^1];
        foreach (var (id, rule, said) in new[]
        {
            ("published", Published, "not said"), ("rflo", Rflo, "outperforms previous biological sequence learning models"), ("rflo-plain", Plain, "outperforms previous biological sequence learning models"),
            ("e-prop", Eligibility, "outperforms previous biological sequence learning models"), ("reservoir", Reservoir, "outperforms previous biological sequence learning models"),
        })
        {
            study.Claim(
                $"strings-above-{id}", $"For n from {most} to {most + 3}, R2N2 with feedback alignment has more strings right than {rule}: difference of shares.", said,
                [.. Found(Alignment, most).Zip(Found(rule, most), (own, other) => own - other)], new Above(0.05));
        }
    }

    private static RunConfiguration Of(string rule, int least, int updates)
    {
        var preset = new Cheng2025Preset();
        var task = new A_n_b_nTask { Count = [least, least + 1, least + 2, least + 3] };
        var plain = preset.For(task, seed: 1);
        plain = plain with
        {
            Training = plain.Training with { CheckEvery = Math.Max(1, updates / 20), Schedule = new CosineSchedule(updates) }, Stopping = new() { Threshold = 0, MaxUpdates = updates, Patience = updates },
        };
        return rule switch
        {
            Exact => plain with { Credit = new() },
            Alignment => plain,
            Published => plain with { Credit = plain.Credit with { UnchangedErrors = true } },
            Plain => Baselines.Leaky(plain, Units, "rflo") with { Optimiser = new Sgd { LearningRate = 0.1 } },
            Reservoir => Baselines.Reservoir(plain, Units),
            _ => Baselines.Leaky(plain, Units, rule == Rflo ? "rflo" : "e-prop"),
        };
    }
}

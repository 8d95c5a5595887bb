using Engram.Learning;
using Engram.Studies.Common;
using Engram.Studies.LowRank;
using Engram.Tasks;

namespace Engram.Studies.Replay;

/// <summary>Pictures of clothes that are seen row by row.</summary>
internal static class Pictures
{
    private const string Alignment = "R2N2, feedback alignment", Exact = "R2N2, back-propagation", Rflo = "RFLO", Reservoir = "reservoir";
    private const int TestTrials = 1000, Units = 128;
    private static readonly bool[] Variants = [false, true];
    private static readonly string[] Rules = [Exact, Alignment, Rflo, Reservoir];

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study)
    {
        var (seeds, updates) = (study.Seeds(full: 10, quick: 2), study.Choose(20_000, 200));
        var settings = Variants.SelectMany(masked => Rules.Select(rule => (Rule: rule, Masked: masked))).ToList();
        var runs = Sweeps.Train(study, "pictures", 3, settings.Select(one => Of(one.Rule, one.Masked, updates)), seeds);
        var wrong = study.Measure("pictures", runs, TestTrials, static (run, trials) =>
            1 - Evaluation.Run(run.Network, run.Configuration.Task, run.Configuration.Training.Dt, trials, 2).Performance!.Overall);
        IReadOnlyList<double> Found(string rule, bool masked) => [.. wrong.Skip(settings.IndexOf((rule, masked)) * seeds.Count).Take(seeds.Count)];

        study.Section("Pictures seen row by row");
        study.Text(
            $"A network sees a picture of clothes row by row and says at the last row which of ten kinds it shows. It learns from {updates} pictures, one an update, five times each of 4000, with Adam at a rate of 0.0005 that falls to 0; the errors are those in 1000 others. "
            + $"R2N2 has 64 units in each population; the others have {Units} leaky units. In the masked variant, the first 10 of 28 rows are left out.");
        study.Table(
            $"Pictures that are taken for another kind, in percent: mean and 95 % interval over {seeds.Count} networks. A guess is wrong in 90 %.",
            ["", "28 rows", "masked, 18 rows"],
            [.. Rules.Select(rule => (IReadOnlyList<string>)[rule, .. Variants.Select(masked => Words.Interval([.. Found(rule, masked).Select(share => 100 * share)], "0.0"))])]);
        study.Data(
            "pictures", ["rule", "masked", "seed", "share_wrong"],
            settings.SelectMany(one => Found(one.Rule, one.Masked).Zip(seeds, (share, seed) => (IReadOnlyList<string>)[one.Rule, one.Masked ? "true" : "false", $"{seed}", Words.Exact(share)])));
        foreach (var (id, rule) in new[] { ("rflo", Rflo), ("reservoir", Reservoir) })
        {
            study.Claim(
                $"pictures-{id}", $"R2N2 with feedback alignment errs less than {rule}: difference of the shares of pictures that are wrong.", "outperforms previous biological sequence learning models",
                [.. Found(rule, false).Zip(Found(Alignment, false), (other, own) => other - own)], new Above(0.01));
        }

        study.Claim(
            "pictures-back-propagation", "With back-propagation it errs less than with feedback alignment: difference of the shares.", "not said",
            [.. Found(Alignment, false).Zip(Found(Exact, false), (alignment, exact) => alignment - exact)], new Above(0.01));
    }

    private static RunConfiguration Of(string rule, bool masked, int updates)
    {
        var plain = new Cheng2025Preset().For(new RowByRowImagesTask { Masked = masked }, seed: 1);
        plain = plain with { Stopping = new() { Threshold = 0, MaxUpdates = updates, Patience = updates }, Training = plain.Training with { CheckEvery = Math.Max(1, updates / 10), ValidationTrials = 500, Schedule = new CosineSchedule(updates) } };
        return rule switch
        {
            Exact => plain with { Credit = new() },
            Alignment => plain,
            Reservoir => Baselines.Reservoir(plain, Units),
            _ => Baselines.Leaky(plain, Units, "rflo"),
        };
    }
}

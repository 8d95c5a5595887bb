using Engram.Studies.Common;
using Engram.Studies.LowRank;

namespace Engram.Studies.PathIntegration;

/// <summary>Other place cells, bottlenecks and optimisers, each with and without dropout.</summary>
internal static class OtherSettings
{
    private const double Half = 0.5, Dropout = 0.5;
    private const int Family = 2;

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, int updates, (int Steps, int Shuffles) measured)
    {
        var seeds = study.Seeds(full: 4, quick: 2);
        var settings = study.Choose(Setting.Others, [Setting.Others[^1]]);
        double[] shares = [0, Dropout];
        var runs = Sweeps.Train(study, "other settings", Family, settings.SelectMany(setting => shares.Select(share => setting.With(share).Of(study, updates))), seeds);
        var networks = study.Measure("codes of other settings", runs, measured, PathNetwork.Of);
        var found = settings.SelectMany(setting => shares.Select(share => (setting, share)))
            .Zip(networks.Chunk(seeds.Count), (one, own) => (Setting: one.setting, Share: one.share, Networks: (IReadOnlyList<PathNetwork>)own)).ToList();
        study.Section("Other settings");
        study.Text(
            $"Networks that depart from those above, {seeds.Count} each: {string.Join("; ", settings.Select(setting => $"“{setting.Name}”: {setting.What}"))}. Whatever is published as needed for grid cells, such as a "
            + "surround of the place cells, activity that cannot be negative, or the published optimiser, is among them.");
        PathTable.Write(study, "other-settings", [.. found.Select(one => ($"{one.Setting.Name}, dropout {Words.Number(one.Share, "0.0")}", one.Setting.Name, one.Share, one.Networks))]);
        foreach (var setting in settings)
        {
            var (without, with) = (found.First(one => one.Setting == setting && one.Share == 0).Networks, found.First(one => one.Setting == setting && one.Share > 0).Networks);
            var id = setting.Name.Replace(' ', '-').ToLowerInvariant();
            study.Claim(
                $"grid-{id}", $"“{setting.Name}”, with and without dropout: more than {PathNetwork.SomeText} of the units are grid cells with several fields: share of networks.", "not guaranteed",
                [.. with.Concat(without).Select(one => PathNetwork.Has(one.Small))], new ShareAbove(Half));
            study.Claim(
                $"dropout-{id}", $"“{setting.Name}”: more units score above {PathNetwork.Threshold} with dropout than without, whatever their shuffles score: difference of shares.", "only with dropout",
                [.. with.Zip(without, (one, other) => one.AboveThreshold - other.AboveThreshold)], new Above(PathNetwork.Some));
        }
    }
}

using Engram.Studies.Common;

namespace Engram.Studies.PathIntegration;

/// <summary>Rate networks that are shown velocities.</summary>
internal static class RateNetworks
{
    private const double Near = 8, Half = 0.5;
    private const int Family = 3;

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, int updates, (int Steps, int Shuffles) measured)
    {
        var seeds = study.Seeds(full: 5, quick: 2);
        var runs = Sweeps.Train(study, "rate networks", Family, Setting.Rates.Select(setting => setting.Of(study, updates)), seeds);
        var networks = study.Measure("codes of rate networks", runs, measured, PathNetwork.Of);
        var found = Setting.Rates.Zip(networks.Chunk(seeds.Count), (setting, own) => (Setting: setting, Networks: (IReadOnlyList<PathNetwork>)own)).ToList();
        study.Section("Rate networks");
        study.Text(
            $"Networks without biases that are shown the two components of the velocity in steps of 20 ms, at 1 m/s on average, and answer with 512 place cells after 20 steps where nothing else is said; {string.Join("; ", Setting.Rates.Select(setting => $"“{setting.Name}”: {setting.What}, {(int)(updates * setting.Longer)} updates of {setting.Trials} paths"))}. "
            + "Published networks have 4096 units and learn from 20 million paths. A uniform answer has a loss of ln 512 = 6.24 nats (6.93 with 1024 place cells); place cells with a surround are so broad that the least loss is close to it.");
        PathTable.Write(study, "rate-networks", [.. found.Select(one => (one.Setting.Name, one.Setting.Name, 0.0, one.Networks))]);
        foreach (var (setting, own) in found)
        {
            var id = setting.Name.Replace(' ', '-');
            study.Claim($"error-{id}", $"“{setting.Name}” are at most 8 cm off at the end of a path: mean error in cm.", "Sorscher et al. 2023: 4 to 5 cm", [.. own.Select(one => one.Mean)], new Below(Near));
            study.Claim(
                $"grid-{id}", $"“{setting.Name}”: more than {PathNetwork.SomeText} of the units are grid cells with several fields: share of networks.", "Schaeffer et al. 2022: depends on what is asked for",
                [.. own.Select(one => PathNetwork.Has(one.Small))], new ShareAbove(Half));
            study.Claim(
                $"hexagonal-{id}", $"“{setting.Name}”: more units have p ≤ 0.05 against both kinds of their shuffles after learning than before: difference of shares.", "Sorscher et al. 2023: hexagonal",
                [.. own.Select(one => one.Beyond - one.UntrainedBeyond)], new Above(PathNetwork.Some));
        }
    }
}

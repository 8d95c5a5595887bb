using Engram.Learning;

namespace Engram.Studies.Common;

/// <summary>Networks of several settings that a claim can be made of.</summary>
internal static class Sweeps
{
    /// <summary>Networks of some settings, each with a number of seeds of their own, in the order of the settings.</summary>
    /// <param name="study">Where.</param>
    /// <param name="name">What is trained, in a few words.</param>
    /// <param name="family">A number that no other sweep of the study has.</param>
    /// <param name="settings">The settings; at most 100 that differ.</param>
    /// <param name="seeds">The networks of each.</param>
    public static IReadOnlyList<SweepRun> Train(StudyContext study, string name, int family, IEnumerable<RunConfiguration> settings, IReadOnlyList<ulong> seeds) =>
        study.Train(name, new Sweep([.. settings.SelectMany(one => seeds.Select(seed => one with { Seed = seed }))]).Apart(family));
}

using Engram.Configuration;
using Engram.Learning;
using Engram.Tasks;

namespace Engram.Studies.DynamicWorkingMemory;

/// <summary>Networks that differ in one setting and in their seeds, and how each does at every tested delay.</summary>
/// <param name="Name">In words.</param>
/// <param name="Setting">What varies, with its unit.</param>
/// <param name="Values">Its values in seconds, ascending.</param>
/// <param name="Runs">Values × seeds, value by value.</param>
/// <param name="Profiles">As many as there are runs.</param>
internal sealed record Family(
    string Name, string Setting, IReadOnlyList<double> Values, IReadOnlyList<SweepRun> Runs, IReadOnlyList<DelayProfile> Profiles)
{
    /// <summary>Networks of each value.</summary>
    public int Seeds => Runs.Count / Values.Count;

    /// <summary>Whether the criterion was reached, 1 or 0 for each network.</summary>
    public double[] Reached => [.. Runs.Select(run => run.Status == RunStatus.Reached ? 1.0 : 0.0)];

    /// <summary>The places of the networks that reached the criterion, all others being left out of what is said of the family.</summary>
    public IReadOnlyList<int> Trained { get; } =
        [.. Enumerable.Range(0, Runs.Count).Where(run => Runs[run].Status == RunStatus.Reached)];

    /// <summary>The networks of one value.</summary>
    public IEnumerable<(SweepRun Run, DelayProfile Profile)> Of(int value) => Runs.Zip(Profiles).Skip(value * Seeds).Take(Seeds);

    /// <summary>The value of each network.</summary>
    public double ValueOf(int run) => Values[run / Seeds];

    /// <summary>The profiles of the networks of one value that reached the criterion.</summary>
    public IEnumerable<DelayProfile> TrainedAt(int value) => Trained.Where(run => run / Seeds == value).Select(run => Profiles[run]);

    /// <summary>Mean over trained networks of what a profile says.</summary>
    /// <param name="share">Of a profile and the place of the tested delay.</param>
    /// <returns>Values × tested delays; NaN where no network was trained.</returns>
    public double[][] Matrix(Func<DelayProfile, int, double> share) =>
    [
        .. Values.Select((_, value) =>
            Profiles[0].Delays.Select((_, delay) =>
                TrainedAt(value).Select(profile => share(profile, delay)).DefaultIfEmpty(double.NaN).Average()).ToArray()),
    ];

    /// <summary>The longest delay that a configuration shows.</summary>
    public static double LongestDelay(RunConfiguration configuration) => Delays(configuration).Longest;

    /// <summary>The delays that a configuration shows at last, in seconds.</summary>
    public static (double Shortest, double Longest) Delays(RunConfiguration configuration) =>
        (Delay(configuration).Minimum.TotalSeconds, Delay(configuration).Maximum.TotalSeconds);

    /// <summary>The delay of a configuration.</summary>
    public static Duration Delay(RunConfiguration configuration) => configuration.Task switch
    {
        DelayedMatchTask task => task.Delay,
        InputDiscriminationTask task => task.Delay,
        _ => throw new UsageException($"{configuration.Task.Name} has no delay; this study knows delayed-match and input-discrimination."),
    };
}

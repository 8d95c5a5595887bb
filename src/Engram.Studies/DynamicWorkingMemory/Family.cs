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

    /// <summary>The networks of one value.</summary>
    public IEnumerable<(SweepRun Run, DelayProfile Profile)> Of(int value) => Runs.Zip(Profiles).Skip(value * Seeds).Take(Seeds);

    /// <summary>The value of each network.</summary>
    public double ValueOf(int run) => Values[run / Seeds];

    /// <summary>Mean over seeds of what a profile says.</summary>
    /// <param name="share">Of a profile and the place of the tested delay.</param>
    /// <returns>Values × tested delays.</returns>
    public double[][] Matrix(Func<DelayProfile, int, double> share) =>
    [
        .. Values.Select((_, value) =>
            Profiles[0].Delays.Select((_, delay) => Of(value).Average(one => share(one.Profile, delay))).ToArray()),
    ];

    /// <summary>The longest delay that a configuration shows.</summary>
    public static double LongestDelay(RunConfiguration configuration) => Delays(configuration).Longest;

    /// <summary>The delays that a configuration shows at last, in seconds.</summary>
    public static (double Shortest, double Longest) Delays(RunConfiguration configuration) =>
        (Delay(configuration).Minimum.TotalSeconds, Delay(configuration).Maximum.TotalSeconds);

    private static Duration Delay(RunConfiguration configuration) => configuration.Task switch
    {
        DelayedMatchTask task => task.Delay,
        InputDiscriminationTask task => task.Delay,
        _ => throw new UsageException($"{configuration.Task.Name} has no delay; this study knows delayed-match and input-discrimination."),
    };
}

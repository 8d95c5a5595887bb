using System.Globalization;
using System.Text.RegularExpressions;
using Engram.Configuration;

namespace Engram.App.Cluster;

/// <summary>How jobs are asked for.</summary>
internal sealed partial record SlurmOptions
{
    /// <summary>The partition; null for the cluster's own choice.</summary>
    public string? Partition { get; init; }

    /// <summary>Time limit of a job as Slurm writes it; null for that of the partition.</summary>
    public string? Time { get; init; }

    /// <summary>Networks that a job trains.</summary>
    public int PerJob { get; init; } = 1;

    /// <summary>Cores of a job.</summary>
    public int Cores { get; init; } = 1;

    /// <summary>Memory of a job as Slurm writes it; null for the cluster's own choice.</summary>
    public string? Memory { get; init; }

    /// <summary>Other arguments of <c>sbatch</c>.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    /// <summary>How long a run may show no sign of life before another job goes on with it.</summary>
    public TimeSpan Lease { get; init; } = Leases.Default;

    /// <summary>
    /// Seconds before the time limit at which a job is told to stop: a minute, and a quarter of a short limit. Slurm looks at limits now and
    /// then, so that the signal may come half a minute later or earlier.
    /// </summary>
    public int Notice => Time is { } text && Seconds(text) is { } limit ? (int)Math.Clamp(limit / 4, 1, 60) : 60;

    /// <summary>The seconds of a time as Slurm writes it: minutes, minutes:seconds, hours:minutes:seconds, days-hours and so on; null for none.</summary>
    public static double? Seconds(string text)
    {
        var match = Form().Match(text);
        if (!match.Success)
        {
            return null;
        }

        double[] parts = [.. match.Groups["parts"].Value.Split(':').Select(part => double.Parse(part, CultureInfo.InvariantCulture))];
        var seconds = match.Groups["days"] is { Success: true } days
            ? (86_400 * double.Parse(days.Value, CultureInfo.InvariantCulture)) + (3600 * parts[0]) + (60 * parts.ElementAtOrDefault(1)) + parts.ElementAtOrDefault(2)
            : parts.Length switch
            {
                1 => 60 * parts[0],
                2 => (60 * parts[0]) + parts[1],
                _ => (3600 * parts[0]) + (60 * parts[1]) + parts[2],
            };
        return seconds > 0 ? seconds : null;
    }

    /// <summary>Refuses what Slurm would not understand.</summary>
    /// <exception cref="UsageException">All faults together.</exception>
    public void Check()
    {
        List<string> faults = [];
        if (Time is { } time && Seconds(time) is null)
        {
            faults.Add($"`--time {time}`: write minutes, hours:minutes:seconds or days-hours, as Slurm does, such as `--time 2:00:00` for two hours.");
        }

        if (Memory is { } memory && !Size().IsMatch(memory))
        {
            faults.Add($"`--memory {memory}`: write a whole number with K, M, G or T, such as `--memory 4G`.");
        }

        if (Partition is { } partition && !Word().IsMatch(partition))
        {
            faults.Add($"`--partition {partition}` is not the name of a partition; `sinfo` lists them.");
        }

        faults.AddRange(Others.Where(other => !other.StartsWith('-')).Select(other =>
            $"`--sbatch {other}`: write one argument of sbatch with its dashes, such as `--sbatch=--constraint=skylake`."));
        if (faults.Count > 0)
        {
            throw new UsageException(faults);
        }
    }

    [GeneratedRegex(@"^((?<days>[0-9]{1,4})-(?<parts>[0-9]{1,5}(:[0-9]{1,2}){0,2})|(?<parts>[0-9]{1,7}(:[0-9]{1,2}){0,2}))$")]
    private static partial Regex Form();

    [GeneratedRegex(@"^[1-9][0-9]{0,9}[KMGT]?$")]
    private static partial Regex Size();

    [GeneratedRegex(@"^[\w.+-]+(,[\w.+-]+)*$")]
    private static partial Regex Word();
}

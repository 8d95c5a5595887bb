using Engram.Configuration;
using Engram.Storage;
using Engram.Tasks;
using Setting = Engram.App.Parsing.Setting;

namespace Engram.App.Training;

/// <summary>What <c>engram test</c> was asked to do.</summary>
/// <param name="Pinned">Factors with one value, as written.</param>
/// <param name="Factor">The factor that is swept; null for none.</param>
/// <param name="Tasks">The task at each value of the sweep; one without a sweep.</param>
internal sealed record TestPlan(
    IReadOnlyList<KeyValuePair<string, string>> Pinned, string? Factor, IReadOnlyList<(string Value, CognitiveTask Task)> Tasks)
{
    /// <summary>Reads factors and sweep.</summary>
    /// <exception cref="UsageException">All faults together.</exception>
    public static TestPlan Of(TrainedRun run, IReadOnlyList<Setting> settings, IReadOnlyList<string> flags, string? sweep)
    {
        var (task, faults) = (run.Configuration.Task, new List<string>());
        var factors = task.Factors.Select(factor => factor.Name).ToList();
        foreach (var setting in settings)
        {
            task = Pin(run, task, setting.Name, setting.Value, factors, flags, faults);
        }

        foreach (var twice in settings.GroupBy(setting => setting.Name).Where(group => group.Count() > 1))
        {
            faults.Add($"`--{twice.Key}` is given {twice.Count()} times; give it once, or write `--sweep {twice.Key}=a,b,c`.");
        }

        var pinned = settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value ?? "")).ToList();
        var plan = sweep is null
            ? new TestPlan(pinned, null, [("", task)])
            : Swept(run, task, pinned, sweep, factors, flags, faults);
        return faults.Count == 0 ? plan : throw new UsageException(faults);
    }

    private static TestPlan Swept(
        TrainedRun run,
        CognitiveTask task,
        IReadOnlyList<KeyValuePair<string, string>> pinned,
        string sweep,
        IReadOnlyList<string> factors,
        IReadOnlyList<string> flags,
        List<string> faults)
    {
        var parts = sweep.Split('=', 2);
        string[] values = parts.Length == 2
            ? parts[1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : [];
        if (values.Length == 0)
        {
            faults.Add($"`--sweep {sweep}` has no values; write `--sweep <factor>=a,b,c`, such as `--sweep {factors[^1]}=100ms,1s`.");
            return new(pinned, null, []);
        }

        var factor = parts[0].Trim();
        if (pinned.Any(pin => pin.Key == factor))
        {
            faults.Add($"`--{factor}` pins the factor that `--sweep {sweep}` varies; leave one of the two out.");
        }

        // An unknown factor is one fault, however many values it has.
        IReadOnlyList<string> tried = factors.Contains(factor) ? values : values[..1];
        var found = faults.Count;
        List<(string Value, CognitiveTask Task)> tasks = [.. tried.Select(value => (value, Pin(run, task, factor, value, factors, flags, faults)))];
        if (faults.Count == found && tasks.GroupBy(one => one.Task).FirstOrDefault(group => group.Count() > 1) is { } same)
        {
            var words = same.Select(one => $"'{one.Value}'").Distinct().ToList();
            faults.Add($"`--sweep {sweep}` has the value {string.Join(" and again ", words.Count > 1 ? words : [words[0], words[0]])}; write it once.");
        }

        return new(pinned, factor, tasks);
    }

    private static CognitiveTask Pin(
        TrainedRun run,
        CognitiveTask task,
        string name,
        string? value,
        IReadOnlyList<string> factors,
        IReadOnlyList<string> flags,
        List<string> faults)
    {
        if (!factors.Contains(name))
        {
            var near = Parsing.Familiar.Of(name, [.. factors, .. flags]);
            faults.Add($"'{run.Path}' is a run of {task.Name}, which has no factor `--{name}`. "
                + (near is not null ? $"Did you mean `--{near}`? " : "") + $"Its factors are {string.Join(", ", factors)}.");
            return task;
        }

        if (value is null)
        {
            faults.Add($"`--{name}` needs a value, such as one of those in training: {task.Factors.First(factor => factor.Name == name).Values}.");
            return task;
        }

        try
        {
            var pinned = task.Pin(name, value);
            pinned.Validate();
            return pinned;
        }
        catch (UsageException exception)
        {
            faults.AddRange(exception.Faults.Select(fault => fault.Contains(name, StringComparison.Ordinal) ? fault : $"`--{name}`: {fault}"));
            return task;
        }
    }
}

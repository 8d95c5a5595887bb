using Engram.Configuration;

namespace Engram.App.Parsing;

/// <summary>Flags that set a record that is known by name, such as a cell or an analysis.</summary>
internal static class RecordSettings
{
    /// <summary>A copy of the record with what the user wrote.</summary>
    /// <param name="record">The record.</param>
    /// <param name="name">What messages call it, such as <c>The analysis `low-rank`</c>.</param>
    /// <param name="call">What the user wrote.</param>
    /// <exception cref="UsageException">All faults together.</exception>
    public static T With<T>(T record, string name, Call call)
        where T : class
    {
        var known = Settings.Of(record).ToDictionary(setting => setting.Name);
        string[] flags = [.. known.Keys.Concat(call.FlagNames).Select(flag => $"--{flag}")];
        List<string> faults =
        [
            .. call.Settings.Select(given => !known.TryGetValue(given.Name, out var setting)
                ? $"{name} has no setting `--{given.Name}`.{ParseFaults.Question($"--{given.Name}", flags)}" : given.Bare(setting)).OfType<string>(),
        ];
        try
        {
            var changed = Settings.With(record, call.Settings.Where(given => known.TryGetValue(given.Name, out var setting) && given.Bare(setting) is null)
                .Select(given => KeyValuePair.Create(given.Name, given.Value ?? "true")));
            return faults.Count == 0 ? changed : throw new UsageException(faults);
        }
        catch (UsageException exception) when (faults.Count > 0)
        {
            throw new UsageException([.. faults.Union(exception.Faults)]);
        }
    }
}

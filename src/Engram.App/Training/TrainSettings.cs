using System.Globalization;
using Engram.App.Parsing;
using Engram.Cells;
using Engram.Configuration;
using Engram.Learning;
using Engram.Tasks;

namespace Engram.App.Training;

/// <summary>The settings of <c>engram train</c>: those that choose a part come first, for they decide which others there are.</summary>
internal static class TrainSettings
{
    private const string RuleName = "readout-rule";
    private static readonly string[] Parts = ["cell", "optimiser", "curriculum", "credit", RuleName];

    /// <summary>What the user wrote to <c>engram train</c> as settings.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Given(Call call, TrainFlags flags)
    {
        List<KeyValuePair<string, string>> settings = [.. call.Settings.Select(s => KeyValuePair.Create(s.Name, s.Value ?? "true"))];
        if (call.Has(flags.MaxUpdates))
        {
            settings.Add(new("max-updates", call.Get(flags.MaxUpdates)!.Value.ToString(CultureInfo.InvariantCulture)));
        }

        return settings;
    }

    /// <summary>The configuration with all that the user wrote.</summary>
    /// <param name="configuration">The preset's.</param>
    /// <param name="given">The settings.</param>
    /// <param name="cell">The cell that the user chose; null for the preset's.</param>
    /// <param name="command">The command, for messages.</param>
    /// <param name="call">What the user wrote to it.</param>
    /// <exception cref="UsageException">All faults together.</exception>
    public static RunConfiguration Apply(
        RunConfiguration configuration,
        IReadOnlyList<KeyValuePair<string, string>> given,
        Cell? cell,
        string command,
        Call call)
    {
        List<KeyValuePair<string, string>> settings = [.. given];
        if (cell is not null)
        {
            settings.Insert(0, new("cell", cell.Name));

            // A preset's Dale's law belongs to its cell: one that cannot have it is chosen without it, unless it is asked for.
            if (!cell.CanHaveSigns && !settings.Any(setting => setting.Key is "dale" or "network-dale"))
            {
                settings.Add(new("dale", "none"));
            }
        }

        // Unknown names are told as flags, beside the command's own, which the library does not know.
        var chosen = configuration with
        {
            Cell = cell ?? configuration.Cell,
            Optimiser = Named(settings, "optimiser", Optimiser.Catalog) ?? configuration.Optimiser,
            ReadoutRule = Named(settings, RuleName, ReadoutRule.Catalog) ?? configuration.ReadoutRule,
        };
        var known = Known(chosen);
        var bare = Bare(chosen, call.Settings);
        var names = known.Concat(call.FlagNames).Select(name => $"--{name}").ToList();
        List<string> faults =
        [
            .. settings.Where(setting => !known.Contains(setting.Key)).Select(setting =>
                $"Neither `engram {command}` nor {configuration.Task.Name}, the {(cell ?? configuration.Cell).Name} cell, the network "
                    + $"or the training has a setting `--{setting.Key}`. {Hint($"--{setting.Key}", names, configuration.Task)}"),
            .. bare.Values,
        ];
        try
        {
            var wanted = settings.Where(setting => known.Contains(setting.Key) && !bare.ContainsKey(setting.Key)).ToList();
            var changed = configuration.With(wanted);
            return faults.Count == 0 ? Fitted(changed, wanted) : throw new UsageException(faults);
        }
        catch (UsageException exception) when (faults.Count > 0)
        {
            throw new UsageException([.. faults.Union(exception.Faults)]);
        }
    }

    // What the preset chooses by the task, the cell and the structure follows those that the user wrote, but not against what they wrote.
    private static RunConfiguration Fitted(RunConfiguration configuration, List<KeyValuePair<string, string>> wanted) =>
        configuration.After is not null || wanted.Count == 0 || configuration.Preset.Length == 0 ? configuration
            : Preset.Catalog.Create(configuration.Preset).Fitted(configuration).With(wanted);

    // One that does not exist is told with the faults of the other settings.
    private static T? Named<T>(IEnumerable<KeyValuePair<string, string>> settings, string part, Catalog<T> catalog)
        where T : class
    {
        var name = settings.LastOrDefault(setting => setting.Key == part).Value;
        return name is not null && catalog.Has(name) ? catalog.Create(name) : null;
    }

    private static string Hint(string name, List<string> known, CognitiveTask task)
    {
        if (task.Factors.Any(factor => $"--{factor.Name}" == name))
        {
            return $"It is a factor, which is drawn in each trial and which `engram test` can pin; the settings of {task.Name} are "
                + $"{string.Join(", ", Settings.Of(task).Select(setting => $"`--{setting.Name}`"))}.";
        }

        if (known.Contains(name))
        {
            return $"`{name}` is a flag of the command itself, not a setting.";
        }

        return Familiar.Of(name, known) is { } near ? $"Did you mean `{near}`?"
            : "`engram describe <task>` and `engram describe <cell>` list the settings.";
    }

    // Settings that stand alone although they are no switches, with what to say of them.
    private static Dictionary<string, string> Bare(RunConfiguration configuration, IReadOnlyList<Parsing.Setting> given)
    {
        var settings = configuration.Sections.SelectMany(part => Settings.Of(part.Record).SelectMany(setting =>
            new[] { (setting.Name, Setting: setting), (Name: $"{part.Section}-{setting.Name}", Setting: setting) })).ToLookup(pair => pair.Name, pair => pair.Setting);
        return given.Where(one => one.Value is null).DistinctBy(one => one.Name)
            .Select(one => (one.Name, Fault: Parts.Contains(one.Name) ? $"`--{one.Name}` needs a value." : one.Bare(settings[one.Name].FirstOrDefault())))
            .Where(one => one.Fault is not null).ToDictionary(one => one.Name, one => one.Fault!);
    }

    /// <summary>The names of all settings of a configuration, also with the part's name before them.</summary>
    public static HashSet<string> Known(RunConfiguration configuration) =>
    [
        .. Parts,
        .. configuration.Sections.SelectMany(part =>
            Settings.Of(part.Record).SelectMany(s => new[] { s.Name, $"{part.Section}-{s.Name}" })),
    ];
}

using System.Globalization;
using Engram.App.Parsing;
using Engram.Cells;
using Engram.Configuration;
using Engram.Learning;

namespace Engram.App.Training;

/// <summary>The settings of <c>engram train</c>: those that choose a part come first, for they decide which others there are.</summary>
internal static class TrainSettings
{
    private static readonly string[] Parts = ["cell", "optimiser", "curriculum"];

    /// <summary>The configuration with all that the user wrote.</summary>
    /// <exception cref="UsageException">All faults together.</exception>
    public static RunConfiguration Apply(RunConfiguration configuration, Call call, TrainFlags flags)
    {
        List<KeyValuePair<string, string>> settings = [.. call.Settings.Select(s => KeyValuePair.Create(s.Name, s.Value ?? "true"))];
        if (call.Get(flags.Cell) is { } cell)
        {
            settings.Insert(0, new("cell", CellCatalog.Create(cell).Name));
        }

        if (call.Has(flags.MaxUpdates))
        {
            settings.Add(new("max-updates", call.Get(flags.MaxUpdates)!.Value.ToString(CultureInfo.InvariantCulture)));
        }

        // Unknown names are told as flags, beside the command's own, which the library does not know.
        var choices = settings.Where(setting => Parts.Contains(setting.Key)).ToList();
        var chosen = choices.Count == 0 ? configuration : configuration.With(choices);
        var known = Known(chosen);
        var (good, unknown) = (settings.Where(s => known.Contains(s.Key)).ToList(), settings.Where(s => !known.Contains(s.Key)).ToList());
        var names = known.Concat(call.FlagNames).Select(name => $"--{name}").ToList();
        List<string> faults =
        [
            .. unknown.Select(setting => $"Neither `engram train` nor {chosen.Task.Name}, the {chosen.Cell.Name} cell, the network or the training "
                + $"has a setting `--{setting.Key}`. {Hint($"--{setting.Key}", names)}"),
        ];
        try
        {
            var changed = configuration.With(good);
            return faults.Count == 0 ? changed : throw new UsageException(faults);
        }
        catch (UsageException exception) when (faults.Count > 0)
        {
            throw new UsageException([.. faults, .. exception.Faults.Except(faults)]);
        }
    }

    private static string Hint(string name, List<string> known)
    {
        var near = Nearest.Of(name, known, 1);
        return near.Count > 0 ? $"Did you mean `{near[0]}`?"
            : "`engram describe <task>` and `engram describe <cell>` list the settings.";
    }

    private static HashSet<string> Known(RunConfiguration configuration) =>
    [
        .. Parts,
        .. configuration.Sections.SelectMany(part => Settings.Of(part.Record).SelectMany(s => new[] { s.Name, $"{part.Section}-{s.Name}" })),
    ];
}

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
    /// <param name="configuration">The preset's.</param>
    /// <param name="call">What the user wrote.</param>
    /// <param name="flags">The command's own flags.</param>
    /// <param name="cell">The cell that the user chose; null for the preset's.</param>
    /// <exception cref="UsageException">All faults together.</exception>
    public static RunConfiguration Apply(RunConfiguration configuration, Call call, TrainFlags flags, Cell? cell)
    {
        List<KeyValuePair<string, string>> settings = [.. call.Settings.Select(s => KeyValuePair.Create(s.Name, s.Value ?? "true"))];
        if (cell is not null)
        {
            settings.Insert(0, new("cell", cell.Name));

            // A preset's Dale's law belongs to its cell: one whose rates can be negative is chosen without it, unless it is asked for.
            if (!cell.HasNonNegativeRates && !settings.Any(setting => setting.Key is "dale" or "network-dale"))
            {
                settings.Add(new("dale", "none"));
            }
        }

        if (call.Has(flags.MaxUpdates))
        {
            settings.Add(new("max-updates", call.Get(flags.MaxUpdates)!.Value.ToString(CultureInfo.InvariantCulture)));
        }

        // Unknown names are told as flags, beside the command's own, which the library does not know.
        var known = Known(
            configuration with { Cell = cell ?? configuration.Cell, Optimiser = Optimiser(settings) ?? configuration.Optimiser });
        var names = known.Concat(call.FlagNames).Select(name => $"--{name}").ToList();
        List<string> faults =
        [
            .. settings.Where(setting => !known.Contains(setting.Key)).Select(setting =>
                $"Neither `engram train` nor {configuration.Task.Name}, the {(cell ?? configuration.Cell).Name} cell, the network "
                    + $"or the training has a setting `--{setting.Key}`. {Hint($"--{setting.Key}", names)}"),
        ];
        try
        {
            var changed = configuration.With(settings.Where(setting => known.Contains(setting.Key)));
            return faults.Count == 0 ? changed : throw new UsageException(faults);
        }
        catch (UsageException exception) when (faults.Count > 0)
        {
            throw new UsageException([.. faults.Union(exception.Faults)]);
        }
    }

    // One that does not exist is told with the faults of the other settings.
    private static Optimiser? Optimiser(IEnumerable<KeyValuePair<string, string>> settings)
    {
        var name = settings.LastOrDefault(setting => setting.Key == "optimiser").Value;
        return name is not null && OptimiserCatalog.Names.Contains(name) ? OptimiserCatalog.Create(name) : null;
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
        .. configuration.Sections.SelectMany(part =>
            Settings.Of(part.Record).SelectMany(s => new[] { s.Name, $"{part.Section}-{s.Name}" })),
    ];
}

using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;

namespace Engram.Networks;

/// <content>Which connections there are between areas, and which areas see inputs and are read.</content>
internal sealed partial class NetworkBuilder
{
    private IReadOnlyList<AreaUnits> areas = [];

    // Units that send nothing.
    private IReadOnlyList<int> silent = [];

    // The area of each unit, by its place in the order of areas.
    private int[] areaOf = [];

    private void CheckAreas()
    {
        (string Setting, IEnumerable<string> Areas)[] named =
        [
            (nameof(options.Links), options.Links?.SelectMany(link => new[] { link.From, link.To }) ?? []),
            (nameof(options.InputAreas), options.InputAreas?.Select(input => input.Area) ?? []),
            (nameof(options.ReadoutAreas), options.ReadoutAreas ?? []),
        ];
        areas = cell.UnitsOfAreas();
        areaOf = [.. areas.Index().SelectMany(one => Enumerable.Repeat(one.Index, one.Item.Count))];
        foreach (var (setting, names) in named.Where(one => one.Areas.Any()))
        {
            if (areas.Count == 0)
            {
                faults.Add($"`{setting}` is {Settings.Text(options, Kebab.Of(setting))}, but the network has no areas; set `Areas`, such as "
                    + $"`Areas = {string.Join(',', names.Distinct())}`, or leave it out.");
                continue;
            }

            foreach (var name in names.Distinct().Where(name => areas.All(area => area.Name != name)))
            {
                faults.Add($"`{setting}` names the area '{name}', which is not among `Areas`. {Nearest.Hint(name, areas.Select(area => area.Name))}");
            }
        }

        CheckLinks();
        CheckInputAreas();
        CheckReadoutAreas();
    }

    private void CheckLinks()
    {
        if (options.Links is not { } links)
        {
            return;
        }

        foreach (var (from, to) in links.CountBy(link => (link.From, link.To)).Where(pair => pair.Value > 1).Select(pair => pair.Key))
        {
            faults.Add($"`Links` has {from}>{to} more than once; write it once.");
        }

        foreach (var link in links.Where(link => link.Senders != LinkSenders.All))
        {
            var area = areas.FirstOrDefault(area => area.Name == link.From);
            var excitatory = area is null ? 0 : options.ExcitatoryOf(area.Count);
            if (!Dale)
            {
                faults.Add($"`Links` has {link}, but without Dale's law no unit is excitatory or inhibitory; set `Dale`, or write {new AreaLink(link.From, link.To, link.Density)}.");
            }
            else if (area is not null && (link.Senders == LinkSenders.Excitatory ? excitatory : area.Count - excitatory) == 0)
            {
                faults.Add($"`Links` has {link}, but {Text(link.Senders)} units are missing in '{link.From}', which has {excitatory} excitatory units among {area.Count}; set "
                    + "another `ExcitatoryFraction`, or leave the link out.");
            }
        }

        if (options.Recurrent is TopologyInitialiser)
        {
            faults.Add($"`Recurrent` is {options.Recurrent}, which says itself which connections there are, but `Links` says it too; leave `Links` out, or choose a distribution "
                + "such as `Recurrent = normal`.");
        }

        var others = shapes.Where(shape => shape.Role == ParameterRole.Projection
            || shape is { Role: ParameterRole.Recurrent, Prescribed: { Wiring: not null } or { Block: not null } or { Orthogonal: true } }).ToList();
        if (others.Count > 0 || shapes.All(shape => shape.Role != ParameterRole.Recurrent))
        {
            var why = others.Count == 0 ? "has no connections between its units"
                : $"has {string.Join(", ", others.Select(shape => $"{shape.Name} ({shape.Rows} × {shape.Columns})"))}, where connections between units cannot be cut by area";
            faults.Add($"`Links` is {Settings.Text(options, "links")}, but the {cell.Name} cell {why}; leave `Links` out, or choose a cell with full recurrent matrices, such as leaky.");
        }

        static string Text(LinkSenders senders) => Kebab.Of($"{senders}");
    }

    private void CheckInputAreas()
    {
        if (options.InputAreas is not { } inputs)
        {
            return;
        }

        foreach (var twice in inputs.CountBy(input => input).Where(pair => pair.Value > 1).Select(pair => pair.Key))
        {
            faults.Add($"`InputAreas` has {twice} more than once; write it once.");
        }

        if (channels is null)
        {
            faults.Add($"`InputAreas` is {Settings.Text(options, "input-areas")}, but the input channels of this network have no names; draw it from the configuration of a run, or give "
                + "Network.Create the names.");
            return;
        }

        foreach (var input in inputs.Where(input => input.Channels(channels).Count == 0).DistinctBy(input => input.Channel))
        {
            faults.Add($"`InputAreas` names the input channel '{input.Channel}', but no channel is called so or begins so. {Nearest.Hint(input.Channel, channels)}");
        }

        foreach (var shape in shapes.Where(shape => shape.Role == ParameterRole.Input && (shape.Rows, shape.Columns) != (Units, channels.Count)))
        {
            faults.Add($"`InputAreas` is {Settings.Text(options, "input-areas")}, but {shape.Name} ({shape.Rows} × {shape.Columns}) of the {cell.Name} cell does not lead from the {channels.Count} "
                + $"input channels to the {Units} units; leave `InputAreas` out, or choose another cell, such as leaky.");
        }
    }

    private void CheckReadoutAreas()
    {
        if (options.ReadoutAreas is not { } read)
        {
            return;
        }

        foreach (var twice in read.CountBy(name => name).Where(pair => pair.Value > 1).Select(pair => pair.Key))
        {
            faults.Add($"`ReadoutAreas` has {twice} more than once; write it once.");
        }

        if (options.Readout == ReadoutKind.Identity)
        {
            faults.Add("`ReadoutAreas` is given, but `Readout` is identity, so each output is one unit; leave it out and name the units in `ReadoutUnits`, or set another `Readout`.");
        }
    }

    private void CheckLesions()
    {
        if (options.Lesions is not { } lesions)
        {
            return;
        }

        if (options.Readout == ReadoutKind.Identity)
        {
            faults.Add($"`Lesions` is {Settings.Text(options, "lesions")}, which silences units, but with `Readout = identity` the outputs are units; set another `Readout`, or leave it out.");
        }

        var known = faults.Count;
        var found = new SortedSet<int>();
        foreach (var lesion in lesions)
        {
            try
            {
                found.UnionWith(lesion.Of(cell, options, seed));
            }
            catch (UsageException fault)
            {
                faults.AddRange(fault.Faults.Select(one => $"`Lesions`: {one}"));
            }
        }

        silent = [.. found];
        if (faults.Count == known && silent.Count == Units)
        {
            faults.Add($"`Lesions` is {Settings.Text(options, "lesions")}, which silences all {Units} units, so the outputs would never change; leave some.");
        }
    }

    // How probable a connection from j to i is: as the link says where there is one, as the options say within an area, and otherwise 0.
    private double Probability(int i, int j)
    {
        var own = (signs is null || signs[j] > 0 ? options.PExcitatory : options.PInhibitory) ?? 1;
        if (options.Links is not { } links)
        {
            return own;
        }

        var (from, to) = (areas[areaOf[j]].Name, areas[areaOf[i]].Name);
        return links.FirstOrDefault(link => link.From == from && link.To == to) is not { } link ? from == to ? own : 0
            : link.Senders == LinkSenders.All || (link.Senders == LinkSenders.Excitatory) == (signs![j] > 0) ? link.Density : 0;
    }

    // A channel that is named reaches the areas that are named with it; the others reach all.
    private Connectivity Reached(Connectivity all)
    {
        if (options.InputAreas is not { } inputs)
        {
            return all;
        }

        var reached = inputs.SelectMany(input => input.Channels(channels!).Select(channel => (channel, input.Area)))
            .ToLookup(pair => pair.channel, pair => pair.Area);
        return all.Only((i, channel) => !reached.Contains(channel) || reached[channel].Contains(areas[areaOf[i]].Name));
    }
}

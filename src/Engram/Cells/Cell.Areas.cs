using System.Globalization;
using Engram.Configuration;

namespace Engram.Cells;

/// <content>Where the areas are.</content>
public abstract partial record Cell
{
    /// <summary>Whether areas can have time constants of their own.</summary>
    internal virtual bool TakesAreaTaus => false;

    /// <summary>The units of every area in order; none where the network has no areas.</summary>
    /// <exception cref="UsageException">Two areas have one name, or an area would have no unit.</exception>
    public IReadOnlyList<AreaUnits> UnitsOfAreas()
    {
        if (Areas is not { } areas)
        {
            return [];
        }

        if (areas.CountBy(area => area.Name).FirstOrDefault(named => named.Value > 1).Key is { } twice)
        {
            throw new UsageException($"`Areas` names '{twice}' more than once; give each area a name of its own.");
        }

        var sizes = PopulationSizes.Rounded([.. areas.Select(area => area.Share)], Units);
        if (sizes.IndexOf(0) is >= 0 and var empty)
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"`Areas` leaves '{areas[empty].Name}' without a unit, because there are only {Units} units; set more `Units`, or a larger share."));
        }

        var found = new List<AreaUnits>();
        foreach (var (area, size) in areas.Zip(sizes))
        {
            found.Add(new(area.Name, found.Count == 0 ? 0 : found[^1].First + found[^1].Count, size));
        }

        return found;
    }

    /// <summary>The units of one area.</summary>
    /// <param name="area">Its name.</param>
    /// <exception cref="UsageException">There is no such area.</exception>
    public AreaUnits UnitsOf(string area)
    {
        var areas = UnitsOfAreas();
        return areas.FirstOrDefault(one => one.Name == area) ?? throw new UsageException(areas.Count == 0
            ? $"There is no area '{area}', because the network has no areas; set `Areas`, such as `Areas = sensory,prefrontal`."
            : $"There is no area '{area}'. {Nearest.Hint(area, areas.Select(one => one.Name))}");
    }

    /// <summary>τ of every unit: that of its area where this has one, else the cell's.</summary>
    /// <param name="tau">The cell's.</param>
    internal IReadOnlyList<TimeSpan> TauOfUnits(TimeSpan tau) => Areas is null ? [.. Enumerable.Repeat(tau, Units)]
        : [.. Areas.Zip(UnitsOfAreas()).SelectMany(pair => Enumerable.Repeat(pair.First.Tau ?? tau, pair.Second.Count))];

    /// <summary>The areas by their first units and sizes; all units as one where there are no areas.</summary>
    internal IEnumerable<(int First, int Count)> Pieces => Areas is null ? [(0, Units)] : UnitsOfAreas().Select(area => (area.First, area.Count));

    /// <summary>Whether an area has a time constant of its own.</summary>
    internal bool HasAreaTaus => Areas?.Any(area => area.Tau is not null) == true;

    private void CheckAreas()
    {
        _ = UnitsOfAreas();
        if (!TakesAreaTaus && Areas?.FirstOrDefault(area => area.Tau is not null) is { } area)
        {
            throw new UsageException(
                $"`Areas` gives '{area.Name}' a time constant of {TimeText.Format(area.Tau!.Value)}, but units of the cell {Name} have none that can differ between areas; write `Areas` without "
                + "time constants, or choose such a cell, such as leaky.");
        }
    }
}

using Engram.Cells;
using Engram.Configuration;
using Engram.Tests.Configuration;

namespace Engram.Tests.Equations;

/// <summary>The cells of the library in all their variants, found by reflection: a new cell is in the contract tests as soon as it is there.</summary>
internal static class CellVariants
{
    /// <summary>Those that any task can be given to.</summary>
    public static IEnumerable<Cell> ForAnyTask(int units) => Of(units).Where(cell => cell.NeededInputs.Count == 0);

    /// <summary>Every cell with <paramref name="units"/> units, and each variant of it.</summary>
    public static IEnumerable<Cell> Of(int units) => Cell.Catalog.All.SelectMany(cell =>
        Variants.OfAll(cell with { Units = units }, one => one.Graph(3, 2, 20.Ms).LongestDelay < ShortestTrial, units));

    // A cell that looks back further than a trial is long is refused.
    private const int ShortestTrial = 19;
}

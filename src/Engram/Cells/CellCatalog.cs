using Engram.Configuration;

namespace Engram.Cells;

/// <summary>The cells of the library: every sealed record here that is a <see cref="Cell"/>.</summary>
public static class CellCatalog
{
    /// <summary>All cells with their default settings, in the order of their names.</summary>
    public static IReadOnlyList<Cell> All { get; } =
    [
        .. typeof(CellCatalog).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(Cell)) && !type.IsAbstract)
            .Select(type => (Cell)Activator.CreateInstance(type)!)
            .OrderBy(cell => cell.Name, StringComparer.Ordinal),
    ];

    /// <summary>A cell with its default settings.</summary>
    /// <param name="name">Its name, such as <c>leaky</c>.</param>
    /// <exception cref="UsageException">There is no such cell; the message names the nearest.</exception>
    public static Cell Create(string name) => All.FirstOrDefault(cell => cell.Name == name)
        ?? throw new UsageException($"There is no cell '{name}'. {Nearest.Hint(name, All.Select(cell => cell.Name))}");
}

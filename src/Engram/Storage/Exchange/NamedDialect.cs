using Engram.Cells;
using Engram.Configuration;

namespace Engram.Storage;

/// <summary>Arrays that the user says the meaning of, or that have the names of a cell's parameters.</summary>
internal sealed class NamedDialect : WeightDialect
{
    /// <inheritdoc/>
    public override int Order => 4;

    /// <inheritdoc/>
    public override bool Recognises(ForeignFile file, ImportRequest request) => true;

    /// <inheritdoc/>
    public override ForeignNetwork Read(ForeignFile file, ImportRequest request)
    {
        var cell = request.Cell is { } name ? Cell.Catalog.Create(name) : throw new UsageException(
            $"'{file.Path}' has {file.Contents()}. These names are not known by themselves; say what they are with `Cell` and `Map`, such as "
            + "`Cell = leaky` and `Map = w_rec=W,w_in=U,w_out=V,b=bias`. `engram describe <cell>` prints the equation with the names of a cell's parameters.");
        string[] known = [.. NetworkSizes.Example(request.Told(cell)).Where(shape => shape.IsInEquation).Select(shape => shape.Name)];
        if (request.Map is { } map)
        {
            if (map.Targets.Where(target => !known.Contains(target)).Select(target =>
                $"`Map` gives {target}, which the {cell.Name} cell does not have. {Nearest.Hint(target, known)}").ToList() is { Count: > 0 } faults)
            {
                throw new UsageException(faults);
            }

            var given = map.Resolve(file);
            return new(Ranked(cell, given), given, "named by the user");
        }

        var arrays = known.Where(file.Has).ToDictionary(one => one, file.Get);
        return arrays.Count > 0 ? new(Ranked(cell, arrays), arrays, "named as the cell's parameters") : throw new UsageException(
            $"'{file.Path}' has {file.Contents()}, but none is named as a parameter of the {cell.Name} cell ({string.Join(", ", known)}); say which is which with `Map`, such as "
            + $"`Map = {known[1]}={(file.Names.Count > 0 ? file.Names[0] : "W")}`.");
    }

    // The rank is that of the columns, whichever side they are on.
    private static Cell Ranked(Cell cell, Dictionary<string, ForeignArray> arrays) =>
        cell is LowRankCell low && arrays.TryGetValue("m", out var m) ? low with { Rank = Math.Min(m.Rows, m.Columns) } : cell;
}

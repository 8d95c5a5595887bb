using Engram.Cells;
using Engram.Learning;

namespace Engram.Storage;

/// <summary>What a file says of a network, in the orientation and with the signs and scales of Engram's equations.</summary>
/// <param name="Cell">The equation; its number of units is not yet that of the weights.</param>
/// <param name="Arrays">Effective weights by the names of the cell's parameters. Vectors may be rows or columns.</param>
/// <param name="Convention">Whose convention was read, in a few words.</param>
internal sealed record ForeignNetwork(Cell Cell, Dictionary<string, ForeignArray> Arrays, string Convention)
{
    /// <summary>The settings of the run that the network comes from, where the file has them.</summary>
    public RunConfiguration? Settings { get; init; }

    /// <summary>What was chosen for the user, in sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

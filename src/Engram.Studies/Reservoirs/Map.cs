namespace Engram.Studies.Reservoirs;

/// <summary>Errors by spectral radius, leak and size of inputs.</summary>
/// <param name="Radii">The spectral radii of the grid, ascending.</param>
/// <param name="Leaks">Its leaks, ascending to 1.</param>
/// <param name="Scales">Its sizes of inputs, ascending.</param>
/// <param name="Cells">All combinations of them.</param>
internal sealed record Map(IReadOnlyList<double> Radii, IReadOnlyList<double> Leaks, IReadOnlyList<double> Scales, IReadOnlyList<MapCell> Cells)
{
    /// <summary>The best cell.</summary>
    public MapCell Best => Cells.MinBy(cell => cell.Log)!;

    /// <summary>For each radius, the best cell with it.</summary>
    public IReadOnlyList<MapCell> BestByRadius => [.. Radii.Select(radius => Cells.Where(cell => cell.Radius == radius).MinBy(cell => cell.Log)!)];

    /// <summary>The settings of the best cell with which the grid ends; a leak of 1 is the greatest that there is.</summary>
    public IReadOnlyList<string> Edges =>
    [
        .. Ends(Radii, Best.Radius) ? ["radius"] : Array.Empty<string>(), .. Best.Leak == Leaks[0] ? ["leak"] : Array.Empty<string>(),
        .. Ends(Scales, Best.Scale) ? ["inputs"] : Array.Empty<string>(),
    ];

    /// <summary>The cells whose error is at most so many times that of the best.</summary>
    public IReadOnlyList<MapCell> Within(double factor) => [.. Cells.Where(cell => cell.Log <= Best.Log + Math.Log10(factor))];

    /// <summary>How many times that of the best cell the error is, where one setting has a value and the others are the best with it.</summary>
    public double Held(Func<MapCell, bool> has) => Math.Pow(10, Cells.Where(has).Min(cell => cell.Log) - Best.Log);

    /// <summary>Logarithms of the error (leaks × radii) with one size of inputs.</summary>
    public double[,] Panel(double scale)
    {
        var values = new double[Leaks.Count, Radii.Count];
        foreach (var cell in Cells.Where(cell => cell.Scale == scale))
        {
            values[Leaks.ToList().IndexOf(cell.Leak), Radii.ToList().IndexOf(cell.Radius)] = cell.Log;
        }

        return values;
    }

    private static bool Ends(IReadOnlyList<double> values, double value) => value == values[0] || value == values[^1];
}

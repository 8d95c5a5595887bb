namespace Engram.Studies.SequenceShift;

/// <summary>Shift and losses for each column and value of one kind of test.</summary>
/// <param name="Shift">Mean shift, s, positive is earlier (columns × values, values faster); NaN where no peak is left.</param>
/// <param name="Lost">Lost peaks as a share of those of the intact network.</param>
/// <param name="Missing">Peaks that the intact network does not have, of all.</param>
/// <param name="Peaks">All: outputs × trials.</param>
internal sealed record Grid(IReadOnlyList<double> Shift, IReadOnlyList<double> Lost, int Missing, int Peaks)
{
    /// <summary>Shift of one column at one value.</summary>
    public double At(int column, int value, int values) => Shift[(column * values) + value];

    /// <summary>Mean over columns at one value.</summary>
    public double ShiftAt(int value, int values) => Mean(Shift, value, values);

    /// <summary>Mean share of lost peaks over columns at one value.</summary>
    public double LostAt(int value, int values) => Mean(Lost, value, values);

    private static double Mean(IReadOnlyList<double> cells, int value, int values) =>
        cells.Where((_, place) => place % values == value).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
}

using Engram.Analysis;

namespace Engram.Studies.SequenceShift;

/// <summary>Shift and losses for each column and value of one kind of test (columns × values, values faster).</summary>
/// <param name="Shift">Mean shift, s, positive is earlier; NaN where no peak is left.</param>
/// <param name="Near">The same without jumps.</param>
/// <param name="Lost">Lost peaks as a share of those of the intact network.</param>
/// <param name="Jumped">
/// Likewise jumps: peaks that moved by more than two standard deviations of a target, where another maximum has become the greatest.
/// </param>
/// <param name="Missing">Peaks that the intact network does not have, of all.</param>
/// <param name="Peaks">All: outputs × trials.</param>
internal sealed record Grid(
    IReadOnlyList<double> Shift, IReadOnlyList<double> Near, IReadOnlyList<double> Lost, IReadOnlyList<double> Jumped, int Missing,
    int Peaks)
{
    private const double Far = 0.04;

    /// <summary>Sums up the shifts of all perturbations.</summary>
    public static Grid Of(IReadOnlyList<PeakShift> shifts) => new(
        [.. shifts.Select(shift => shift.Mean)],
        [.. shifts.Select(shift => Statistics.Mean(shift.Shifts.Where(one => Math.Abs(one) <= Far)))],
        [.. shifts.Select(shift => shift.LostShare)],
        [.. shifts.Select(shift => shift.Shifts.Count(one => Math.Abs(one) > Far) / (double)(shift.Shifts.Count - shift.Missing))],
        shifts[0].Missing, shifts[0].Shifts.Count);

    /// <summary>Shift of one column at one value.</summary>
    public double At(int column, int value, int values) => Shift[(column * values) + value];

    /// <summary>Mean over columns at one value, s.</summary>
    public double ShiftAt(int value, int values) => At(Shift, value, values);

    /// <summary>Mean over columns at one value of any of the lists.</summary>
    public static double At(IReadOnlyList<double> cells, int value, int values) =>
        Statistics.Mean(cells.Where((_, place) => place % values == value));

    /// <summary>The shifts at some values of each column, in the order of the columns.</summary>
    public static IEnumerable<double> At(IReadOnlyList<double> cells, IReadOnlyCollection<int> places, int values) =>
        cells.Where((_, place) => places.Contains(place % values));
}

using System.Globalization;

namespace Engram.Networks;

/// <summary>
/// A change of a block of effective weights: W'[i, j] ← factor · W'[i, j] + amount for i in the rows and j in the columns.
/// Connections that do not exist stay absent. The result is not constrained again, so that a shift can turn an inhibitory weight
/// excitatory, unless <see cref="KeepDale"/> is set.
/// </summary>
/// <param name="Rows">The receiving units.</param>
/// <param name="Columns">The sending units.</param>
/// <param name="Factor">Multiplies.</param>
/// <param name="Amount">Is added.</param>
public sealed record Perturbation(Range Rows, Range Columns, float Factor, float Amount)
{
    /// <summary>
    /// Whether Dale's law is kept: a weight that would leave the side of its sender's sign becomes zero. Otherwise it may change its sign.
    /// </summary>
    public bool KeepDale { get; init; }

    /// <summary>Multiplies the weights that leave one unit.</summary>
    /// <param name="column">j, the sender.</param>
    /// <param name="factor">The factor.</param>
    public static Perturbation ScaleColumn(int column, float factor) => ScaleBlock(Range.All, column..(column + 1), factor);

    /// <summary>Adds to the weights that leave one unit.</summary>
    /// <param name="column">j, the sender.</param>
    /// <param name="amount">What is added.</param>
    public static Perturbation ShiftColumn(int column, float amount) => ShiftBlock(Range.All, column..(column + 1), amount);

    /// <summary>Multiplies the weights that reach one unit.</summary>
    /// <param name="row">i, the receiver.</param>
    /// <param name="factor">The factor.</param>
    public static Perturbation ScaleRow(int row, float factor) => ScaleBlock(row..(row + 1), Range.All, factor);

    /// <summary>Adds to the weights that reach one unit.</summary>
    /// <param name="row">i, the receiver.</param>
    /// <param name="amount">What is added.</param>
    public static Perturbation ShiftRow(int row, float amount) => ShiftBlock(row..(row + 1), Range.All, amount);

    /// <summary>Multiplies the weights from some units to some others.</summary>
    /// <param name="rows">The receivers, such as <c>0..80</c>.</param>
    /// <param name="columns">The senders, such as <c>80..100</c>.</param>
    /// <param name="factor">The factor.</param>
    public static Perturbation ScaleBlock(Range rows, Range columns, float factor) => new(rows, columns, factor, 0);

    /// <summary>Adds to the weights from some units to some others.</summary>
    /// <param name="rows">The receivers, such as <c>0..80</c>.</param>
    /// <param name="columns">The senders, such as <c>80..100</c>.</param>
    /// <param name="amount">What is added.</param>
    public static Perturbation ShiftBlock(Range rows, Range columns, float amount) => new(rows, columns, 1, amount);

    /// <summary>
    /// In words, such as <c>w_rec, rows 0 to 79, column 86: shifted by -0.04</c>, and where Dale's law is kept
    /// <c>…, clipped at zero</c> after it.
    /// </summary>
    /// <param name="name">Name of the parameter.</param>
    internal string Describe(string name)
    {
        var verbs = new List<string>();
        if (Factor != 1)
        {
            verbs.Add(string.Create(CultureInfo.InvariantCulture, $"scaled by {Factor}"));
        }

        if (Amount != 0)
        {
            verbs.Add(string.Create(CultureInfo.InvariantCulture, $"shifted by {Amount}"));
        }

        return $"{name}{Part("row", Rows)}{Part("column", Columns)}: {(verbs.Count == 0 ? "unchanged" : string.Join(" and ", verbs))}"
            + (KeepDale ? ", clipped at zero" : "");
    }

    private static string Part(string what, Range range)
    {
        if (range.Equals(Range.All))
        {
            return "";
        }

        if (range.Start.IsFromEnd || range.End.IsFromEnd)
        {
            return $", {what}s {range}";
        }

        var (first, last) = (range.Start.Value, range.End.Value - 1);
        return first == last ? $", {what} {first}" : $", {what}s {first} to {last}";
    }
}

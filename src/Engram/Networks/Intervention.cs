using System.Globalization;
using Engram.Configuration;

namespace Engram.Networks;

/// <summary>Something done to a network from outside: a change of a block of weights, or units that are silenced.</summary>
public abstract record Intervention
{
    /// <summary>What it is done to, in few words, such as <c>column 86</c>; the same for all values of a grid.</summary>
    public abstract string Target { get; }

    /// <summary>How much: the amount of a shift or the factor of a scaling; 0 where units are silenced.</summary>
    public abstract double Value { get; }

    /// <summary>What is done, in full, as <see cref="Network.Perturbations"/> says it.</summary>
    public string Words(Network network) => Apply(network).Perturbations[^1];

    /// <summary>The network with it.</summary>
    /// <param name="network">The network; it stays as it is.</param>
    /// <exception cref="UsageException">The network has no such part.</exception>
    public abstract Network Apply(Network network);

    /// <summary>Each of some columns with each of some values; the values vary faster.</summary>
    /// <param name="parameter">Name of the matrix, such as <c>w_rec</c>.</param>
    /// <param name="rows">The receivers whose weights change, such as <c>0..80</c>.</param>
    /// <param name="columns">The senders.</param>
    /// <param name="change">Whether the values are added or multiply.</param>
    /// <param name="values">The values.</param>
    /// <param name="keepDale">Whether a weight that would change its sign becomes zero.</param>
    public static IReadOnlyList<Intervention> Columns(
        string parameter, Range rows, IReadOnlyList<int> columns, WeightChangeKind change, IReadOnlyList<double> values, bool keepDale) =>
        Blocks(parameter, [.. columns.Select(j => (rows, j..(j + 1)))], change, values, keepDale, k => Text("column", columns[k]));

    /// <summary>Each of some rows with each of some values; the values vary faster.</summary>
    /// <param name="parameter">Name of the matrix, such as <c>w_rec</c>.</param>
    /// <param name="rows">The receivers.</param>
    /// <param name="columns">The senders whose weights change.</param>
    /// <param name="change">Whether the values are added or multiply.</param>
    /// <param name="values">The values.</param>
    /// <param name="keepDale">Whether a weight that would change its sign becomes zero.</param>
    public static IReadOnlyList<Intervention> Rows(
        string parameter, IReadOnlyList<int> rows, Range columns, WeightChangeKind change, IReadOnlyList<double> values, bool keepDale) =>
        Blocks(parameter, [.. rows.Select(i => (i..(i + 1), columns))], change, values, keepDale, k => Text("row", rows[k]));

    /// <summary>Each of some blocks with each of some values; the values vary faster.</summary>
    /// <param name="parameter">Name of the matrix, such as <c>w_rec</c>.</param>
    /// <param name="blocks">Receivers and senders of each.</param>
    /// <param name="change">Whether the values are added or multiply.</param>
    /// <param name="values">The values.</param>
    /// <param name="keepDale">Whether a weight that would change its sign becomes zero.</param>
    public static IReadOnlyList<Intervention> Blocks(
        string parameter, IReadOnlyList<(Range Rows, Range Columns)> blocks, WeightChangeKind change, IReadOnlyList<double> values,
        bool keepDale) =>
        Blocks(parameter, blocks, change, values, keepDale, k => $"rows {blocks[k].Rows}, columns {blocks[k].Columns}");

    /// <summary>Units that are silenced one at a time.</summary>
    /// <param name="units">The units, from 0.</param>
    public static IReadOnlyList<Intervention> Silenced(IReadOnlyList<int> units) => [.. units.Select(unit => new Silencing([unit]))];

    private static List<Intervention> Blocks(
        string parameter, IReadOnlyList<(Range Rows, Range Columns)> blocks, WeightChangeKind change, IReadOnlyList<double> values,
        bool keepDale, Func<int, string> name) =>
    [
        .. from k in Enumerable.Range(0, blocks.Count)
           from value in values
           let made = change == WeightChangeKind.Shift
               ? Perturbation.ShiftBlock(blocks[k].Rows, blocks[k].Columns, (float)value)
               : Perturbation.ScaleBlock(blocks[k].Rows, blocks[k].Columns, (float)value)
           select new WeightChange(parameter, made with { KeepDale = keepDale }, name(k), value),
    ];

    private static string Text(string what, int which) => string.Create(CultureInfo.InvariantCulture, $"{what} {which}");
}

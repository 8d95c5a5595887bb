using System.Globalization;
using Engram.Configuration;

namespace Engram.App.Benchmarking;

/// <summary>What one update is measured on. Written <c>leaky:100,250,20</c>.</summary>
/// <param name="Cell">Name of the cell.</param>
/// <param name="Units">N.</param>
/// <param name="Steps">T.</param>
/// <param name="Trials">B.</param>
internal sealed record BenchShape(string Cell, int Units, int Steps, int Trials)
{
    /// <summary>Input channels.</summary>
    public const int Inputs = 2;

    /// <summary>Output channels.</summary>
    public const int Outputs = 2;

    /// <summary>
    /// Whether states and gradients are left to decay, without noise or input and with tiny weights: they pass through denormal numbers,
    /// whose arithmetic is many times slower, unless these are flushed.
    /// </summary>
    public bool Decay { get; init; }

    /// <summary>The rule of credit by which errors go back.</summary>
    public string Credit { get; init; } = Exact;

    /// <summary>The rule that others are compared with.</summary>
    public const string Exact = "back-propagation";

    /// <summary>The shapes of the published table.</summary>
    public static IReadOnlyList<BenchShape> Standard { get; } =
    [
        new("leaky", 100, 250, 20), new("leaky", 100, 250, 64), new("leaky", 128, 75, 32), new("leaky", 256, 250, 64),
        new("leaky", 512, 250, 64), new("gru", 128, 100, 64), new("lstm", 128, 100, 64), new("low-rank", 512, 75, 32),
    ];

    /// <summary>
    /// Floating-point operations of the recurrent products of one update: 2 N² a step and trial forward, as many back to the rates and as
    /// many for the gradient of W, so 6 N² T B for each recurrent matrix of the cell, and 12 N T B for m and n of a cell of rank 1. All
    /// else is not counted.
    /// </summary>
    public double Flops => 6.0 * Units * Steps * Trials * (Cell switch { "gru" => 3 * Units, "lstm" => 4 * Units, "low-rank" => 2, _ => Units });

    /// <summary>Reads a shape.</summary>
    /// <param name="text">Such as <c>leaky:100,250,20</c>.</param>
    /// <exception cref="UsageException">It is none, or there is no such cell.</exception>
    public static BenchShape Parse(string text)
    {
        int[] numbers = text.Split(':') is [_, var after]
            ? [.. after.Split(',').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0)]
            : [];
        return numbers is [>= 2 and <= 10_000, > 0 and <= 100_000, > 0 and <= 100_000]
            ? new(Cells.Cell.Catalog.Create(text.Split(':')[0]).Name, numbers[0], numbers[1], numbers[2])
            : throw new UsageException(
                $"`--shape {text}` is not a shape; write cell:N,T,B for units (2 to 10000), steps and trials, such as leaky:100,250,20.");
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Cell}:{Units},{Steps},{Trials}{(Decay ? " decaying" : "")}{(Credit == Exact ? "" : $" {Credit}")}");
}

using System.Numerics;
using Engram.Configuration;
using Engram.Equations;

namespace Engram.Networks;

/// <summary>
/// A constraint on a matrix of weights as a reparameterisation: the optimiser moves the raw W freely, the network uses the effective W'.
/// <code>W'[i, j] = pos(mask[i, j] · W[i, j] + fixed[i, j]) · sign[j]</code>
/// </summary>
/// <remarks>
/// Time constants have bounds instead, between which they are learned. Under <see cref="Networks.Positivity.Rectify"/> the gradient of a raw weight at or below zero is zero, so a weight that an update has
/// carried there contributes nothing and does not come back by its gradient. That is Song, Yang and Wang's (2016) parameterisation and
/// prunes the network as it trains; <see cref="Networks.Positivity.Absolute"/> has no such weights. See <see
/// href="https://doi.org/10.1371/journal.pcbi.1004792"/>.
/// </remarks>
internal sealed class Constraint
{
    private readonly float[]? mask, fixedPart, sign;
    private readonly Parts<float> single;
    private readonly Lazy<Parts<double>> twin;

    /// <summary>A constraint on one matrix.</summary>
    /// <param name="rows">Rows of W.</param>
    /// <param name="columns">Columns of W; 1 for a vector.</param>
    /// <param name="mask">(rows × columns), 1 where a weight is plastic and 0 elsewhere; null where all are.</param>
    /// <param name="fixedPart">(rows × columns), weights that are not learned; null where there are none.</param>
    /// <param name="sign">(columns), 1 or −1; null where columns have no sign.</param>
    /// <param name="positivity">pos in the equation.</param>
    /// <param name="trainable">Whether the raw weights are learned at all.</param>
    /// <param name="range">Bounds between which time constants are learned, in place of all else; null for weights.</param>
    /// <exception cref="UsageException">
    /// Plastic and fixed weights overlap, a fixed weight is negative under positivity, or an array has the wrong length or values.
    /// </exception>
    public Constraint(
        int rows,
        int columns,
        float[]? mask = null,
        float[]? fixedPart = null,
        float[]? sign = null,
        Positivity positivity = Positivity.None,
        bool trainable = true,
        TimeConstantRange? range = null)
    {
        Rows = rows;
        Columns = columns;
        Positivity = positivity;
        Trainable = trainable;
        Range = range;
        this.mask = (float[]?)mask?.Clone();
        this.fixedPart = (float[]?)fixedPart?.Clone();
        this.sign = (float[]?)sign?.Clone();
        if (Faults() is { Count: > 0 } faults)
        {
            throw new UsageException(faults);
        }

        single = new(this.mask, this.fixedPart, this.sign);
        twin = new(() => new(Wide(this.mask), Wide(this.fixedPart), Wide(this.sign)));
    }

    /// <summary>Rows of W.</summary>
    public int Rows { get; }

    /// <summary>Columns of W.</summary>
    public int Columns { get; }

    /// <summary>Bounds between which time constants are learned; null for weights.</summary>
    public TimeConstantRange? Range { get; }

    /// <summary>pos in the equation.</summary>
    public Positivity Positivity { get; }

    /// <summary>Whether the raw weights are learned. If not, their gradient is zero.</summary>
    public bool Trainable { get; }

    /// <summary>The plastic mask (rows × columns) of zeros and ones; empty where every weight is plastic.</summary>
    public ReadOnlySpan<float> Mask => mask;

    /// <summary>The fixed weights (rows × columns); empty where there are none.</summary>
    public ReadOnlySpan<float> Fixed => fixedPart;

    /// <summary>The sign of each column; empty where columns have none.</summary>
    public ReadOnlySpan<float> Sign => sign;

    /// <summary>Whether there is a connection, plastic or fixed.</summary>
    /// <param name="row">i, the receiver.</param>
    /// <param name="column">j, the sender.</param>
    public bool Connected(int row, int column)
    {
        var k = (row * Columns) + column;
        return mask is null || mask[k] != 0 || (fixedPart is not null && fixedPart[k] != 0);
    }

    /// <summary>The same constraint where what leaves some columns is absent.</summary>
    /// <param name="columns">j, the senders.</param>
    public Constraint WithoutColumns(IReadOnlyList<int> columns)
    {
        var (plastic, given) = (mask is null ? Enumerable.Repeat(1f, Rows * Columns).ToArray() : [.. mask], (float[]?)fixedPart?.Clone());
        for (var i = 0; i < Rows; i++)
        {
            foreach (var j in columns)
            {
                plastic[(i * Columns) + j] = 0;
                if (given is not null)
                {
                    given[(i * Columns) + j] = 0;
                }
            }
        }

        return new(Rows, Columns, plastic, given, sign, Positivity, Trainable);
    }

    /// <summary>Computes W' from W.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="raw">W (rows × columns).</param>
    /// <param name="effective">Receives W'.</param>
    public void Effective<T>(ReadOnlySpan<T> raw, Span<T> effective)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(raw.Length, Rows * Columns);
        if (Range is not null)
        {
            Range.Effective(raw, effective);
            return;
        }

        var parts = Of<T>();
        var width = Width;
        for (var k = 0; k < raw.Length; k += width)
        {
            ConstraintKernel.Effective(
                raw.Slice(k, width),
                Row(parts.Mask, k, width),
                Row(parts.Fixed, k, width),
                parts.Sign,
                Positivity,
                effective.Slice(k, width));
        }
    }

    /// <summary>Turns dL/dW' into dL/dW, in place.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="raw">W (rows × columns).</param>
    /// <param name="gradient">dL/dW' on entry, dL/dW on return.</param>
    public void Pull<T>(ReadOnlySpan<T> raw, Span<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(raw.Length, Rows * Columns);
        if (!Trainable)
        {
            gradient.Clear();
            return;
        }

        if (Range is not null)
        {
            Range.Pull(raw, gradient);
            return;
        }

        if (mask is null && sign is null && Positivity == Positivity.None)
        {
            return;
        }

        var parts = Of<T>();
        var width = Width;
        for (var k = 0; k < raw.Length; k += width)
        {
            ConstraintKernel.Pull(
                raw.Slice(k, width),
                Row(parts.Mask, k, width),
                Row(parts.Fixed, k, width),
                parts.Sign,
                Positivity,
                gradient.Slice(k, width));
        }
    }

    // Without signs a matrix is one long row, which also makes a vector of one column one SIMD loop.
    private int Width => sign is null ? Rows * Columns : Columns;

    private static ReadOnlySpan<T> Row<T>(T[]? part, int start, int width) => part is null ? default : part.AsSpan(start, width);

    private static double[]? Wide(float[]? part) => part is null ? null : Array.ConvertAll(part, v => (double)v);

    private Parts<T> Of<T>()
        where T : unmanaged =>
        typeof(T) == typeof(float) ? (Parts<T>)(object)single
        : typeof(T) == typeof(double) ? (Parts<T>)(object)twin.Value
        : throw new NotSupportedException($"Weights are float or double, not {typeof(T).Name}.");

    private List<string> Faults()
    {
        var faults = new List<string>();
        void Length(string what, float[]? part, int length)
        {
            if (part is not null && part.Length != length)
            {
                faults.Add($"{what} has {part.Length} values; a ({Rows} × {Columns}) matrix needs {length}.");
            }
        }

        Length("The plastic mask", mask, Rows * Columns);
        Length("The fixed part", fixedPart, Rows * Columns);
        Length("The sign of the columns", sign, Columns);
        if (faults.Count > 0)
        {
            return faults;
        }

        if (mask is not null && Array.FindIndex(mask, v => v is not (0 or 1)) is >= 0 and var m)
        {
            faults.Add($"The plastic mask is {mask[m]} at {Place(m)}; write 1 where a weight is plastic and 0 elsewhere.");
        }

        if (sign is not null && Array.FindIndex(sign, v => v is not (1 or -1)) is >= 0 and var s)
        {
            faults.Add($"The sign of column {s} is {sign[s]}; write 1 for an excitatory column and -1 for an inhibitory one.");
        }

        for (var k = 0; fixedPart is not null && k < fixedPart.Length; k++)
        {
            if (fixedPart[k] != 0 && (mask is null || mask[k] != 0))
            {
                faults.Add($"The weight at {Place(k)} is both plastic and fixed ({fixedPart[k]}); set its mask to 0.");
                break;
            }
        }

        if (Positivity != Positivity.None && fixedPart is not null && Array.FindIndex(fixedPart, v => v < 0) is >= 0 and var f)
        {
            faults.Add($"The fixed weight at {Place(f)} is {fixedPart[f]}; write its magnitude: the column gives the sign.");
        }

        return faults;
    }

    private string Place(int k) => $"[{k / Columns}, {k % Columns}]";

    private sealed record Parts<T>(T[]? Mask, T[]? Fixed, T[]? Sign);
}

using System.Globalization;
using Engram.Configuration;

namespace Engram.Storage;

/// <summary>An array of another program, in double precision, row-major.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Shape">Lengths of its axes, none of them 0.</param>
/// <param name="Values">Its values.</param>
internal sealed record ForeignArray(string Name, IReadOnlyList<int> Shape, double[] Values)
{
    /// <summary>Its shape, as in <c>100×2</c>.</summary>
    public string ShapeText => string.Join('×', Shape.Select(axis => axis.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The rows of a matrix; the length of a vector.</summary>
    public int Rows => Shape.Count > 0 ? Shape[0] : 1;

    /// <summary>The columns of a matrix; 1 of a vector.</summary>
    public int Columns => Shape.Count > 1 ? Shape[1] : 1;

    /// <summary>An array that was read.</summary>
    /// <exception cref="UsageException">It has more than two axes longer than 1, nothing in it, or numbers that are not finite.</exception>
    public static ForeignArray Of(NamedArray array, string path)
    {
        var shape = array.Shape.Count > 2 ? array.Shape.Where(axis => axis != 1).ToList() : [.. array.Shape];
        if (shape.Count > 2 || array.Values.Length == 0)
        {
            throw new UsageException($"'{path}': array '{array.Name}' has shape ({array.ShapeText}), but weights are a vector or a matrix; map another array.");
        }

        return new(array.Name, shape, Numbers(array, path));
    }

    /// <summary>The numbers of an array of any shape.</summary>
    /// <exception cref="UsageException">Some are not finite.</exception>
    public static double[] Numbers(NamedArray array, string path) => FiniteArrays.Fault([array]) is { } fault
        ? throw new UsageException($"'{path}' cannot be used: {fault}, but every weight must be finite. Write the file again.")
        : array.Values switch
        {
            float[] values => Array.ConvertAll(values, value => (double)value),
            double[] values => [.. values],
            _ => Array.ConvertAll((long[])array.Values, value => (double)value),
        };

    /// <summary>Rows and columns exchanged; a vector becomes one row.</summary>
    public ForeignArray Transposed()
    {
        var values = new double[Values.Length];
        for (var i = 0; i < Rows; i++)
        {
            for (var j = 0; j < Columns; j++)
            {
                values[(j * Rows) + i] = Values[(i * Columns) + j];
            }
        }

        return new(Name, [Columns, Rows], values);
    }

    /// <summary>Every number multiplied.</summary>
    public ForeignArray Times(double factor) => this with { Values = Array.ConvertAll(Values, value => factor * value) };

    /// <summary>Rows of a matrix, from one to before another.</summary>
    public ForeignArray Between(int first, int end) => this with
    {
        Name = $"{Name}[{first}:{end}]", Shape = [end - first, .. Shape.Skip(1)], Values = Values[(first * Columns)..(end * Columns)],
    };

    /// <summary>The sum with an array of the same shape.</summary>
    /// <exception cref="UsageException">It has another.</exception>
    public ForeignArray Plus(ForeignArray other) => Shape.SequenceEqual(other.Shape)
        ? new($"{Name}+{other.Name}", Shape, [.. Values.Zip(other.Values, (a, b) => a + b)])
        : throw new UsageException($"'{Name}' is {ShapeText} and '{other.Name}' {other.ShapeText}, so they have no sum; map arrays of one shape.");

    /// <summary>Vectors side by side, as the columns of a matrix.</summary>
    /// <exception cref="UsageException">They differ in length, or one is no vector.</exception>
    public static ForeignArray Beside(IReadOnlyList<ForeignArray> columns)
    {
        if (columns.FirstOrDefault(column => column.Values.Length != columns[0].Values.Length || Math.Min(column.Rows, column.Columns) > 1) is { } odd)
        {
            throw new UsageException(
                $"'{odd.Name}' is {odd.ShapeText} and '{columns[0].Name}' {columns[0].ShapeText}, but columns of one matrix are vectors of the same length; map other arrays.");
        }

        return new ForeignArray(
            string.Join(':', columns.Select(column => column.Name)), [columns.Count, columns[0].Values.Length], [.. columns.SelectMany(column => column.Values)]).Transposed();
    }
}

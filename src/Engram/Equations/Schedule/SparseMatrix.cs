using System.Numerics;

namespace Engram.Equations;

/// <summary>A matrix of which most weights are 0, row by row: the weights that are not, and which unit each comes from.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <param name="shape">The matrix.</param>
/// <param name="inTiles">Whether tiles may be used.</param>
internal sealed class SparseMatrix<T>(ParameterShape shape, bool inTiles)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Below this size, and above this share of weights, whole panels are about as fast.
    private const int LeastUnits = 256;
    private const double MostDense = 0.15;
    private readonly int[] starts = new int[shape.Rows + 1];
    private int[] columns = [];
    private T[] weights = [];

    /// <summary>The matrix.</summary>
    public ParameterShape Shape => shape;

    /// <summary>Whether few enough of the weights that were taken last are not 0.</summary>
    public bool Pays { get; private set; }

    /// <summary>The same in tiles, if that is faster.</summary>
    public SparseTiles? Tiles { get; private set; }

    /// <summary>Where the weights of each row begin, and where the last ones end.</summary>
    public ReadOnlySpan<int> Starts => starts;

    /// <summary>The columns of the weights.</summary>
    public ReadOnlySpan<int> Columns => columns;

    /// <summary>The weights.</summary>
    public ReadOnlySpan<T> Weights => weights;

    /// <summary>Whether a matrix is large enough that zeros can be left out.</summary>
    /// <param name="shape">The matrix.</param>
    public static bool MayPay(ParameterShape shape) => shape.Role == ParameterRole.Recurrent && Math.Min(shape.Rows, shape.Columns) >= LeastUnits;

    /// <summary>Takes new values.</summary>
    /// <param name="w">W (rows × columns), row-major.</param>
    public void Take(ReadOnlySpan<T> w)
    {
        var count = 0;
        foreach (var weight in w)
        {
            count += T.IsZero(weight) ? 0 : 1;
        }

        Pays = count <= MostDense * w.Length;
        if (!Pays)
        {
            return;
        }

        (columns, weights) = columns.Length == count ? (columns, weights) : (new int[count], new T[count]);
        var place = 0;
        for (var i = 0; i < shape.Rows; i++)
        {
            var row = w.Slice(i * shape.Columns, shape.Columns);
            for (var j = 0; j < row.Length; j++)
            {
                if (!T.IsZero(row[j]))
                {
                    (columns[place], weights[place]) = (j, row[j]);
                    place++;
                }
            }

            starts[i + 1] = place;
        }

        Tiles = inTiles && weights is float[] values ? SparseTiles.Of(shape, starts, columns, values) : null;
    }
}

namespace Engram.Figures;

/// <summary>The flow at the points of a regular grid.</summary>
/// <param name="X">Places of the columns, at least two, evenly spaced and rising.</param>
/// <param name="Y">Places of the rows, likewise.</param>
/// <param name="Dx">Rate of change of x, rows × columns.</param>
/// <param name="Dy">Rate of change of y, rows × columns.</param>
public sealed record FlowGrid(IReadOnlyList<double> X, IReadOnlyList<double> Y, double[,] Dx, double[,] Dy)
{
    internal double Left => X[0];

    internal double Bottom => Y[0];

    internal double Width => X[^1] - X[0];

    internal double Height => Y[^1] - Y[0];

    /// <summary>The flow at any point of the grid's rectangle, linearly between its points.</summary>
    /// <param name="x">Along x.</param>
    /// <param name="y">Along y.</param>
    internal (double Dx, double Dy) At(double x, double y)
    {
        var (column, across) = Split((x - Left) / Width * (X.Count - 1), X.Count);
        var (row, along) = Split((y - Bottom) / Height * (Y.Count - 1), Y.Count);
        return (Between(Dx), Between(Dy));

        double Between(double[,] v) =>
            ((1 - along) * (((1 - across) * v[row, column]) + (across * v[row, column + 1])))
            + (along * (((1 - across) * v[row + 1, column]) + (across * v[row + 1, column + 1])));
    }

    internal double[,] Speed()
    {
        var speed = new double[Y.Count, X.Count];
        for (var row = 0; row < Y.Count; row++)
        {
            for (var column = 0; column < X.Count; column++)
            {
                speed[row, column] = double.Hypot(Dx[row, column], Dy[row, column]);
            }
        }

        return speed;
    }

    private static (int Place, double Part) Split(double at, int count)
    {
        var place = Math.Clamp((int)at, 0, count - 2);
        return (place, at - place);
    }
}

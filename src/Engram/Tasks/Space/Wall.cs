namespace Engram.Tasks;

/// <summary>A straight wall, in metres.</summary>
/// <param name="X1">x of its beginning.</param>
/// <param name="Y1">y of its beginning.</param>
/// <param name="X2">x of its end.</param>
/// <param name="Y2">y of its end.</param>
public readonly record struct Wall(double X1, double Y1, double X2, double Y2)
{
    /// <summary>Its length.</summary>
    public double Length => Math.Sqrt(((X2 - X1) * (X2 - X1)) + ((Y2 - Y1) * (Y2 - Y1)));

    /// <summary>The shortest way from a place to the wall.</summary>
    internal (double X, double Y) From(double x, double y)
    {
        var (dx, dy) = (X2 - X1, Y2 - Y1);
        var along = Math.Clamp((((x - X1) * dx) + ((y - Y1) * dy)) / ((dx * dx) + (dy * dy)), 0, 1);
        return (X1 + (along * dx) - x, Y1 + (along * dy) - y);
    }

    /// <summary>Whether a straight way meets the wall.</summary>
    internal bool Meets(double x1, double y1, double x2, double y2)
    {
        var (a, b) = (Side(x1, y1), Side(x2, y2));
        var way = new Wall(x1, y1, x2, y2);
        var (c, d) = (way.Side(X1, Y1), way.Side(X2, Y2));
        return a * b <= 0 && c * d <= 0 && (a != 0 || b != 0 || c != 0 || d != 0);
    }

    // Above 0 to the left of the wall, below 0 to the right.
    private double Side(double x, double y) => ((X2 - X1) * (y - Y1)) - ((Y2 - Y1) * (x - X1));
}

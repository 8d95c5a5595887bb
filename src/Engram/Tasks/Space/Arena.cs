using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// A room with walls, in metres: a square or circle around the origin, a rectangle, or any polygon, with further walls in it. Written as one line: <c>square(2.2)</c>,
/// <c>circle(2)</c>, <c>rectangle(2, 1)</c>, <c>polygon(0 0, 2 0, 1 1.5)</c>, and <c>square(2.2) wall(0 0, 0 0.5)</c>.
/// </summary>
/// <remarks>A circle is a polygon of 96 sides around it.</remarks>
public sealed class Arena : IParsable<Arena>, IEquatable<Arena>
{
    private const int CircleSides = 96, MostPoints = 1000;
    private const double Least = 1e-3, Most = 1e4, LeastShare = 1e-3;
    private readonly string text;
    private readonly (double X, double Y)[] outline;
    private readonly Wall[] walls;

    private Arena(string text, IReadOnlyList<(double X, double Y)> outline, IReadOnlyList<Wall> inner)
    {
        (this.text, this.outline) = (text, [.. outline]);
        walls = [.. outline.Select((point, k) => outline[(k + 1) % outline.Count] is var next ? new Wall(point.X, point.Y, next.X, next.Y) : default), .. inner];
        (Left, Right) = (outline.Min(point => point.X), outline.Max(point => point.X));
        (Bottom, Top) = (outline.Min(point => point.Y), outline.Max(point => point.Y));
    }

    /// <summary>Corners of the room, in order.</summary>
    public IReadOnlyList<(double X, double Y)> Outline => outline;

    /// <summary>All walls: those around the room, and those in it.</summary>
    public IReadOnlyList<Wall> Walls => walls;

    /// <summary>The least x.</summary>
    public double Left { get; }

    /// <summary>The greatest x.</summary>
    public double Right { get; }

    /// <summary>The least y.</summary>
    public double Bottom { get; }

    /// <summary>The greatest y.</summary>
    public double Top { get; }

    /// <summary>A square around the origin.</summary>
    /// <param name="side">Length of a side.</param>
    /// <exception cref="UsageException">It is not between 1 mm and 10 km.</exception>
    public static Arena Square(double side) => Parse(FormattableString.Invariant($"square({side})"));

    /// <summary>A circle around the origin.</summary>
    /// <param name="diameter">Its diameter.</param>
    /// <exception cref="UsageException">It is not between 1 mm and 10 km.</exception>
    public static Arena Circle(double diameter) => Parse(FormattableString.Invariant($"circle({diameter})"));

    /// <summary>The same room with a further wall.</summary>
    /// <param name="wall">The wall, which may end at another.</param>
    /// <exception cref="UsageException">It is outside of the room.</exception>
    public Arena With(Wall wall) => Parse(FormattableString.Invariant($"{text} wall({wall.X1} {wall.Y1}, {wall.X2} {wall.Y2})"));

    /// <summary>Whether a place is in the room.</summary>
    /// <param name="x">x.</param>
    /// <param name="y">y.</param>
    public bool Contains(double x, double y)
    {
        // A ray from the place to the right crosses the outline an odd number of times.
        var inside = false;
        for (int k = 0, before = outline.Length - 1; k < outline.Length; before = k++)
        {
            var ((ax, ay), (bx, by)) = (outline[k], outline[before]);
            if (ay > y != by > y && x < ((bx - ax) * (y - ay) / (by - ay)) + ax)
            {
                inside = !inside;
            }
        }

        return inside;
    }

    /// <summary>The wall that is nearest to a place.</summary>
    /// <param name="x">x.</param>
    /// <param name="y">y.</param>
    /// <returns>How far it is, and the angle of the direction to it, counted from x towards y.</returns>
    public (double Distance, double Angle) Nearest(double x, double y)
    {
        var (least, toX, toY) = (double.PositiveInfinity, 0.0, 0.0);
        foreach (var wall in walls)
        {
            var (dx, dy) = wall.From(x, y);
            if ((dx * dx) + (dy * dy) is var squared && squared < least)
            {
                (least, toX, toY) = (squared, dx, dy);
            }
        }

        return (Math.Sqrt(least), Math.Atan2(toY, toX));
    }

    /// <summary>How far it is from a place to the first wall in a direction; infinite where there is none.</summary>
    /// <param name="x">x.</param>
    /// <param name="y">y.</param>
    /// <param name="angle">The direction, in radians from x towards y.</param>
    public double Ahead(double x, double y, double angle)
    {
        var (toX, toY, least) = (Math.Cos(angle), Math.Sin(angle), double.PositiveInfinity);
        foreach (var wall in walls)
        {
            // x + t to = wall + u along, for t ≥ 0 and 0 ≤ u ≤ 1.
            var (dx, dy, fromX, fromY) = (wall.X2 - wall.X1, wall.Y2 - wall.Y1, wall.X1 - x, wall.Y1 - y);
            var cross = (toX * dy) - (toY * dx);
            var (t, u) = (((fromX * dy) - (fromY * dx)) / cross, ((fromX * toY) - (fromY * toX)) / cross);
            least = t >= 0 && u is >= 0 and <= 1 ? Math.Min(least, t) : least;
        }

        return least;
    }

    /// <summary>Whether a straight way stays in the room and meets no wall.</summary>
    /// <param name="x1">x of its beginning, which is in the room.</param>
    /// <param name="y1">y of its beginning.</param>
    /// <param name="x2">x of its end.</param>
    /// <param name="y2">y of its end.</param>
    public bool IsFree(double x1, double y1, double x2, double y2)
    {
        foreach (var wall in walls)
        {
            if (wall.Meets(x1, y1, x2, y2))
            {
                return false;
            }
        }

        return Contains(x2, y2);
    }

    /// <summary>Reads the written form.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used: numbers are written with a point.</param>
    /// <exception cref="UsageException">The text is not an arena.</exception>
    public static Arena Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        var parts = s.Trim().Split(')', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0 || !s.TrimEnd().EndsWith(')') || Array.Exists(parts, part => part.Count(letter => letter == '(') != 1))
        {
            throw Fault(s, "it is not written as a room");
        }

        var outline = OutlineOf(s, parts[0]);
        var room = new Arena(s.Trim(), outline, []);
        var inner = parts.Skip(1).Select(part => InnerOf(s, part, room)).ToList();
        return new(string.Join(' ', parts.Select(part => Spaced(part) + ")")), outline, inner);
    }

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out Arena result)
    {
        try
        {
            result = s is null ? null : Parse(s);
            return result is not null;
        }
        catch (UsageException)
        {
            result = null;
            return false;
        }
    }

    /// <summary>The written form, which <see cref="Parse"/> reads back to an equal arena.</summary>
    public override string ToString() => text;

    /// <inheritdoc/>
    public bool Equals(Arena? other) => other is not null && other.text == text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Arena);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(text);

    private static (double X, double Y)[] OutlineOf(string all, string part)
    {
        var (name, numbers) = Numbers(all, part);
        double[] flat = [.. numbers.SelectMany(group => group)];
        var isSized = name is "square" or "circle" or "rectangle" && numbers.All(group => group.Length == 1) && flat.Length == (name == "rectangle" ? 2 : 1);
        if (isSized && Array.Exists(flat, size => size is < Least or > Most))
        {
            throw Fault(all, "a size is not between 0.001 and 10000 m");
        }

        var (a, b) = isSized ? (flat[0] / 2, flat[^1] / 2) : (0, 0);
        return name switch
        {
            "square" or "rectangle" when isSized => [(-a, -b), (a, -b), (a, b), (-a, b)],
            "circle" when isSized => [.. Enumerable.Range(0, CircleSides).Select(k => 2 * Math.PI * k / CircleSides).Select(angle => (a * Math.Cos(angle), a * Math.Sin(angle)))],
            "polygon" when numbers.Count is >= 3 and <= MostPoints && numbers.All(group => group.Length == 2) => Checked(all, [.. numbers.Select(group => (group[0], group[1]))]),
            _ => throw Fault(all, $"'{part})' is not a room"),
        };
    }

    private static (double X, double Y)[] Checked(string all, (double X, double Y)[] corners)
    {
        Wall[] sides = [.. corners.Select((corner, k) => corners[(k + 1) % corners.Length] is var next ? new Wall(corner.X, corner.Y, next.X, next.Y) : default)];
        for (var k = 0; k < sides.Length; k++)
        {
            if (sides[k].Length < Least || Math.Max(Math.Abs(corners[k].X), Math.Abs(corners[k].Y)) > Most)
            {
                throw Fault(all, FormattableString.Invariant($"side {k + 1} is shorter than 1 mm, or beyond 10 km"));
            }

            for (var other = k + 1; other < sides.Length; other++)
            {
                var isNext = other == k + 1 || (k == 0 && other == sides.Length - 1);
                if (!isNext && sides[k].Meets(sides[other].X1, sides[other].Y1, sides[other].X2, sides[other].Y2))
                {
                    throw Fault(all, FormattableString.Invariant($"sides {k + 1} and {other + 1} meet"));
                }
            }
        }

        // Places are drawn from the rectangle around the room until they are in it.
        var area = Math.Abs(corners.Select((corner, k) => corners[(k + 1) % corners.Length] is var next ? (corner.X * next.Y) - (next.X * corner.Y) : 0).Sum()) / 2;
        var around = (corners.Max(corner => corner.X) - corners.Min(corner => corner.X)) * (corners.Max(corner => corner.Y) - corners.Min(corner => corner.Y));
        return area >= LeastShare * around && area > 0 ? corners : throw Fault(all, "its area is less than a thousandth of the rectangle around it");
    }

    private static Wall InnerOf(string all, string part, Arena room)
    {
        var (name, numbers) = Numbers(all, part);
        if (name != "wall" || numbers.Count != 2 || numbers.Any(group => group.Length != 2))
        {
            throw Fault(all, $"'{part})' is not a wall");
        }

        var wall = new Wall(numbers[0][0], numbers[0][1], numbers[1][0], numbers[1][1]);
        bool Inside(double x, double y) => room.Contains(x, y) || room.Nearest(x, y).Distance < Least;
        return wall.Length >= Least && Inside(wall.X1, wall.Y1) && Inside(wall.X2, wall.Y2) ? wall
            : throw Fault(all, $"'{part})' is shorter than 1 mm, or not in the room");
    }

    private static (string Name, List<double[]> Numbers) Numbers(string all, string part)
    {
        var open = part.IndexOf('(', StringComparison.Ordinal);
        var groups = part[(open + 1)..].Split(',').Select(group => group.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(number =>
            double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : throw Fault(all, $"'{number}' is not a number")).ToArray()).ToList();
        return (part[..open].Trim(), groups);
    }

    private static string Spaced(string part)
    {
        var open = part.IndexOf('(', StringComparison.Ordinal);
        return part[..open].Trim() + "(" + string.Join(", ", part[(open + 1)..].Split(',').Select(group => string.Join(' ', group.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
    }

    private static UsageException Fault(string text, string fault) => new(
        $"'{text}' is not an arena: {fault}; write for example square(2.2), circle(2), rectangle(2, 1) or polygon(0 0, 2 0, 1 1.5), with walls in it as in square(2.2) wall(0 0, 0 0.5).");
}

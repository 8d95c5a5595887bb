using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Tasks;

/// <summary>
/// How an animal walks about at random. In each step it goes where it heads, and then turns. Near a wall that it heads for, it slows down and turns along the wall. Where it
/// would go through a wall it stays and turns.
/// </summary>
/// <param name="Border">How near to a wall it slows down, in metres.</param>
/// <param name="Slowing">Factor on its speed there.</param>
public abstract record RandomWalk([property: Range(0, 1000)] double Border, [property: Range(0, 1, Above = true)] double Slowing) : Walk
{
    /// <inheritdoc/>
    internal sealed override void Go(Arena arena, TimeSpan dt, Span<Walker> way, ref RandomStream random)
    {
        double x, y;
        do
        {
            (x, y) = (random.NextUniform(arena.Left, arena.Right), random.NextUniform(arena.Bottom, arena.Top));
        }
        while (!arena.Contains(x, y));

        way[0] = new(x, y, random.NextUniform(-Math.PI, Math.PI));
        var (seconds, pace) = (dt.TotalSeconds, Begin(ref random));
        for (var t = 1; t < way.Length; t++)
        {
            pace = Next(pace, seconds, ref random);
            way[t] = After(arena, way[t - 1], pace.Speed, pace.Turning, seconds);
        }
    }

    /// <summary>The pace before the first step.</summary>
    private protected abstract Pace Begin(ref RandomStream random);

    /// <summary>The pace of the next step.</summary>
    private protected abstract Pace Next(Pace before, double seconds, ref RandomStream random);

    private Walker After(Arena arena, Walker at, double speed, double turning, double seconds)
    {
        var turn = turning * seconds;
        var (distance, angle) = arena.Nearest(at.X, at.Y);
        if (distance < Border && Trajectory.Wrapped(at.Heading - angle) is var off && Math.Abs(off) < Math.PI / 2)
        {
            speed *= Slowing;
            turn += (off < 0 ? -1 : 1) * ((Math.PI / 2) - Math.Abs(off));
        }

        var (x, y) = (at.X + (speed * seconds * Math.Cos(at.Heading)), at.Y + (speed * seconds * Math.Sin(at.Heading)));
        (x, y) = arena.IsFree(at.X, at.Y, x, y) ? (x, y) : (at.X, at.Y);
        return new(x, y, Trajectory.Wrapped(at.Heading + turn));
    }

    /// <summary>How fast an animal goes and turns.</summary>
    /// <param name="Speed">Metres per second.</param>
    /// <param name="Turning">Radians per second.</param>
    private protected readonly record struct Pace(double Speed, double Turning);
}

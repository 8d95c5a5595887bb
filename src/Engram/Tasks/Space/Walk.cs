using System.Diagnostics.CodeAnalysis;
using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Tasks;

/// <summary>
/// How an animal walks about at random. In each step it goes where it heads, and then turns. Near a wall that it heads for, it slows down and turns along the wall. Where it
/// would go through a wall it stays and turns. Written as one line: <c>rayleigh</c>, <c>rayleigh(speed 0.8, turning 660)</c>, <c>ornstein-uhlenbeck(speed 0.5)</c>. A new walk is one
/// positional record named <c>…Walk</c> in one file; its constructor is its written form.
/// </summary>
/// <param name="Border">How near to a wall it slows down, in metres.</param>
/// <param name="Slowing">Factor on its speed there.</param>
public abstract record Walk([property: Range(0, 1000)] double Border, [property: Range(0, 1, Above = true)] double Slowing) : IParsable<Walk>
{
    /// <summary>The walks of the library.</summary>
    public static Catalog<Walk> Catalog { get; } = new();

    private static readonly PositionalText<Walk> Text = new(Catalog, "walk", "rayleigh(speed 0.8, turning 660)");

    /// <summary>Reads the written form.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used: numbers are written with a point.</param>
    /// <exception cref="UsageException">The text is not a walk; all faults are named.</exception>
    public static Walk Parse(string s, IFormatProvider? provider = null) => Text.Parse(s);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out Walk result) => Text.TryParse(s, out result);

    /// <summary>The written form, which <see cref="Parse"/> reads back to an equal walk.</summary>
    public sealed override string ToString() => PositionalText<Walk>.Write(this);

    /// <summary>Walks.</summary>
    /// <param name="arena">Where.</param>
    /// <param name="steps">T, at least 1.</param>
    /// <param name="dt">Length of a step.</param>
    /// <param name="seed">Decides the start and the way.</param>
    /// <param name="number">Which of the walks of the seed.</param>
    /// <exception cref="UsageException">A setting is not allowed, or the numbers are not above 0.</exception>
    public Trajectory Through(Arena arena, int steps, TimeSpan dt, ulong seed, long number = 0)
    {
        ArgumentNullException.ThrowIfNull(arena);
        Settings.Check(this);
        if (steps < 1 || dt <= TimeSpan.Zero)
        {
            throw new UsageException(FormattableString.Invariant($"`steps` is {steps} and `dt` {dt.TotalMilliseconds} ms; give a number of steps of at least 1, and a time above 0."));
        }

        var random = new RandomStream(new StreamKey(seed, Purpose.Walks), number);
        var (x, y, heading) = (new double[steps + 1], new double[steps + 1], new double[steps + 1]);
        var at = Start(arena, ref random);
        for (var t = 0; t <= steps; t++)
        {
            (x[t], y[t], heading[t]) = (at.X, at.Y, at.Heading);
            if (t < steps)
            {
                Step(arena, dt.TotalSeconds, ref at, ref random);
            }
        }

        return new(dt, x, y, heading);
    }

    /// <summary>Where an animal is before its first step: anywhere in the room.</summary>
    internal Walker Start(Arena arena, ref RandomStream random)
    {
        double x, y;
        do
        {
            (x, y) = (random.NextUniform(arena.Left, arena.Right), random.NextUniform(arena.Bottom, arena.Top));
        }
        while (!arena.Contains(x, y));

        var heading = random.NextUniform(-Math.PI, Math.PI);
        return new(x, y, heading, Begin(ref random));
    }

    /// <summary>Goes one step.</summary>
    internal void Step(Arena arena, double seconds, ref Walker at, ref RandomStream random)
    {
        var pace = Next(at.Pace, seconds, ref random);
        var (speed, turn) = (pace.Speed, pace.Turning * seconds);
        var (distance, angle) = arena.Nearest(at.X, at.Y);
        if (distance < Border && Trajectory.Wrapped(at.Heading - angle) is var off && Math.Abs(off) < Math.PI / 2)
        {
            speed *= Slowing;
            turn += (off < 0 ? -1 : 1) * ((Math.PI / 2) - Math.Abs(off));
        }

        var (x, y) = (at.X + (speed * seconds * Math.Cos(at.Heading)), at.Y + (speed * seconds * Math.Sin(at.Heading)));
        (x, y) = arena.IsFree(at.X, at.Y, x, y) ? (x, y) : (at.X, at.Y);
        at = new(x, y, Trajectory.Wrapped(at.Heading + turn), pace);
    }

    /// <summary>The pace before the first step.</summary>
    private protected abstract Pace Begin(ref RandomStream random);

    /// <summary>The pace of the next step.</summary>
    private protected abstract Pace Next(Pace before, double seconds, ref RandomStream random);

    /// <summary>How fast an animal goes and turns.</summary>
    /// <param name="Speed">Metres per second.</param>
    /// <param name="Turning">Radians per second.</param>
    internal readonly record struct Pace(double Speed, double Turning);

    /// <summary>An animal on its way.</summary>
    /// <param name="X">x, in metres.</param>
    /// <param name="Y">y.</param>
    /// <param name="Heading">Where it heads, in radians.</param>
    /// <param name="Pace">Its pace in the step before.</param>
    internal readonly record struct Walker(double X, double Y, double Heading, Pace Pace);
}

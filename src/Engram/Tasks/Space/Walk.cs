using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Tasks;

/// <summary>
/// How an animal walks about at random. In each step it goes where it heads, and then turns. Near a wall that it heads for, it slows down and turns along the wall. Where it
/// would go through a wall it stays and turns.
/// </summary>
public abstract record Walk
{
    /// <summary>How near to a wall it slows down, in metres.</summary>
    [Range(0, 1000)]
    public double Border { get; init; } = 0.03;

    /// <summary>Factor on its speed there.</summary>
    [Range(0, 1, Above = true)]
    public double Slowing { get; init; } = 0.25;

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
        do
        {
            (x[0], y[0]) = (random.NextUniform(arena.Left, arena.Right), random.NextUniform(arena.Bottom, arena.Top));
        }
        while (!arena.Contains(x[0], y[0]));

        heading[0] = random.NextUniform(-Math.PI, Math.PI);
        var (seconds, pace) = (dt.TotalSeconds, Begin(ref random));
        for (var t = 0; t < steps; t++)
        {
            pace = Next(pace, seconds, ref random);
            var (speed, turn) = (pace.Speed, pace.Turning * seconds);
            var (distance, angle) = arena.Nearest(x[t], y[t]);
            if (distance < Border && Trajectory.Wrapped(heading[t] - angle) is var off && Math.Abs(off) < Math.PI / 2)
            {
                speed *= Slowing;
                turn += (off < 0 ? -1 : 1) * ((Math.PI / 2) - Math.Abs(off));
            }

            var (nextX, nextY) = (x[t] + (speed * seconds * Math.Cos(heading[t])), y[t] + (speed * seconds * Math.Sin(heading[t])));
            (x[t + 1], y[t + 1]) = arena.IsFree(x[t], y[t], nextX, nextY) ? (nextX, nextY) : (x[t], y[t]);
            heading[t + 1] = Trajectory.Wrapped(heading[t] + turn);
        }

        return new(dt, x, y, heading);
    }

    /// <summary>The pace before the first step.</summary>
    private protected abstract Pace Begin(ref RandomStream random);

    /// <summary>The pace of the next step.</summary>
    private protected abstract Pace Next(Pace before, double seconds, ref RandomStream random);

    /// <summary>How fast an animal goes and turns.</summary>
    /// <param name="Speed">Metres per second.</param>
    /// <param name="Turning">Radians per second.</param>
    private protected readonly record struct Pace(double Speed, double Turning);
}

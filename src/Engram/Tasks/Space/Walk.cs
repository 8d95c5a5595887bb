using System.Diagnostics.CodeAnalysis;
using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Tasks;

/// <summary>
/// How an animal goes about in a room. Written as one line: <c>rayleigh</c>, <c>rayleigh(speed 0.8, turning 660)</c>, <c>ornstein-uhlenbeck(speed 0.5)</c>, <c>recorded(rat.csv)</c>. A new walk at random is one
/// positional record named <c>…Walk</c> in one file; its constructor is its written form.
/// </summary>
public abstract record Walk : IParsable<Walk>
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

        var faults = new List<string>();
        Check(arena, steps * dt, faults);
        if (faults.Count > 0)
        {
            throw new UsageException(faults);
        }

        var (random, way) = (new RandomStream(new StreamKey(seed, Purpose.Walks), number), new Walker[steps + 1]);
        Go(arena, dt, way, ref random);
        return new(dt, [.. way.Select(at => at.X)], [.. way.Select(at => at.Y)], [.. way.Select(at => at.Heading)]);
    }

    /// <summary>Says what keeps it from going through a room for so long; nothing unless overridden.</summary>
    internal virtual void Check(Arena arena, TimeSpan longest, ICollection<string> faults)
    {
    }

    /// <summary>Goes.</summary>
    /// <param name="arena">Where.</param>
    /// <param name="dt">Length of a step.</param>
    /// <param name="way">Receives where the animal is at the start and after each step (T + 1).</param>
    /// <param name="random">Decides the start and the way.</param>
    internal abstract void Go(Arena arena, TimeSpan dt, Span<Walker> way, ref RandomStream random);

    /// <summary>An animal on its way.</summary>
    /// <param name="X">x, in metres.</param>
    /// <param name="Y">y.</param>
    /// <param name="Heading">Where it heads, in radians.</param>
    internal readonly record struct Walker(double X, double Y, double Heading);
}

namespace Engram.Tasks;

/// <summary>Where an animal was, step by step.</summary>
/// <param name="Dt">Length of a step.</param>
/// <param name="X">x at the start and after each step, in metres (T + 1).</param>
/// <param name="Y">y (T + 1).</param>
/// <param name="Heading">Where it headed, in radians from x towards y, from −π to π (T + 1).</param>
public sealed record Trajectory(TimeSpan Dt, IReadOnlyList<double> X, IReadOnlyList<double> Y, IReadOnlyList<double> Heading)
{
    /// <summary>T.</summary>
    public int Steps => X.Count - 1;

    /// <summary>How fast it was in a step, in metres per second.</summary>
    /// <param name="step">The step, from 0.</param>
    public double Speed(int step) =>
        Math.Sqrt(((X[step + 1] - X[step]) * (X[step + 1] - X[step])) + ((Y[step + 1] - Y[step]) * (Y[step + 1] - Y[step]))) / Dt.TotalSeconds;

    /// <summary>By how much it turned at the end of a step, in radians, from −π to π.</summary>
    /// <param name="step">The step, from 0.</param>
    public double Turn(int step) => Wrapped(Heading[step + 1] - Heading[step]);

    /// <summary>An angle between −π and π.</summary>
    internal static double Wrapped(double angle) => Math.IEEERemainder(angle, 2 * Math.PI);
}

namespace Engram.Tasks;

/// <summary>What each channel of a range has: a hill of activity, a code of a number.</summary>
/// <param name="unit">Place of the channel in the range, from 0.</param>
/// <param name="count">How many channels the range has.</param>
/// <param name="shape">Numbers that may differ from trial to trial. What <c>A</c> to <c>D</c> mean, the profile says.</param>
public delegate double Profile(int unit, int count, in Shape shape);

/// <summary>Profiles that tasks have in common.</summary>
public static class Profiles
{
    /// <summary>
    /// A hill on a ring: C + Amplitude · exp(−Δ²/(2B²)), where Δ is the angle between A and the preferred direction of the unit, 360°·unit/count.
    /// All in degrees.
    /// </summary>
    public static Profile Ring { get; } = static (int unit, int count, in Shape shape) =>
    {
        var distance = Math.IEEERemainder((360.0 * unit / count) - shape.A, 360) / shape.B;
        return shape.C + (shape.Amplitude * Math.Exp(-distance * distance / 2));
    };

    /// <summary>A hill on a line: C + Amplitude · exp(−(unit − A)²/(2B²)), in units.</summary>
    public static Profile Line { get; } = static (int unit, int count, in Shape shape) =>
    {
        var distance = (unit - shape.A) / shape.B;
        return shape.C + (shape.Amplitude * Math.Exp(-distance * distance / 2));
    };

    /// <summary>A code of one of the units: Amplitude for unit A, B for the others.</summary>
    public static Profile OneHot { get; } = static (int unit, int count, in Shape shape) => unit == (int)shape.A ? shape.Amplitude : shape.B;
}

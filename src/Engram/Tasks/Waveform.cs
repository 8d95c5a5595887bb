namespace Engram.Tasks;

/// <summary>The course of a signal in a period.</summary>
/// <param name="time">Time since the start of the period; above zero.</param>
/// <param name="shape">Numbers that may differ from trial to trial.</param>
public delegate double Waveform(TimeSpan time, in Shape shape);

/// <summary>What a waveform depends on beside time. What <c>A</c> to <c>D</c> mean, the waveform says; times are in milliseconds.</summary>
/// <param name="Amplitude">Factor of the whole.</param>
/// <param name="A">First number.</param>
/// <param name="B">Second number.</param>
/// <param name="C">Third number.</param>
/// <param name="D">Fourth number.</param>
public readonly record struct Shape(double Amplitude, double A = 0, double B = 0, double C = 0, double D = 0);

/// <summary>Waveforms that tasks have in common, with t in milliseconds.</summary>
public static class Waveforms
{
    /// <summary>Standard deviations from its peak beyond which a Gaussian is 0.</summary>
    internal const double GaussianReach = 9;

    /// <summary>A pulse that decays, Amplitude · exp(−t/A).</summary>
    public static Waveform Decay { get; } = static (TimeSpan time, in Shape shape) =>
        shape.Amplitude * Math.Exp(-time.TotalMilliseconds / shape.A);

    /// <summary>
    /// A peak at A of standard deviation B, Amplitude · exp(−(t − A)²/(2B²)); 0 farther than 9 B away, where it is below 10⁻¹⁷.
    /// </summary>
    public static Waveform Gaussian { get; } = static (TimeSpan time, in Shape shape) =>
    {
        var distance = (time.TotalMilliseconds - shape.A) / shape.B;
        return Math.Abs(distance) > GaussianReach ? 0 : shape.Amplitude * Math.Exp(-distance * distance / 2);
    };

    /// <summary>A sine on a level, under an exponential: Amplitude · exp(A·t) · (sin(C − B·t) + D); A is negative to decay.</summary>
    public static Waveform ExponentialSine { get; } = static (TimeSpan time, in Shape shape) =>
        shape.Amplitude * Math.Exp(shape.A * time.TotalMilliseconds) * (Math.Sin(shape.C - (shape.B * time.TotalMilliseconds)) + shape.D);
}

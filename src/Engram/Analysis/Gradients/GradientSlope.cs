using MathNet.Numerics.Distributions;

namespace Engram.Analysis;

/// <summary>How fast the logarithm of a gradient changes with the lag.</summary>
/// <param name="PerStep">Mean over trials of the change of ln‖∂L_T/∂h_t‖ per step back; NaN without trials.</param>
/// <param name="Low">Lower end of its 95 % interval over trials; NaN for fewer than two trials.</param>
/// <param name="High">Upper end.</param>
/// <param name="First">First lag of the fit.</param>
/// <param name="Last">Last lag of the fit.</param>
/// <param name="Trials">Trials fitted.</param>
/// <param name="Vanished">Trials left out, because their gradient is exactly zero somewhere in the range.</param>
public sealed record GradientSlope(double PerStep, double Low, double High, int First, int Last, int Trials, int Vanished)
{
    /// <summary>e^slope: by how much the norm is multiplied with each step back.</summary>
    public double Factor => Math.Exp(PerStep);

    /// <summary>Steps in which the norm halves, or, negative, doubles.</summary>
    public double HalvingSteps => -Math.Log(2) / PerStep;

    internal static GradientSlope Of(double[] slopes, int first, int last, int vanished)
    {
        var (n, mean) = (slopes.Length, slopes.Length == 0 ? double.NaN : slopes.Average());
        var deviation = Math.Sqrt(slopes.Sum(slope => (slope - mean) * (slope - mean)) / (n - 1));
        var half = n < 2 ? double.NaN : StudentT.InvCDF(0, 1, n - 1, 0.975) * deviation / Math.Sqrt(n);
        return new(mean, mean - half, mean + half, first, last, n, vanished);
    }
}

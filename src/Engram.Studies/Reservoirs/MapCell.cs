namespace Engram.Studies.Reservoirs;

/// <summary>What networks with some settings do.</summary>
/// <param name="Radius">Their spectral radius.</param>
/// <param name="Leak">Their leak.</param>
/// <param name="Scale">The size of their input weights.</param>
/// <param name="Errors">The error of each.</param>
internal sealed record MapCell(double Radius, double Leak, double Scale, IReadOnlyList<double> Errors)
{
    /// <summary>Mean of the decimal logarithm of the error.</summary>
    public double Log => Reservoir.Logs(Errors).Average();
}

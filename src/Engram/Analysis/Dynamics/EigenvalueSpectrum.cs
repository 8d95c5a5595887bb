using System.Numerics;
using Engram.Configuration;
using Engram.Networks;

namespace Engram.Analysis;

/// <summary>Eigenvalues of Jacobians and weight matrices, with their time constants and frequencies.</summary>
/// <remarks>Sorted from the slowest to decay, or fastest to grow, to the fastest to decay; of a pair, Im μ &gt; 0 first.</remarks>
public static class EigenvalueSpectrum
{
    /// <summary>The modes of one step, from its Jacobian.</summary>
    /// <param name="jacobian">J = ∂F/∂s (S × S), row after row.</param>
    /// <param name="width">S.</param>
    /// <param name="dt">Length of a step.</param>
    /// <exception cref="UsageException">The matrix is not square or not finite, or dt is not above zero.</exception>
    public static IReadOnlyList<Mode> Of(ReadOnlySpan<double> jacobian, int width, TimeSpan dt)
    {
        Check(jacobian, width, ("dt", dt));
        return Sorted(SpectralRadius.Spectrum(jacobian, width).Select(lambda => Mode.OfStep(lambda, dt)));
    }

    /// <summary>
    /// The modes of τ dx/dt = −x + W x in continuous time: μ are the eigenvalues of (W − 1)/τ and λ = e^{μ·dt}. This is a leaky network
    /// where all its units have slope 1: linear, or rectified with every unit active.
    /// </summary>
    /// <param name="weights">W (N × N) as the network uses it, row after row.</param>
    /// <param name="width">N.</param>
    /// <param name="tau">Time constant τ.</param>
    /// <param name="dt">The time that <see cref="Mode.Multiplier"/> is for.</param>
    /// <exception cref="UsageException">The matrix is not square or not finite, or a time is not above zero.</exception>
    public static IReadOnlyList<Mode> OfMatrix(ReadOnlySpan<double> weights, int width, TimeSpan tau, TimeSpan dt)
    {
        Check(weights, width, ("tau", tau), ("dt", dt));
        var rates = SpectralRadius.Spectrum(weights, width).Select(w => (w - 1) / tau.TotalSeconds);
        return Sorted(rates.Select(rate => new Mode(Complex.Exp(rate * dt.TotalSeconds), rate)));
    }

    private static IReadOnlyList<Mode> Sorted(IEnumerable<Mode> modes) =>
        [.. modes.OrderByDescending(mode => mode.Rate.Real).ThenByDescending(mode => mode.Rate.Imaginary)];

    private static void Check(ReadOnlySpan<double> matrix, int width, params ReadOnlySpan<(string Name, TimeSpan Value)> times)
    {
        var faults = new List<string>();
        if (width < 1 || matrix.Length != (long)width * width)
        {
            faults.Add($"The matrix has {matrix.Length} entries, not {width} × {width}; give a square matrix.");
        }

        foreach (var value in matrix)
        {
            if (!double.IsFinite(value))
            {
                faults.Add(FormattableString.Invariant($"The matrix has an entry {value}; all must be finite."));
                break;
            }
        }

        foreach (var (name, value) in times)
        {
            if (value <= TimeSpan.Zero)
            {
                faults.Add($"`{name}` is {TimeText.Format(value)}; give a time above 0ms.");
            }
        }

        if (faults.Count > 0)
        {
            throw new UsageException(faults);
        }
    }
}

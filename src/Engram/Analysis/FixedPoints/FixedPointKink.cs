using Engram.Equations;
using MathNet.Numerics.LinearAlgebra;

namespace Engram.Analysis;

/// <summary>A point of a network seen from the sides on which it can be left, where units are on their kink.</summary>
internal static class FixedPointKink
{
    // As precisely as a search finds a point again; minima of the speed are less sharp.
    private const double FixedTolerance = 1e-9;
    private const double SlowTolerance = 1e-6;

    // Up to so many units all sides are visited on purpose.
    private const int MostUnits = 4;

    /// <summary>Looks, if the point lies on a kink.</summary>
    public static (Stability Stability, PointType Type, IReadOnlyList<Mode> Modes, IReadOnlyList<PointSide> Sides)? Of(
        StepMap map, double[] input, FoundPoint found, TimeSpan dt, double tolerance)
    {
        var step = map.Around(found.State, input, found.Kind == PointKind.Fixed ? FixedTolerance : SlowTolerance);
        if (step.Kinks == 0)
        {
            return null;
        }

        var side = new bool[step.Kinks];
        var unused = new double[map.Width];
        var look = new OneSided(
            map.Width,
            (d, next) => step.Derivative(d, next, side),
            d =>
            {
                step.Derivative(d, unused, side);
                return step.Jacobian(side);
            },
            jacobian => EigenvalueSpectrum.Of(jacobian, map.Width, dt),
            tolerance);
        return look.Look(step.Kinks <= MostUnits ? Everywhere(step, map.Width) : []);
    }

    // d = C⁺ σ for all 2ᵏ signs σ, where the arguments of the k units change by C d.
    private static IEnumerable<double[]> Everywhere(KinkedStep step, int width)
    {
        var c = Matrix<double>.Build.Dense(step.Kinks, width);
        var (unit, column) = (new double[width], new double[step.Kinks]);
        for (var j = 0; j < width; j++)
        {
            Array.Clear(unit);
            unit[j] = 1;
            step.Arguments(unit, column);
            c.SetColumn(j, column);
        }

        var inverse = c.PseudoInverse();
        return Enumerable.Range(0, 1 << step.Kinks).Select(signs => (inverse * Vector<double>.Build.Dense(
            step.Kinks, k => ((signs >> k) & 1) == 0 ? -1 : 1)).ToArray());
    }
}

using System.Globalization;
using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Learning;

/// <summary>Whether the derivatives that learning uses are those of the loss: for a loss or a cell of your own.</summary>
public static partial class GradientCheck
{
    private const int Rows = 60, Channels = 3, Stride = 4;
    private const double Weight = 0.7, H = 1e-5, Tolerance = 1e-6;

    /// <summary>
    /// Compares the adjoints that a loss writes with central differences (L(z + h) − L(z − h)) / 2h in double precision, for random outputs, targets from 0 to 1 and
    /// masks, some of which are 0.
    /// </summary>
    /// <param name="loss">The loss.</param>
    /// <exception cref="UsageException">An adjoint is wrong, is not 0 where there is no output, or the loss cannot be computed.</exception>
    public static void Of(Loss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        var stream = new RandomStream(new StreamKey(1, Purpose.Analysis), 0);
        double[] z = new double[Rows * Stride], y = new double[z.Length], mask = new double[z.Length], adjoint = new double[z.Length];
        for (var i = 0; i < z.Length; i++)
        {
            var isReal = i % Stride < Channels;
            (z[i], y[i], mask[i]) = isReal
                ? (2 * stream.NextNormal(), stream.NextUniform(), stream.NextInt(3) == 0 ? 0 : stream.NextUniform()) : (double.NaN, double.NaN, 0);
        }

        adjoint.AsSpan().Fill(double.NaN);
        Value(adjoint);
        for (var i = 0; i < z.Length; i++)
        {
            var slope = 0.0;
            if (i % Stride < Channels)
            {
                var value = z[i];
                z[i] = value + H;
                var above = Value([]);
                z[i] = value - H;
                var below = Value([]);
                z[i] = value;
                slope = Weight * (above - below) / (2 * H);
            }

            if (!(Math.Abs(adjoint[i] - slope) <= Tolerance * (1 + Math.Abs(slope))))
            {
                throw new UsageException(i % Stride < Channels
                    ? string.Create(
                        CultureInfo.InvariantCulture,
                        $"The loss {loss.Name} has a wrong gradient: for an output of {z[i]:G4}, a target of {y[i]:G4}, a mask of {mask[i]:G4} and a weight ")
                        + string.Create(
                            CultureInfo.InvariantCulture,
                            $"of {Weight} it writes {adjoint[i]:G6}, but finite differences of its value give {slope:G6}. Fix its derivative.")
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $"The loss {loss.Name} writes {adjoint[i]:G6} into the adjoints of a lane without an output; write 0 there."));
            }
        }

        double Value(double[] adjoints)
        {
            try
            {
                return loss.Accumulate<double>(z, y, mask, Channels, Stride, adjoints, Weight);
            }
            catch (Exception fault) when (Mistakes.IsMistake(fault))
            {
                throw new UsageException($"The loss {loss.Name} cannot be computed: {Mistakes.Told(fault, loss.GetType())} Fix its Accumulate.");
            }
        }
    }
}

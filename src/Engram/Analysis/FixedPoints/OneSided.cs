using Engram.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace Engram.Analysis;

/// <summary>
/// Stability of a point on the edge between linear pieces of a map. There D(d), the derivative in a direction d, is J d with the J of the
/// side that d leads to, so that no one Jacobian tells what becomes of a deviation. Many are followed instead, d ← D(d)/|D(d)|, across sides
/// as they come: the point is unstable if any of them grows.
/// </summary>
/// <param name="width">S.</param>
/// <param name="step">D: the direction, and what receives D(d).</param>
/// <param name="jacobian">J of the side that a direction leads to (S × S).</param>
/// <param name="modes">The modes of such a J.</param>
/// <param name="tolerance">How far |λ| may lie from 1 in a mode that neither grows nor decays.</param>
/// <param name="time">How long a step of D is, in steps of the modes.</param>
internal sealed class OneSided(
    int width,
    Action<double[], double[]> step,
    Func<double[], double[]> jacobian,
    Func<double[], IReadOnlyList<Mode>> modes,
    double tolerance,
    double time = 1)
{
    // 2ᵏ sides meet where k units are on their kink. The modes of so many are computed, and followed from; of the others, those are found
    // to which directions lead.
    private const int MostSides = 16;
    private const int RandomDirections = 64;
    private const int LeadingModes = 3;
    private const int FirstSteps = 40;
    private const int MostSteps = 1000;
    private const int Finalists = 8;

    // Jacobians that differ by less are those of one piece.
    private const double SameJacobian = 1e-6;

    /// <summary>Looks at a point from all sides.</summary>
    /// <param name="directions">Directions that lead to sides which must not be missed.</param>
    /// <returns>
    /// Stability and type, the modes of the side to which the deviation leads that grows fastest, and all sides that were looked at; null
    /// where all sides are the same.
    /// </returns>
    public (Stability Stability, PointType Type, IReadOnlyList<Mode> Modes, IReadOnlyList<PointSide> Sides)? Look(
        IEnumerable<double[]> directions)
    {
        List<double[]> starts = [.. directions, .. Random()];
        var sides = new List<double[]>();
        foreach (var direction in starts.TakeWhile(_ => sides.Count < MostSides))
        {
            var here = jacobian(direction);
            if (!sides.Exists(known => IsSame(known, here)))
            {
                sides.Add(here);
            }
        }

        if (sides.Count < 2)
        {
            return null;
        }

        starts.AddRange(sides.SelectMany(Eigenvectors));
        var first = starts.Select(direction => Follow(direction, FirstSteps)).OrderByDescending(one => Rounded(one.Growth));
        var (growth, leading) = first.Take(Finalists).Select(one => Follow(one.Direction, MostSteps)).MaxBy(one => Rounded(one.Growth));
        var stability = growth > tolerance * time ? Stability.Unstable : growth < -tolerance * time ? Stability.Stable : Stability.Marginal;
        var lead = modes(jacobian(leading));
        PointSide[] seen = [.. sides.Select(modes).Select(found => new PointSide(found, PointTypes.Of(found, tolerance).Stability))];
        var decaying = seen.SelectMany(side => side.Modes).Where(mode => mode.Multiplier.Magnitude < 1 - tolerance)
            .MaxBy(mode => mode.Multiplier.Magnitude);
        var turns = lead[0].IsComplex;
        var type = (stability, decaying) switch
        {
            (Stability.Marginal, _) => PointType.Marginal,
            (Stability.Stable, _) => turns ? PointType.StableFocus : PointType.StableNode,
            (_, null) => turns ? PointType.UnstableFocus : PointType.UnstableNode,
            _ => turns || decaying.IsComplex ? PointType.SaddleFocus : PointType.Saddle,
        };
        return (stability, type, lead, seen);
    }

    // Growth that differs by rounding alone is the same, and the first direction of it leads.
    private static double Rounded(double growth) => double.IsFinite(growth) ? Math.Round(growth, 9) : growth;

    private static bool IsSame(double[] a, double[] b)
    {
        var (difference, scale) = (0.0, 1.0);
        for (var k = 0; k < a.Length; k++)
        {
            difference = Math.Max(difference, Math.Abs(a[k] - b[k]));
            scale = Math.Max(scale, Math.Abs(a[k]));
        }

        return difference <= SameJacobian * scale;
    }

    // The mean ln(|D(d)|/|d|) of the second half of the steps, or of the last where the direction has come to rest.
    private (double Growth, double[] Direction) Follow(double[] direction, int steps)
    {
        var (at, next) = ((double[])direction.Clone(), new double[width]);
        Normalise(at);
        var (sum, count) = (0.0, 0);
        for (var k = 0; k < steps; k++)
        {
            step(at, next);
            var length = Normalise(next);
            if (!(length > 0))
            {
                return (double.NegativeInfinity, at);
            }

            (sum, count) = k < steps / 2 ? (0, 0) : (sum + Math.Log(length), count + 1);
            var moved = FixedPointCloud.Distance(at, next);
            (at, next) = (next, at);
            if (moved <= 1e-14)
            {
                return (Math.Log(length), at);
            }
        }

        return (sum / count, at);
    }

    private static double Normalise(double[] d)
    {
        var length = Math.Sqrt(Rows.Dot(d, d));
        for (var i = 0; length > 0 && i < d.Length; i++)
        {
            d[i] /= length;
        }

        return length;
    }

    private List<double[]> Random()
    {
        var draws = new RandomStream(new StreamKey(0, Purpose.Analysis), 0);
        return [.. Enumerable.Range(0, RandomDirections).Select(_ => Enumerable.Range(0, width).Select(_ => draws.NextNormal()).ToArray())];
    }

    // Both ways along the leading modes; of one that turns, along its real and its imaginary part.
    private IEnumerable<double[]> Eigenvectors(double[] matrix)
    {
        var found = Matrix<double>.Build.DenseOfRowMajor(width, width, matrix).Evd(Symmetricity.Asymmetric);
        return Enumerable.Range(0, width).OrderByDescending(k => found.EigenValues[k].Magnitude).Take(LeadingModes)
            .SelectMany(k => new[] { found.EigenVectors.Column(k), -found.EigenVectors.Column(k) }).Select(v => v.ToArray());
    }
}

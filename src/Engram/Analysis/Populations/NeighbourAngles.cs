using System.Numerics;
using System.Runtime.InteropServices;
using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>Points on a sphere and the angles to their nearest neighbours, found among all pairs.</summary>
internal sealed class NeighbourAngles(int points, int dimensions)
{
    private readonly int stride = (points + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;
    private readonly double[] values =
        new double[(points + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count * dimensions];

    /// <summary>A coordinate of a point, before <see cref="Find"/> has projected the points on the sphere.</summary>
    public double this[int dimension, int point]
    {
        set => values[(dimension * stride) + point] = value;
    }

    /// <summary>Points from the standard Gaussian.</summary>
    public void Draw(RandomStream stream)
    {
        for (var point = 0; point < points; point++)
        {
            for (var d = 0; d < dimensions; d++)
            {
                this[d, point] = stream.NextNormal();
            }
        }
    }

    /// <summary>arccos of the mean of the k greatest cosines of each point with others.</summary>
    public void Find(int k, Span<double> angles)
    {
        Normalise();
        Span<double> nearest = stackalloc double[k];
        Span<Vector<double>> own = new Vector<double>[dimensions];
        var lanes = stride / Vector<double>.Count;
        var x = MemoryMarshal.Cast<double, Vector<double>>(values.AsSpan());
        for (var point = 0; point < points; point++)
        {
            for (var d = 0; d < dimensions; d++)
            {
                own[d] = new(values[(d * stride) + point]);
            }

            // Ascending: the first is the one to beat.
            nearest.Fill(-2);
            var least = new Vector<double>(-2.0);
            for (var lane = 0; lane < lanes; lane++)
            {
                var cosines = Vector<double>.Zero;
                for (var d = 0; d < dimensions; d++)
                {
                    cosines = Vector.FusedMultiplyAdd(own[d], x[(d * lanes) + lane], cosines);
                }

                if (Vector.GreaterThanAny(cosines, least))
                {
                    Insert(cosines, lane * Vector<double>.Count, point, nearest);
                    least = new(nearest[0]);
                }
            }

            var sum = 0.0;
            foreach (var cosine in nearest)
            {
                sum += cosine;
            }

            angles[point] = Math.Acos(Math.Clamp(sum / k, -1, 1));
        }
    }

    private void Insert(Vector<double> cosines, int first, int point, Span<double> nearest)
    {
        for (var lane = 0; lane < Vector<double>.Count; lane++)
        {
            var cosine = cosines[lane];
            if (first + lane == point || first + lane >= points || !(cosine > nearest[0]))
            {
                continue;
            }

            var place = 0;
            for (; place + 1 < nearest.Length && nearest[place + 1] < cosine; place++)
            {
                nearest[place] = nearest[place + 1];
            }

            nearest[place] = cosine;
        }
    }

    // A point at the centre has no direction and stays there, at right angles to all.
    private void Normalise()
    {
        for (var point = 0; point < points; point++)
        {
            var square = 0.0;
            for (var d = 0; d < dimensions; d++)
            {
                var value = values[(d * stride) + point];
                square += value * value;
            }

            var scale = square > 0 ? 1 / Math.Sqrt(square) : 0;
            for (var d = 0; d < dimensions; d++)
            {
                values[(d * stride) + point] *= scale;
            }
        }
    }
}

using Engram.Equations;
using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>A stretch of a trajectory, and the vector that is carried back along it.</summary>
/// <param name="States">s₀ … s_{L−1} (L × S), each before its step.</param>
/// <param name="Inputs">u₁ … u_L (L × I).</param>
/// <param name="End">v (S), at s_L.</param>
/// <param name="Steps">L.</param>
internal sealed record CarriedBack(double[] States, double[] Inputs, double[] End, int Steps)
{
    // Far from where numbers in double precision lose digits, even after a product of many terms.
    private const double Large = 1e100;

    /// <summary>
    /// ln‖v J_L … J_{L−ℓ+1}‖ for ℓ = 0 … L, of each stretch; −∞ where the vector is zero. A vector that grows or shrinks beyond measure is scaled
    /// by a power of two, which costs no digit.
    /// </summary>
    /// <param name="map">One step.</param>
    /// <param name="paths">The stretches.</param>
    /// <param name="start">First value of the part of the vector that is measured.</param>
    /// <param name="width">Length of that part.</param>
    /// <param name="cancel">Looked at before each step.</param>
    public static double[][] LogNorms(StepMap map, IReadOnlyList<CarriedBack> paths, int start, int width, CancellationToken cancel)
    {
        int[] order = [.. Enumerable.Range(0, paths.Count).OrderByDescending(path => paths[path].Steps)];
        var (s, i) = (map.Width, map.Inputs);
        var (states, inputs) = (new double[paths.Count * s], new double[paths.Count * i]);
        var (vectors, products) = (new double[paths.Count * s], new double[paths.Count * s]);
        var exponents = new int[paths.Count];
        var norms = new double[paths.Count][];
        foreach (var (row, path) in order.Index())
        {
            paths[path].End.CopyTo(vectors, row * s);
            norms[path] = new double[paths[path].Steps + 1];
            norms[path][0] = Measure(vectors.AsSpan(row * s, s), ref exponents[row]);
        }

        for (var lag = 1; order.Length > 0 && lag <= paths[order[0]].Steps; lag++)
        {
            cancel.ThrowIfCancellationRequested();
            var rows = order.Count(path => paths[path].Steps >= lag);
            for (var row = 0; row < rows; row++)
            {
                var path = paths[order[row]];
                path.States.AsSpan((path.Steps - lag) * s, s).CopyTo(states.AsSpan(row * s));
                path.Inputs.AsSpan((path.Steps - lag) * i, i).CopyTo(inputs.AsSpan(row * i));
            }

            map.VectorJacobian(states.AsSpan(0, rows * s), inputs.AsSpan(0, rows * i), vectors.AsSpan(0, rows * s), products.AsSpan(0, rows * s));
            (vectors, products) = (products, vectors);
            for (var row = 0; row < rows; row++)
            {
                norms[order[row]][lag] = Measure(vectors.AsSpan(row * s, s), ref exponents[row]);
            }
        }

        return norms;

        double Measure(Span<double> vector, ref int exponent)
        {
            var greatest = 0.0;
            foreach (var value in vector)
            {
                greatest = Math.Max(greatest, Math.Abs(value));
            }

            if (greatest is > 0 and (> Large or < 1 / Large))
            {
                var by = Math.ILogB(greatest);
                exponent += by;
                foreach (ref var value in vector)
                {
                    value = Math.ScaleB(value, -by);
                }
            }

            var part = vector.Slice(start, width);
            return Math.Log(Math.Sqrt(Rows.Dot(part, part))) + (exponent * Math.Log(2));
        }
    }
}

using System.Numerics;

namespace Engram.Networks;

/// <summary>The largest modulus of a matrix's eigenvalues, ρ(W).</summary>
internal static class SpectralRadius
{
    /// <summary>From so many units on, an iteration looks for the largest eigenvalue before all are computed.</summary>
    internal const int Large = 400;

    /// <summary>ρ(W). Not a number where W has an entry that is not finite.</summary>
    /// <param name="w">W (n × n), row after row.</param>
    /// <param name="n">Number of rows.</param>
    public static double Of(ReadOnlySpan<float> w, int n) => Of(Wide(w), n);

    /// <summary>ρ(W). Not a number where W has an entry that is not finite.</summary>
    /// <param name="w">W (n × n), row after row.</param>
    /// <param name="n">Number of rows.</param>
    public static double Of(ReadOnlySpan<double> w, int n) => Find(w, n, CancellationToken.None);

    /// <summary>ρ(W), which for a large matrix takes seconds; null when cancelled.</summary>
    /// <param name="w">W (n × n), row after row.</param>
    /// <param name="n">Number of rows.</param>
    /// <param name="cancel">Looked at from time to time.</param>
    internal static double? Unless(ReadOnlySpan<float> w, int n, CancellationToken cancel)
    {
        try
        {
            return Find(Wide(w), n, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>The same numbers in double precision.</summary>
    internal static double[] Wide(ReadOnlySpan<float> w)
    {
        var wide = new double[w.Length];
        for (var k = 0; k < wide.Length; k++)
        {
            wide[k] = w[k];
        }

        return wide;
    }

    private static double Find(ReadOnlySpan<double> w, int n, CancellationToken cancel) => Complex.Abs(Dominant(w, n, cancel));

    /// <summary>An eigenvalue of largest modulus, or its modulus; not a number where W has an entry that is not finite.</summary>
    /// <param name="w">W (n × n), row after row.</param>
    /// <param name="n">Number of rows.</param>
    /// <param name="cancel">Looked at from time to time.</param>
    internal static Complex Dominant(ReadOnlySpan<double> w, int n, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(w.Length, n * n);
        foreach (var value in w)
        {
            if (!double.IsFinite(value))
            {
                return double.NaN;
            }
        }

        var (core, peeled) = Peel(w, n);
        if (core.Length >= Large)
        {
            var sparse = SparseRows.Of(w, n, core);
            if ((sparse.RadiusOfCycles() ?? sparse.RadiusOfSums() ?? DominantEigenvalue.Of(sparse, cancel)) is { } found)
            {
                return Largest([.. peeled, found]);
            }
        }

        return Largest([.. peeled, .. HessenbergEigenvalues.Of(Select(w, n, core), core.Length, cancel)]);
    }

    // What is not a number is passed on.
    private static Complex Largest(IEnumerable<Complex> values) => values.Aggregate(
        Complex.Zero, (largest, value) => Complex.Abs(largest) >= Complex.Abs(value) || Complex.IsNaN(largest) ? largest : value);

    /// <summary>All eigenvalues of W, in no order; not numbers where the iteration for them does not converge.</summary>
    /// <param name="w">W (n × n), row after row; finite.</param>
    /// <param name="n">Number of rows.</param>
    /// <param name="cancel">Looked at from time to time.</param>
    internal static Complex[] Spectrum(ReadOnlySpan<double> w, int n, CancellationToken cancel = default)
    {
        var (core, peeled) = Peel(w, n);
        return [.. peeled, .. HessenbergEigenvalues.Of(Select(w, n, core), core.Length, cancel)];
    }

    // A unit that nothing reaches, or that reaches nothing, adds its own diagonal entry to the spectrum and can be taken away. What
    // remains is often smaller, and eigenvalues that rounding would spoil (a nilpotent matrix has the error ε^(1/n)) come out exact.
    private static (int[] Core, List<Complex> Peeled) Peel(ReadOnlySpan<double> w, int n)
    {
        var (sends, receives) = (new int[n], new int[n]);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var connected = i != j && w[(i * n) + j] != 0 ? 1 : 0;
                receives[i] += connected;
                sends[j] += connected;
            }
        }

        var left = Enumerable.Range(0, n).ToList();
        var peeled = new List<Complex>();
        while (left.FindIndex(i => sends[i] == 0 || receives[i] == 0) is >= 0 and var place)
        {
            var k = left[place];
            left.RemoveAt(place);
            peeled.Add(w[(k * n) + k]);
            foreach (var i in left)
            {
                receives[i] -= w[(i * n) + k] != 0 ? 1 : 0;
                sends[i] -= w[(k * n) + i] != 0 ? 1 : 0;
            }
        }

        return ([.. left], peeled);
    }

    private static double[] Select(ReadOnlySpan<double> w, int n, int[] core)
    {
        var selected = new double[core.Length * core.Length];
        for (var i = 0; i < core.Length; i++)
        {
            for (var j = 0; j < core.Length; j++)
            {
                selected[(i * core.Length) + j] = w[(core[i] * n) + core[j]];
            }
        }

        return selected;
    }
}

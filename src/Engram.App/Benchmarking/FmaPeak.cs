using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Engram.Equations;

namespace Engram.App.Benchmarking;

/// <summary>
/// The most single-precision floating-point operations that this machine does in a second: independent fused multiply-adds that stay in
/// registers, in the widest vectors it has. A chain has a latency of four cycles and there are two units, so sixteen chains keep them busy.
/// </summary>
/// <param name="threads">Threads that work.</param>
internal sealed class FmaPeak(int threads) : IDisposable
{
    private const int Chains = 16;
    private const int Parts = 8;
    private const int Goes = 5;
    private readonly Workers workers = new(threads);
    private float sink;

    /// <summary>Name of the vector instructions used.</summary>
    public static string Instructions => Avx512F.IsSupported ? "avx512" : Fma.IsSupported ? "avx2" : "scalar";

    private static int Lanes => Avx512F.IsSupported ? 16 : Fma.IsSupported ? 8 : 1;

    /// <summary>Measures several times and takes the fastest: what slows a peak down does not belong to it.</summary>
    /// <param name="repeats">Multiply-adds of each chain on each thread, in all.</param>
    /// <returns>GFLOP/s of all threads together.</returns>
    public double Measure(int repeats)
    {
        // In parts, so that a thread that wakes late does not leave the others waiting.
        var each = Math.Max(1, repeats / (Parts * Goes));
        var best = 0.0;
        for (var go = 0; go < Goes; go++)
        {
            var start = Stopwatch.GetTimestamp();
            workers.Run(Parts * threads, (_, _) => Volatile.Write(ref sink, Work(each)));
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            best = Math.Max(best, 2.0 * Chains * Lanes * each * Parts * threads / seconds * 1e-9);
        }

        return best;
    }

    /// <inheritdoc/>
    public void Dispose() => workers.Dispose();

    private static float Work(int repeats) =>
        Avx512F.IsSupported ? Wide(repeats) : Fma.IsSupported ? Narrow(repeats) : Scalar(repeats);

    // a ← a·x + y, sixteen times side by side; the fixed point y/(1 − x) = 1 is no denormal.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static float Wide(int repeats)
    {
        var (x, y) = (Vector512.Create(0.999f), Vector512.Create(1e-3f));
        Vector512<float> a = x, b = y, c = x, d = y, e = x, f = y, g = x, h = y;
        Vector512<float> i = x, j = y, k = x, l = y, m = x, n = y, o = x, p = y;
        for (; repeats > 0; repeats--)
        {
            a = Avx512F.FusedMultiplyAdd(a, x, y);
            b = Avx512F.FusedMultiplyAdd(b, x, y);
            c = Avx512F.FusedMultiplyAdd(c, x, y);
            d = Avx512F.FusedMultiplyAdd(d, x, y);
            e = Avx512F.FusedMultiplyAdd(e, x, y);
            f = Avx512F.FusedMultiplyAdd(f, x, y);
            g = Avx512F.FusedMultiplyAdd(g, x, y);
            h = Avx512F.FusedMultiplyAdd(h, x, y);
            i = Avx512F.FusedMultiplyAdd(i, x, y);
            j = Avx512F.FusedMultiplyAdd(j, x, y);
            k = Avx512F.FusedMultiplyAdd(k, x, y);
            l = Avx512F.FusedMultiplyAdd(l, x, y);
            m = Avx512F.FusedMultiplyAdd(m, x, y);
            n = Avx512F.FusedMultiplyAdd(n, x, y);
            o = Avx512F.FusedMultiplyAdd(o, x, y);
            p = Avx512F.FusedMultiplyAdd(p, x, y);
        }

        return (a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p).ToScalar();
    }

    // Sixteen registers hold at most fourteen chains beside x and y, so eight chains run twice.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static float Narrow(int repeats)
    {
        var (x, y) = (Vector256.Create(0.999f), Vector256.Create(1e-3f));
        Vector256<float> a = x, b = y, c = x, d = y, e = x, f = y, g = x, h = y;
        for (repeats *= 2; repeats > 0; repeats--)
        {
            a = Fma.MultiplyAdd(a, x, y);
            b = Fma.MultiplyAdd(b, x, y);
            c = Fma.MultiplyAdd(c, x, y);
            d = Fma.MultiplyAdd(d, x, y);
            e = Fma.MultiplyAdd(e, x, y);
            f = Fma.MultiplyAdd(f, x, y);
            g = Fma.MultiplyAdd(g, x, y);
            h = Fma.MultiplyAdd(h, x, y);
        }

        return (a + b + c + d + e + f + g + h).ToScalar();
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static float Scalar(int repeats)
    {
        const float X = 0.999f, Y = 1e-3f;
        float a = X, b = Y, c = X, d = Y, e = X, f = Y, g = X, h = Y;
        for (repeats *= 2; repeats > 0; repeats--)
        {
            (a, b, c, d) = ((a * X) + Y, (b * X) + Y, (c * X) + Y, (d * X) + Y);
            (e, f, g, h) = ((e * X) + Y, (f * X) + Y, (g * X) + Y, (h * X) + Y);
        }

        return a + b + c + d + e + f + g + h;
    }
}

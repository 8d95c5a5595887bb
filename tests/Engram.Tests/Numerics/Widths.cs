using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engram.Tests.Numerics;

/// <summary>One function of <c>VectorMath</c> at its three widths in single precision, and the double it approximates.</summary>
internal sealed record Widths(
    string Name,
    Func<Vector512<float>, Vector512<float>> Wide,
    Func<Vector256<float>, Vector256<float>> Half,
    Func<float, float> Single,
    Func<double, double> Exact)
{
    /// <summary>Every 99 991st float there is, from zeros and denormals to infinities and NaN, then the special ones.</summary>
    public static float[] AllOverTheLine()
    {
        var values = new List<float>();
        for (long bits = 0; bits <= uint.MaxValue; bits += 99991)
        {
            values.Add(BitConverter.UInt32BitsToSingle((uint)bits));
        }

        values.AddRange([0f, -0f, float.Epsilon, -float.Epsilon, 1.1754943e-38f, 1f, -1f, 0.75f, 1.5f, 88.7228f, 88.723f, -87.33f]);
        values.AddRange([float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN, 1.5707964f, -103.9f]);
        for (var i = -10_000; i <= 10_000; i++)
        {
            values.Add(i * 2e-3f);
        }

        while (values.Count % 16 != 0)
        {
            values.Add(0.5f);
        }

        return [.. values];
    }

    public float[] RunSingle(float[] x) => [.. x.Select(Single)];

    public float[] RunHalf(float[] x)
    {
        Assert.SkipUnless(Avx2.IsSupported && Fma.IsSupported, "needs AVX2 and FMA");
        var y = new float[x.Length];
        for (var i = 0; i < x.Length; i += 8)
        {
            Half(Vector256.LoadUnsafe(ref x[i])).StoreUnsafe(ref y[i]);
        }

        return y;
    }

    public float[] RunWide(float[] x)
    {
        Assert.SkipUnless(Avx512F.IsSupported, "needs AVX-512");
        var y = new float[x.Length];
        for (var i = 0; i < x.Length; i += 16)
        {
            Wide(Vector512.LoadUnsafe(ref x[i])).StoreUnsafe(ref y[i]);
        }

        return y;
    }

    /// <summary>Error in units in the last place of the exact value as a float.</summary>
    public static double Ulps(float value, double exact)
    {
        var rounded = (float)exact;
        if (float.IsNaN(rounded) || float.IsInfinity(rounded))
        {
            return value.Equals(rounded) ? 0 : double.PositiveInfinity;
        }

        var unit = Math.Max(Math.ScaleB(1, Math.ILogB(exact == 0 ? 1e-300 : exact) - 23), float.Epsilon);
        return Math.Abs(value - exact) / unit;
    }
}

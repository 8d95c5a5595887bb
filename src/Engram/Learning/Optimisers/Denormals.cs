using System.Numerics;
using System.Runtime.CompilerServices;

namespace Engram.Learning;

/// <summary>Keeps denormal numbers, with which processors are slow, out of decaying values; .NET cannot ask the processor to do it.</summary>
public static class Denormals
{
    /// <summary>Magnitudes below this are stored as zero.</summary>
    internal const double Least = 1e-30;

    // The square of anything smaller is below Least.
    private const double LeastRoot = 1e-15;

    /// <summary><paramref name="v"/>, with zeros where |v| &lt; 1e-30. NaN passes through.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="v">What is to be stored.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Flush<T>(Vector<T> v)
        where T : unmanaged, IFloatingPointIeee754<T> => Flush(v, Least);

    /// <summary>v², with zeros where v² &lt; 1e-30, without ever forming a denormal product.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="v">What is to be squared.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Square<T>(Vector<T> v)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var kept = Flush(v, LeastRoot);
        return kept * kept;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Flush<T>(Vector<T> v, double least)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(v), new Vector<T>(T.CreateTruncating(least))), Vector<T>.Zero, v);
}

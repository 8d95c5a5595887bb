using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engram.Numerics;

internal static unsafe partial class NormalNoise
{
    /// <summary>What happens to a noise value: a type argument, so that each path is compiled once for each.</summary>
    internal interface ISink
    {
        static abstract void Put(float* at, Vector512<float> value);

        static abstract void PutMasked(float* at, Vector512<float> mask, Vector512<float> value);

        static abstract void Put(float* at, Vector256<float> value);

        static abstract void Put(float* at, float value);
    }

    /// <summary>The value replaces the element.</summary>
    internal readonly struct Overwrite : ISink
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Put(float* at, Vector512<float> value) => Avx512F.Store(at, value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void PutMasked(float* at, Vector512<float> mask, Vector512<float> value) => Avx512F.MaskStore(at, mask, value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Put(float* at, Vector256<float> value) => Avx.Store(at, value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Put(float* at, float value) => *at = value;
    }

    /// <summary>The value is added to the element.</summary>
    internal readonly struct Accumulate : ISink
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Put(float* at, Vector512<float> value) => Avx512F.Store(at, Avx512F.Add(Avx512F.LoadVector512(at), value));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void PutMasked(float* at, Vector512<float> mask, Vector512<float> value) =>
            Avx512F.MaskStore(at, mask, Avx512F.Add(Avx512F.MaskLoad(at, mask, Vector512<float>.Zero), value));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Put(float* at, Vector256<float> value) => Avx.Store(at, Avx.Add(Avx.LoadVector256(at), value));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Put(float* at, float value) => *at += value;
    }
}

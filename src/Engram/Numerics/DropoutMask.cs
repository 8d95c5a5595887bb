using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engram.Numerics;

/// <summary>
/// Masks of dropout: element j of a row is 1/keep with probability keep and 0 otherwise, so that its mean is 1. It depends on
/// (seed, purpose, index, step, j) alone.
/// </summary>
/// <remarks>Srivastava et al. (2014), Journal of Machine Learning Research 15, 1929–1958, in the inverted form.</remarks>
public static class DropoutMask
{
    // The halves of each 64 bits.
    private const byte Swapped = 0b10_11_00_01;

    /// <summary>row[j] = 1/keep with probability keep, else 0.</summary>
    /// <param name="row">The row to overwrite.</param>
    /// <param name="key">Seed and purpose.</param>
    /// <param name="index">The trial, or other thing, that owns the row.</param>
    /// <param name="step">The time step; not −1, which marks the counters of <see cref="RandomStream"/>.</param>
    /// <param name="keep">Probability of 1/keep, in (0, 1]; to 2⁻²⁴.</param>
    public static void Fill(Span<float> row, StreamKey key, long index, int step, float keep)
    {
        var (k0, k1) = (key.K0, key.K1);
        var (low, high) = ((uint)index, (uint)((ulong)index >> 32));
        var kept = 1f / keep;

        // A word's upper 24 bits are below 2²⁴·keep for that share of the words; keep = 1 keeps every one.
        var threshold = (uint)MathF.Round(keep * (1 << 24));
        var begin = Avx2.IsSupported ? Vectors(row, k0, k1, index, (uint)step, threshold, kept) : 0;
        for (var j = begin; j < row.Length; j += 4)
        {
            var (x0, x1, x2, x3) = Philox.Words(((uint)(j / 4), (uint)step, low, high), k0, k1);
            var quad = row[j..Math.Min(j + 4, row.Length)];
            quad[0] = x0 >> 8 < threshold ? kept : 0f;
            if (quad.Length > 1)
            {
                quad[1] = x1 >> 8 < threshold ? kept : 0f;
            }

            if (quad.Length > 2)
            {
                quad[2] = x2 >> 8 < threshold ? kept : 0f;
            }

            if (quad.Length > 3)
            {
                quad[3] = x3 >> 8 < threshold ? kept : 0f;
            }
        }
    }

    // The same numbers, four counters at a time. Returns how many were written.
    private static int Vectors(Span<float> row, uint k0, uint k1, long index, uint step, uint threshold, float kept)
    {
        const int Block = 16;
        var (most, value) = (Vector256.Create((int)threshold), Vector256.Create(kept));
        var j = 0;
        for (; j <= row.Length - Block; j += Block)
        {
            // Words 0 and 1 of each counter beside its words 2 and 3.
            var (u, w) = Philox.Words256((uint)(j / 4), step, index, k0, k1, Philox.Rounds);
            var (first, second) = (Avx2.Shuffle(u, Swapped).AsUInt64(), Avx2.Shuffle(w, Swapped).AsUInt64());
            var (even, odd) = (Avx2.UnpackLow(first, second), Avx2.UnpackHigh(first, second));
            Put(Avx2.Permute2x128(even, odd, 0x20), row[j..]);
            Put(Avx2.Permute2x128(even, odd, 0x31), row[(j + 8)..]);
        }

        return j;

        void Put(Vector256<ulong> words, Span<float> to) => (Vector256.GreaterThan(most, (words.AsUInt32() >>> 8).AsInt32()).AsSingle() & value).CopyTo(to);
    }
}

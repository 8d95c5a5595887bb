using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Engram.Numerics;

/// <summary>
/// Rows of normal noise. Element j of a row is scale · N(0, 1), and depends on (seed, purpose, index, step, j) alone: not on the row's
/// length, on the order of calls, or on the width of the processor's vectors. All paths give the same bits.
/// </summary>
/// <remarks>
/// Counters of Philox4x32 (Salmon, Moraes, Dror and Shaw 2011, <see href="https://doi.org/10.1145/2063384.2063405"/>), two words to a pair
/// of normal numbers by Box and Muller (1958), <see href="https://doi.org/10.1214/aoms/1177706645"/>:
/// n₁ = √(−2 ln u) cos θ, n₂ = √(−2 ln u) sin θ. The logarithm, sine and cosine are polynomials; a number differs from the exact
/// transform of its words by at most 10⁻⁵. The largest number that can occur is 6.56.
/// </remarks>
internal static unsafe partial class NormalNoise
{
    /// <summary>
    /// Philox rounds. Seven is the least number that passes every test of BigCrush (Salmon et al. 2011, table 2); ten, which the other
    /// streams use, is the authors' default with a margin of safety, and makes the noise a quarter dearer. Every path takes 4 … 10.
    /// </summary>
    public const int Rounds = 7;

    /// <summary>Numbers that one step of every path makes: 8 counters of 4 words.</summary>
    internal const int Block = 32;

    /// <summary>row[j] = scale · N(0, 1).</summary>
    /// <param name="row">The row to overwrite.</param>
    /// <param name="key">Seed and purpose.</param>
    /// <param name="index">The trial, or other thing, that owns the row.</param>
    /// <param name="step">The time step; not −1, which marks the counters of <see cref="RandomStream"/>.</param>
    /// <param name="scale">Standard deviation.</param>
    public static void Fill(Span<float> row, StreamKey key, long index, int step, float scale)
    {
        fixed (float* p = row)
        {
            Fill(p, row.Length, key, index, step, scale);
        }
    }

    /// <summary>
    /// row[j] += scale · N(0, 1), with the numbers that <see cref="Fill(Span{float}, StreamKey, long, int, float)"/> gives.
    /// </summary>
    /// <param name="row">The row to add to.</param>
    /// <param name="key">Seed and purpose.</param>
    /// <param name="index">The trial, or other thing, that owns the row.</param>
    /// <param name="step">The time step; not −1.</param>
    /// <param name="scale">Standard deviation.</param>
    public static void Add(Span<float> row, StreamKey key, long index, int step, float scale)
    {
        fixed (float* p = row)
        {
            Add(p, row.Length, key, index, step, scale);
        }
    }

    /// <summary>row[j] = scale · N(0, 1), the single-precision numbers widened, so that a double twin sees the same noise.</summary>
    /// <param name="row">The row to overwrite.</param>
    /// <param name="key">Seed and purpose.</param>
    /// <param name="index">The trial, or other thing, that owns the row.</param>
    /// <param name="step">The time step; not −1.</param>
    /// <param name="scale">Standard deviation.</param>
    public static void Fill(Span<double> row, StreamKey key, long index, int step, float scale)
    {
        var narrow = stackalloc float[8 * Block];
        for (var done = 0; done < row.Length; done += 8 * Block)
        {
            var count = Math.Min(8 * Block, row.Length - done);
            Run<Overwrite>(narrow, count, (uint)(done / 4), key, index, step, scale);
            for (var j = 0; j < count; j++)
            {
                row[done + j] = narrow[j];
            }
        }
    }

    /// <summary>row[j] += scale · N(0, 1), the single-precision numbers widened before they are added.</summary>
    /// <param name="row">The row to add to.</param>
    /// <param name="key">Seed and purpose.</param>
    /// <param name="index">The trial, or other thing, that owns the row.</param>
    /// <param name="step">The time step; not −1.</param>
    /// <param name="scale">Standard deviation.</param>
    public static void Add(Span<double> row, StreamKey key, long index, int step, float scale)
    {
        var narrow = stackalloc float[8 * Block];
        for (var done = 0; done < row.Length; done += 8 * Block)
        {
            var count = Math.Min(8 * Block, row.Length - done);
            Run<Overwrite>(narrow, count, (uint)(done / 4), key, index, step, scale);
            for (var j = 0; j < count; j++)
            {
                row[done + j] += narrow[j];
            }
        }
    }

    /// <summary>row[j] = scale · N(0, 1) for j &lt; count. Fastest where count is a multiple of 32, then of 16.</summary>
    /// <param name="row">First element of the row; no alignment is needed.</param>
    /// <param name="count">Elements to write; nothing beyond them is touched.</param>
    /// <param name="key">Seed and purpose.</param>
    /// <param name="index">The trial, or other thing, that owns the row.</param>
    /// <param name="step">The time step; not −1.</param>
    /// <param name="scale">Standard deviation.</param>
    public static void Fill(float* row, int count, StreamKey key, long index, int step, float scale) =>
        Run<Overwrite>(row, count, 0, key, index, step, scale);

    /// <summary>row[j] += scale · N(0, 1) for j &lt; count.</summary>
    /// <param name="row">First element of the row; no alignment is needed.</param>
    /// <param name="count">Elements to change; nothing beyond them is touched.</param>
    /// <param name="key">Seed and purpose.</param>
    /// <param name="index">The trial, or other thing, that owns the row.</param>
    /// <param name="step">The time step; not −1.</param>
    /// <param name="scale">Standard deviation.</param>
    public static void Add(float* row, int count, StreamKey key, long index, int step, float scale) =>
        Run<Accumulate>(row, count, 0, key, index, step, scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<TSink>(float* row, int count, uint counter, StreamKey key, long index, int step, float scale)
        where TSink : struct, ISink
    {
        // The vectors' IsHardwareAccelerated answers whether they are preferred, not whether they exist.
        if (Avx512F.IsSupported)
        {
            Avx512Row<TSink>(row, count, counter, key, index, step, scale);
        }
        else if (Avx2.IsSupported && Fma.IsSupported)
        {
            Avx2Row<TSink>(row, count, counter, key, index, step, scale);
        }
        else
        {
            ScalarRow<TSink>(row, count, counter, key, index, step, scale);
        }
    }
}

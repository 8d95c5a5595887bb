using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engram.Equations;

/// <summary>
/// A sparse matrix in tiles of 64 rows and 32 columns. The 32 values that a tile multiplies fit two registers, out of which one instruction fetches 16 at a time; in memory that would be 16 loads.
/// </summary>
/// <remarks>A tile has as many slots as its fullest row has weights; the others are filled with zeros.</remarks>
internal sealed unsafe class SparseTiles
{
    private const int Rows = 64, Columns = 32, Lanes = 16;

    // How many slots take the time of one weight that is fetched alone.
    private const double MostSlots = 6;

    private readonly int[] slots;
    private float[] weights = [];
    private byte[] places = [];

    private SparseTiles(int[] slots) => this.slots = slots;

    /// <summary>Whether this machine has the instruction.</summary>
    public static bool IsSupported => Avx512F.IsSupported;

    /// <summary>The tiles of a matrix; none where its weights are too few in each of them.</summary>
    /// <param name="shape">The matrix.</param>
    /// <param name="starts">Where the weights of each row begin, and where the last ones end.</param>
    /// <param name="columns">The column of each weight, ascending in a row.</param>
    /// <param name="values">The weights.</param>
    public static SparseTiles? Of(ParameterShape shape, ReadOnlySpan<int> starts, ReadOnlySpan<int> columns, ReadOnlySpan<float> values)
    {
        var windows = (shape.Columns + Columns - 1) / Columns;
        var tiles = new SparseTiles(new int[(shape.Rows + Rows - 1) / Rows * windows]);
        var filled = new int[windows];
        for (var i = 0; i < shape.Rows; i++)
        {
            Array.Clear(filled);
            for (var k = starts[i]; k < starts[i + 1]; k++)
            {
                ref var most = ref tiles.slots[(i / Rows * windows) + (columns[k] / Columns)];
                most = Math.Max(most, ++filled[columns[k] / Columns]);
            }
        }

        var total = tiles.slots.Sum() * (long)Rows;
        if (total > MostSlots * values.Length || total > int.MaxValue / 2)
        {
            return null;
        }

        tiles.Fill(shape, windows, starts, columns, values);
        return tiles;
    }

    /// <summary>c = W · a, or c += W · a.</summary>
    /// <param name="a">The values that are multiplied, padded to whole vectors.</param>
    /// <param name="c">The sums, padded to whole vectors.</param>
    /// <param name="sums">Padded number of sums.</param>
    /// <param name="onTop">Whether the products are added to what is in <paramref name="c"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Multiply(float* a, float* c, int sums, bool onTop)
    {
        var windows = slots.Length / ((sums + Rows - 1) / Rows);
        fixed (int* first = slots)
        fixed (float* values = weights)
        fixed (byte* from = places)
        {
            var count = first;
            var w = values;
            var place = from;
            for (var i = 0; i < sums; i += Rows)
            {
                var parts = Math.Min(Rows, sums - i) / Lanes;
                var c0 = onTop ? Avx512F.LoadVector512(c + i) : Vector512<float>.Zero;
                var c1 = onTop && parts > 1 ? Avx512F.LoadVector512(c + i + Lanes) : Vector512<float>.Zero;
                var c2 = onTop && parts > 2 ? Avx512F.LoadVector512(c + i + (2 * Lanes)) : Vector512<float>.Zero;
                var c3 = onTop && parts > 3 ? Avx512F.LoadVector512(c + i + (3 * Lanes)) : Vector512<float>.Zero;
                for (var x = a; x < a + (windows * Columns); x += Columns)
                {
                    var low = Avx512F.LoadVector512(x);
                    var high = Avx512F.LoadVector512(x + Lanes);
                    for (var end = w + (*count++ * Rows); w < end; w += Rows, place += Rows)
                    {
                        c0 = Avx512F.FusedMultiplyAdd(Avx512F.LoadVector512(w), Fetch(low, high, place), c0);
                        c1 = Avx512F.FusedMultiplyAdd(Avx512F.LoadVector512(w + Lanes), Fetch(low, high, place + Lanes), c1);
                        c2 = Avx512F.FusedMultiplyAdd(Avx512F.LoadVector512(w + (2 * Lanes)), Fetch(low, high, place + (2 * Lanes)), c2);
                        c3 = Avx512F.FusedMultiplyAdd(Avx512F.LoadVector512(w + (3 * Lanes)), Fetch(low, high, place + (3 * Lanes)), c3);
                    }
                }

                Avx512F.Store(c + i, c0);
                if (parts > 1)
                {
                    Avx512F.Store(c + i + Lanes, c1);
                }

                if (parts > 2)
                {
                    Avx512F.Store(c + i + (2 * Lanes), c2);
                }

                if (parts > 3)
                {
                    Avx512F.Store(c + i + (3 * Lanes), c3);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Fetch(Vector512<float> low, Vector512<float> high, byte* place) =>
        Avx512F.PermuteVar16x32x2(low, Avx512F.ConvertToVector512Int32(Sse2.LoadVector128(place)), high);

    private void Fill(ParameterShape shape, int windows, ReadOnlySpan<int> starts, ReadOnlySpan<int> columns, ReadOnlySpan<float> values)
    {
        var begins = new int[slots.Length];
        for (var tile = 1; tile < slots.Length; tile++)
        {
            begins[tile] = begins[tile - 1] + (slots[tile - 1] * Rows);
        }

        var total = begins[^1] + (slots[^1] * Rows);
        (weights, places) = (GC.AllocateArray<float>(total), GC.AllocateArray<byte>(total));
        var filled = new int[windows];
        for (var i = 0; i < shape.Rows; i++)
        {
            Array.Clear(filled);
            for (var k = starts[i]; k < starts[i + 1]; k++)
            {
                var window = columns[k] / Columns;
                var at = begins[(i / Rows * windows) + window] + (filled[window]++ * Rows) + (i % Rows);
                (weights[at], places[at]) = (values[k], (byte)(columns[k] % Columns));
            }
        }
    }
}

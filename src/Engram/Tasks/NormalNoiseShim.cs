using Engram.Numerics;

namespace Engram.Tasks;

/// <summary>Rows of normal numbers whose element j depends on (key, index, step, j) alone.</summary>
internal static class NormalNoise
{
    public static void Fill(Span<float> row, StreamKey key, long index, int step, float scale)
    {
        for (var j = 0; j < row.Length; j += 2)
        {
            var counter = ((uint)(j / 2), (uint)step, (uint)index, (uint)((ulong)index >> 32));
            var (x0, x1, _, _) = Philox.Words(counter, key.K0, key.K1);

            // Box and Muller (1958); the half keeps the logarithm finite.
            var radius = scale * Math.Sqrt(-2 * Math.Log((x0 + 0.5) / 4294967296.0));
            var (sine, cosine) = Math.SinCos(2 * Math.PI * (x1 + 0.5) / 4294967296.0);
            row[j] = (float)(radius * cosine);
            if (j + 1 < row.Length)
            {
                row[j + 1] = (float)(radius * sine);
            }
        }
    }
}

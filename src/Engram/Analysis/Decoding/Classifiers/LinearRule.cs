namespace Engram.Analysis;

/// <summary>Tells K classes apart by wₖ·x − bₖ.</summary>
/// <param name="features">p, the length of a row.</param>
/// <param name="directions">w (K × p).</param>
/// <param name="offsets">b (K).</param>
internal sealed class LinearRule(int features, double[] directions, double[] offsets)
{
    /// <summary>p, the length of a row.</summary>
    public int Features => features;

    /// <summary>w (K × p).</summary>
    public double[] Directions => directions;

    /// <summary>b (K).</summary>
    public double[] Offsets => offsets;

    /// <summary>The class of a row; the first where several fit equally.</summary>
    public int Classify(ReadOnlySpan<double> row)
    {
        var (best, highest) = (0, double.NegativeInfinity);
        for (var level = 0; level < offsets.Length; level++)
        {
            var score = DenseRows.Dot(directions.AsSpan(level * features, features), row) - offsets[level];
            if (score > highest)
            {
                (best, highest) = (level, score);
            }
        }

        return best;
    }
}

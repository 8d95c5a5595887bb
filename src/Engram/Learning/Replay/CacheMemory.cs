using Engram.Numerics;

namespace Engram.Learning;

/// <summary>A sequence that a <see cref="HopfieldCache"/> stored.</summary>
public sealed class CacheMemory
{
    private const double Recalled = 0.95;
    private readonly HopfieldCache cache;
    private readonly double[][] noise, patterns, centred;
    private readonly double gain;

    internal CacheMemory(HopfieldCache cache, IReadOnlyList<IReadOnlyList<bool>> shown)
    {
        this.cache = cache;
        noise = [cache.Noise(0), cache.Noise(1)];
        patterns = [.. shown.Select(pattern => pattern.Select(isActive => isActive ? 1.0 : -1).ToArray())];
        var mean = patterns.Average(pattern => pattern.Average());
        centred = [.. patterns.Select(pattern => pattern.Select(value => value - mean).ToArray())];
        gain = (cache.Gain ?? (cache.Clock == CacheClock.Cosine ? 3.5 : 2.5)) / Math.Sqrt(cache.Units);
    }

    /// <summary>K, the patterns that are stored.</summary>
    public int Count => patterns.Length;

    // h ← (1 − 1/τ) h + (1/τ)(λ W₁ + (1 − λ) W₂) sgn h.
    /// <summary>Lets the networks run from the first pattern, or in reverse from the last.</summary>
    /// <param name="direction">In which order.</param>
    /// <param name="steps">T. None for the half periods that the sequence takes with a cosine and one more, or for 20 steps a pattern.</param>
    public CacheRecall Recall(ReplayDirection direction, int? steps = null)
    {
        if (steps is { } count)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        }

        var (isClocked, last) = (cache.Clock == CacheClock.Cosine, Count - 1);
        var total = steps ?? (isClocked ? (Count + 1) * cache.HalfPeriod : 20 * Count);
        var (units, heard) = (cache.Units, direction == ReplayDirection.Forward ? 0 : (last - 1) % 2);
        double[] h = [.. patterns[direction == ReplayDirection.Forward ? 0 : last]], drive = new double[units];
        double[] sign = [.. h], before = new double[units];
        var hasMoved = false;
        var (overlaps, times) = (new List<double[]>(total), new int?[Count]);
        for (var t = 0; t < total; t++)
        {
            var lambda = isClocked ? 0.5 * (Math.Cos(Math.PI * t / cache.HalfPeriod) + 1) : 1;
            Array.Clear(drive);
            Drive(heard, lambda, direction, sign, drive);
            Drive(1 - heard, 1 - lambda, direction, sign, drive);
            sign.CopyTo(before, 0);
            for (var i = 0; i < units; i++)
            {
                h[i] += (drive[i] - h[i]) / cache.Tau;
                sign[i] = Math.Sign(h[i]);
            }

            if (!sign.AsSpan().SequenceEqual(before))
            {
                hasMoved = true;
            }
            else if (!isClocked && hasMoved)
            {
                (heard, hasMoved) = (1 - heard, false);
            }

            double[] overlap = [.. patterns.Select(pattern => Rows.Dot(pattern, sign) / units)];
            overlaps.Add(overlap);
            for (var k = 0; k < Count; k++)
            {
                times[k] ??= overlap[k] > Recalled ? t : null;
            }
        }

        return new(direction, overlaps, times);
    }

    // W sgn h with W = (1/N)(g N(0, 1/N) + Σ p̃_to (p̃_from + p̃_to)ᵀ) over every second transition, p̃ being p less its mean; W itself is never needed.
    private void Drive(int network, double weight, ReplayDirection direction, double[] sign, double[] drive)
    {
        if (weight == 0)
        {
            return;
        }

        var units = cache.Units;
        for (var i = 0; i < units && gain > 0; i++)
        {
            drive[i] += weight * gain * Rows.Dot(noise[network].AsSpan(i * units, units), sign) / units;
        }

        for (var t = network; t + 1 < Count; t += 2)
        {
            var (from, to) = direction == ReplayDirection.Forward ? (t, t + 1) : (t + 1, t);
            Rows.AddScaled(drive, weight * (Rows.Dot(centred[from], sign) + Rows.Dot(centred[to], sign)) / units, centred[to]);
        }
    }
}

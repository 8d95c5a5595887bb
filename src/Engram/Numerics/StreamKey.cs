using System.Runtime.CompilerServices;

namespace Engram.Numerics;

/// <summary>The key of a family of random numbers: a seed and what the numbers are for.</summary>
/// <param name="Seed">The user's seed.</param>
/// <param name="Purpose">What the numbers are for.</param>
public readonly record struct StreamKey(ulong Seed, Purpose Purpose)
{
    /// <summary>First word of the Philox key.</summary>
    internal uint K0 => (uint)Mixed;

    /// <summary>Second word of the Philox key.</summary>
    internal uint K1 => (uint)(Mixed >> 32);

    // The finaliser of SplitMix64 (Steele, Lea & Flood 2014) separates purposes of one seed and neighbouring seeds.
    private ulong Mixed
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var z = Seed + (0x9E3779B97F4A7C15UL * (ulong)Purpose);
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}

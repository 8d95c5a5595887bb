namespace Engram.Numerics;

/// <summary>
/// A sequence of draws that belongs to one index (a trial, a matrix) under a key. The n-th draw depends on (seed, purpose, index, n) alone.
/// </summary>
/// <param name="key">Seed and purpose.</param>
/// <param name="index">The trial, matrix or other thing that owns the sequence.</param>
public struct RandomStream(StreamKey key, long index)
{
    // The last word marks sequences apart from noise rows, whose counters end in a step number, and from each other.
    private readonly uint last = uint.MaxValue;
    private readonly uint k0 = key.K0, k1 = key.K1;
    private (uint X0, uint X1, uint X2, uint X3) words;
    private uint drawn;

    /// <summary>One of several sequences of an index.</summary>
    /// <param name="key">Seed and purpose.</param>
    /// <param name="index">The trial, matrix or other thing that owns the sequences.</param>
    /// <param name="part">Which sequence; 0 is the only one of an index that has no other.</param>
    internal RandomStream(StreamKey key, long index, int part)
        : this(key, index) => last = uint.MaxValue - (uint)part;

    /// <summary>The next 32 random bits.</summary>
    public uint NextUInt32()
    {
        var word = drawn & 3;
        if (word == 0)
        {
            words = Philox.Words((drawn >> 2, last, (uint)index, (uint)((ulong)index >> 32)), k0, k1);
        }

        drawn++;
        return word switch { 0 => words.X0, 1 => words.X1, 2 => words.X2, _ => words.X3 };
    }

    /// <summary>A uniform number in [0, 1), 53 bits.</summary>
    public double NextUniform() => (((ulong)NextUInt32() << 21) ^ (NextUInt32() >> 11)) * (1.0 / (1UL << 53));

    /// <summary>A uniform number in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    /// <param name="low">Lower end.</param>
    /// <param name="high">Upper end.</param>
    public double NextUniform(double low, double high) => low + ((high - low) * NextUniform());

    /// <summary>A uniform integer in 0 … <paramref name="count"/> − 1.</summary>
    /// <param name="count">How many values; at least 1.</param>
    public int NextInt(int count) => (int)(((ulong)NextUInt32() * (uint)count) >> 32);

    /// <summary>A standard normal number (Box and Muller 1958).</summary>
    public double NextNormal()
    {
        // 1 - u lies in (0, 1], where the logarithm is finite.
        var radius = Math.Sqrt(-2.0 * Math.Log(1.0 - NextUniform()));
        return radius * Math.Cos(2.0 * Math.PI * NextUniform());
    }

    /// <summary>An exponential number of mean 1.</summary>
    public double NextExponential() => -Math.Log(1.0 - NextUniform());
}

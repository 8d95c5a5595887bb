using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Learning;

/// <summary>
/// Two Hopfield networks on the same units that drive each other and store a sequence of patterns at one showing. Each network holds every second
/// transition, from pattern t to t + 1, together with the pattern that it leads to, at which it comes to rest. When the other network is
/// heard, it leads on from there.
/// </summary>
/// <remarks>
/// Networks whose transitions take turns are by Kleinfeld (<see href="https://doi.org/10.1073/pnas.83.24.9469"/>) and Sompolinsky and Kanter
/// (<see href="https://doi.org/10.1103/PhysRevLett.57.2861"/>).
/// </remarks>
[Cite("10.1101/2023.02.23.529770", "Cheng & Brown 2025, Replay as a basis for backpropagation through time in the brain")]
public sealed record HopfieldCache
{
    /// <summary>N.</summary>
    [Range(2, 20_000)]
    public int Units { get; init; } = 500;

    /// <summary>Share of the units that are active in a pattern that is drawn.</summary>
    [Range(0, 1, Above = true)]
    public double Active { get; init; } = 0.4;

    /// <summary>τ, in steps.</summary>
    [Range(1, 1e6)]
    public double Tau { get; init; } = 6;

    /// <summary>What decides which network is heard.</summary>
    public CacheClock Clock { get; init; }

    /// <summary>H, the steps from one network to the other where the clock is a cosine.</summary>
    [Range(1, 1_000_000)]
    public int HalfPeriod { get; init; } = 30;

    /// <summary>g: weights are N(0, g²/N)/N before anything is stored. None for 3.5, or for 2.5 where the networks time themselves.</summary>
    [Range(0, 1000)]
    public double? Gain { get; init; }

    /// <summary>Seed of the weights before storage, and of the patterns that are drawn.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Stores patterns that are drawn, each unit active with probability <see cref="Active"/>.</summary>
    /// <param name="patterns">K, at least 2.</param>
    /// <exception cref="UsageException">A setting is not allowed, or there are fewer than two patterns.</exception>
    public CacheMemory Store(int patterns)
    {
        Settings.Check(this);
        return Store([.. Enumerable.Range(0, Math.Max(0, patterns)).Select(Drawn)]);
    }

    /// <summary>Stores patterns of one's own, in the order in which they were shown.</summary>
    /// <param name="patterns">For each, whether each unit is active (K × N).</param>
    /// <exception cref="UsageException">A setting is not allowed, there are fewer than two patterns, one has another number of units, or all units are alike in all of them.</exception>
    public CacheMemory Store(IReadOnlyList<IReadOnlyList<bool>> patterns)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        Settings.Check(this);
        if (patterns.Count < 2)
        {
            throw new UsageException($"A sequence of {Counted.Of(patterns.Count, "pattern")} has no transition; store at least 2.");
        }

        for (var k = 0; k < patterns.Count; k++)
        {
            ArgumentNullException.ThrowIfNull(patterns[k], nameof(patterns));
            if (patterns[k].Count != Units)
            {
                throw new UsageException(FormattableString.Invariant(
                    $"Pattern {k + 1} has {Counted.Of(patterns[k].Count, "unit")}, but the cache has {Units} (`Units`); give all as many."));
            }
        }

        return patterns.SelectMany(pattern => pattern).Distinct().Count() > 1 ? new(this, patterns)
            : throw new UsageException("All units are alike in all patterns, so that there is nothing to store; give patterns that differ.");
    }

    /// <summary>One of the random matrices, in units of g/(N √N).</summary>
    internal double[] Noise(int network)
    {
        var stream = new RandomStream(new StreamKey(Seed, Purpose.Weights), network);
        var made = new double[Units * Units];
        foreach (ref var w in made.AsSpan())
        {
            w = stream.NextNormal();
        }

        return made;
    }

    private bool[] Drawn(int k)
    {
        var stream = new RandomStream(new StreamKey(Seed, Purpose.Replay), k);
        var made = new bool[Units];
        foreach (ref var isActive in made.AsSpan())
        {
            isActive = stream.NextUniform() < Active;
        }

        return made;
    }
}

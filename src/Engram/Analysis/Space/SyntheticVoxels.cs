using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>Voxels whose signal is a cos n(θ − φ) with noise, to see what <see cref="HexadirectionalTest"/> finds. Directions θ are uniform at random, the same for all voxels of a session.</summary>
public sealed record SyntheticVoxels
{
    private const int Part = 7;

    /// <summary>V.</summary>
    [Range(1, 100_000)]
    public int Count { get; init; } = 1;

    /// <summary>n.</summary>
    [Range(1, 100)]
    public int Fold { get; init; } = 6;

    /// <summary>a; 0 for noise alone.</summary>
    [Range(0, 1e6)]
    public double Amplitude { get; init; } = 0.5;

    /// <summary>φ, in degrees.</summary>
    [Range(-360, 360)]
    public double Orientation { get; init; } = 10;

    /// <summary>Standard deviation of the noise.</summary>
    [Range(0, 1e6)]
    public double Noise { get; init; } = 1;

    /// <summary>Decides directions and noise.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>One session.</summary>
    /// <param name="session">Which, from 0; each has directions and noise of its own.</param>
    /// <param name="directions">How many directions there are.</param>
    /// <exception cref="UsageException">A setting is not allowed, or the numbers are negative or too small.</exception>
    public DirectionalSignal Session(int session, int directions = 200)
    {
        Settings.Check(this);
        if (session < 0 || directions < 1)
        {
            throw new UsageException($"`session` is {session} and `directions` {directions}; give a session from 0 on, and at least one direction.");
        }

        var key = new StreamKey(Seed, Purpose.Analysis);
        var random = new RandomStream(key, session * (Count + 1L), Part);
        double[] theta = [.. Enumerable.Range(0, directions).Select(_ => random.NextUniform(-Math.PI, Math.PI))];
        return new(theta, [.. Enumerable.Range(0, Count).Select(voxel =>
        {
            var noise = new RandomStream(key, (session * (Count + 1L)) + voxel + 1, Part);
            return theta.Select(angle => (Amplitude * Math.Cos(Fold * (angle - (Orientation * Math.PI / 180)))) + (Noise * noise.NextNormal())).ToArray();
        })]);
    }
}

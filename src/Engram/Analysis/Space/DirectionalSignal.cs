using Engram.Configuration;

namespace Engram.Analysis;

/// <summary>Signals of one session by the direction of movement through a space of two dimensions: of voxels, or of modules of a network.</summary>
public sealed record DirectionalSignal
{
    private const int Fewest = 6;

    /// <summary>Takes the signals of a session.</summary>
    /// <param name="directions">Direction θ of each sample, in radians from x towards y (n, at least 6).</param>
    /// <param name="signals">The signals (V, each of n).</param>
    /// <exception cref="UsageException">The numbers of samples differ or are too few, or a number is not finite.</exception>
    public DirectionalSignal(IReadOnlyList<double> directions, params IReadOnlyList<IReadOnlyList<double>> signals)
    {
        ArgumentNullException.ThrowIfNull(directions);
        ArgumentNullException.ThrowIfNull(signals);
        if (directions.Count < Fewest || signals.Count == 0)
        {
            throw new UsageException($"There are {directions.Count} directions and {signals.Count} signals; give at least {Fewest} directions and one signal.");
        }

        Finite.Values([.. directions], "directions");
        foreach (var (place, signal) in signals.Index())
        {
            if (signal.Count != directions.Count)
            {
                throw new UsageException($"Signal {place} (counted from 0) has {signal.Count} samples, but there are {directions.Count} directions; give one sample for each direction.");
            }

            Finite.Values([.. signal], $"signal {place}");
        }

        (Directions, Signals) = (directions, signals);
    }

    /// <summary>Direction θ of each sample, in radians from x towards y (n).</summary>
    public IReadOnlyList<double> Directions { get; }

    /// <summary>The signals (V, each of n).</summary>
    public IReadOnlyList<IReadOnlyList<double>> Signals { get; }

    /// <summary>Whether samples follow each other in time, so that neighbours may be alike without any modulation; otherwise each is of a trial of its own.</summary>
    public bool IsCourse { get; init; }
}

using Engram.Configuration;

namespace Engram.Learning;

/// <summary>When training ends.</summary>
public sealed record Stopping
{
    /// <summary>Which share of correct answers is compared with <see cref="Threshold"/>.</summary>
    public PerformanceMeasure Criterion { get; init; } = PerformanceMeasure.Minimum;

    /// <summary>
    /// Training has succeeded when the mean share of correct answers over the last <see cref="Window"/> checks is at least this; 0 leaves
    /// it out, and training goes on to its error or its number of updates.
    /// </summary>
    [Range(0, 1)]
    public double Threshold { get; init; } = 0.95;

    /// <summary>k, the number of checks in the mean. Fewer checks never meet the criterion.</summary>
    [Range(1, 10_000), Unit("checks")]
    public int Window { get; init; } = 3;

    /// <summary>Training has succeeded too when the root mean squared error of one check is at most this; 0 leaves it out.</summary>
    [Range(0)]
    public double TargetError { get; init; }

    /// <summary>Training gives up after this many updates without a lower validation loss.</summary>
    [Range(1), Unit("updates")]
    public long Patience { get; init; } = 50_000;

    /// <summary>Training gives up after this many updates.</summary>
    [Range(0), Unit("updates")]
    public long MaxUpdates { get; init; } = 100_000;
}

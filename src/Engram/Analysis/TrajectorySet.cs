using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>Trials of the same length in the same dimensions, such as rates, latent variables or recordings of neurons.</summary>
public sealed record TrajectorySet
{
    private TrajectorySet(double[] values, int trials, int steps, int dimensions) =>
        (Values, Trials, Steps, Dimensions) = (values, trials, steps, dimensions);

    /// <summary>x (K × T × D), row-major: all steps of a trial one after the other.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>K, the number of trials.</summary>
    public int Trials { get; }

    /// <summary>T, the steps of each.</summary>
    public int Steps { get; }

    /// <summary>D, the number of dimensions.</summary>
    public int Dimensions { get; }

    /// <summary>Takes values at hand.</summary>
    /// <param name="values">x (K × T × D), row-major; copied.</param>
    /// <param name="trials">K.</param>
    /// <param name="steps">T.</param>
    /// <param name="dimensions">D.</param>
    /// <exception cref="UsageException">The values are not as many, or some are not finite.</exception>
    public static TrajectorySet Of(ReadOnlySpan<double> values, int trials, int steps, int dimensions)
    {
        if (trials < 1 || steps < 1 || dimensions < 1 || (long)trials * steps * dimensions != values.Length)
        {
            throw new UsageException(
                $"{values.Length} values are no {trials} trials of {steps} steps in {dimensions} dimensions; "
                + "give trials × steps × dimensions values, each number 1 or more.");
        }

        double[] copy = values.ToArray();
        return Array.TrueForAll(copy, double.IsFinite) ? new(copy, trials, steps, dimensions) : throw new UsageException(
            "The trajectories contain a value that is not finite; leave out trials in which the network diverged.");
    }

    /// <summary>The rates of a recording, every trial cut to the steps of the shortest.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="first">First step taken, from 0.</param>
    /// <exception cref="UsageException">No step is left, or a rate is not finite.</exception>
    public static TrajectorySet Rates(Recording recording, int first = 0)
    {
        var steps = recording.Trials.Min(trial => trial.Steps) - first;
        if (first < 0 || steps < 1)
        {
            throw new UsageException(
                $"Steps from {first} on are asked of trials of which the shortest has {first + steps}; begin between 0 and its last step.");
        }

        var values = new double[recording.TrialCount * steps * recording.Units];
        for (var trial = 0; trial < recording.TrialCount; trial++)
        {
            for (var step = 0; step < steps; step++)
            {
                var rates = recording.Rate(first + step, trial);
                for (var unit = 0; unit < rates.Length; unit++)
                {
                    values[(((trial * steps) + step) * rates.Length) + unit] = rates[unit];
                }
            }
        }

        return Of(values, recording.TrialCount, steps, recording.Units);
    }
}

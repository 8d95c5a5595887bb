using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>Trials of the same length in the same dimensions, such as rates, latent variables or recordings of neurons.</summary>
public sealed record TrajectorySet
{
    private TrajectorySet(double[] values, int trials, int steps, int dimensions, TimeSpan? dt) =>
        (Values, Trials, Steps, Dimensions, Dt) = (values, trials, steps, dimensions, dt);

    /// <summary>x (K × T × D), row-major: all steps of a trial one after the other.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>K, the number of trials.</summary>
    public int Trials { get; }

    /// <summary>T, the steps of each.</summary>
    public int Steps { get; }

    /// <summary>D, the number of dimensions.</summary>
    public int Dimensions { get; }

    /// <summary>Length of a step; none where it is not known.</summary>
    public TimeSpan? Dt { get; }

    /// <summary>Takes values at hand.</summary>
    /// <param name="values">x (K × T × D), row-major; copied.</param>
    /// <param name="trials">K.</param>
    /// <param name="steps">T.</param>
    /// <param name="dimensions">D.</param>
    /// <param name="dt">Length of a step, which systems that are compared share; not compared without.</param>
    /// <exception cref="UsageException">The values are not as many, some are not finite, or the step has no length.</exception>
    public static TrajectorySet Of(ReadOnlySpan<double> values, int trials, int steps, int dimensions, TimeSpan? dt = null)
    {
        if (dt <= TimeSpan.Zero)
        {
            throw new UsageException($"The step of the trajectories is {TimeText.Format(dt.Value)}; give a step above 0ms.");
        }

        if (trials < 1 || steps < 1 || dimensions < 1 || (long)trials * steps * dimensions != values.Length)
        {
            throw new UsageException(
                $"{values.Length} values do not make {trials} trials of {steps} steps in {dimensions} dimensions; "
                + "give trials × steps × dimensions values, with at least 1 of each.");
        }

        Finite.Trajectories(values, steps, dimensions);
        return new(values.ToArray(), trials, steps, dimensions, dt);
    }

    /// <summary>The same trajectories at a longer step: the states at its multiples, where the first is one step after the start.</summary>
    /// <param name="dt">The step, a multiple of <see cref="Dt"/>.</param>
    /// <exception cref="UsageException">The step is not known, is no multiple, or a trial is shorter than it.</exception>
    public TrajectorySet At(TimeSpan dt)
    {
        if (Dt is not { } own || dt < own || dt.Ticks % own.Ticks != 0 || dt.Ticks / own.Ticks > Steps)
        {
            throw new UsageException(
                $"Trajectories of {Steps} steps of {(Dt is { } known ? TimeText.Format(known) : "unknown length")} cannot be resampled to "
                + $"steps of {TimeText.Format(dt)}; give a whole multiple of the step that is not longer than a trial.");
        }

        var every = (int)(dt.Ticks / own.Ticks);
        var values = (double[])Values;
        var taken = new double[Trials * (Steps / every) * Dimensions];
        for (var row = 0; row < Trials * (Steps / every); row++)
        {
            var step = (row / (Steps / every) * Steps) + (((row % (Steps / every)) + 1) * every) - 1;
            values.AsSpan(step * Dimensions, Dimensions).CopyTo(taken.AsSpan(row * Dimensions));
        }

        return new(taken, Trials, Steps / every, Dimensions, dt);
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
                $"The shortest trial has {first + steps} steps, so no trajectories can begin at step {first}; begin between 0 and its last step.");
        }

        Finite.Rates(recording);
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

        return Of(values, recording.TrialCount, steps, recording.Units, recording.Dt);
    }

    /// <summary>The rates of a recording on their first principal components, every trial cut to the steps of the shortest.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="count">Components; all where there are fewer units.</param>
    /// <exception cref="UsageException">A rate is not finite, or no component is asked for.</exception>
    public static TrajectorySet Components(Recording recording, int count)
    {
        if (count < 1)
        {
            throw new UsageException($"`count` is {count}; ask for at least 1 component.");
        }

        var rates = Rates(recording);
        var values = (double[])rates.Values;
        count = Math.Min(count, rates.Dimensions);
        return Of(PrincipalComponents.Of(values, rates.Dimensions).Project(values, count), rates.Trials, rates.Steps, count, rates.Dt);
    }
}

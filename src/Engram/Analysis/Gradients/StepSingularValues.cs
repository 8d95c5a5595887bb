using Engram.Configuration;
using Engram.Simulation;
using MathNet.Numerics.LinearAlgebra;

namespace Engram.Analysis;

/// <summary>
/// Singular values of the step's Jacobian J = ∂h_t/∂h_{t−1} at states and inputs of trials, without noise. A gradient that goes back one step is
/// multiplied by something between the least and the greatest of them; where all are below 1, it must shrink
/// (Pascanu et al. 2013, <see href="https://doi.org/10.48550/arXiv.1211.5063"/>).
/// </summary>
/// <param name="Dt">Length of a step.</param>
/// <param name="Values">The S singular values of each step that was looked at, descending.</param>
public sealed record StepSingularValues(TimeSpan Dt, IReadOnlyList<IReadOnlyList<double>> Values)
{
    /// <summary>The greatest of each step.</summary>
    public IReadOnlyList<double> Largest => [.. Values.Select(values => values[0])];

    /// <summary>The least of each step.</summary>
    public IReadOnlyList<double> Smallest => [.. Values.Select(values => values[^1])];

    /// <summary>Their mean at each step.</summary>
    public IReadOnlyList<double> Mean => [.. Values.Select(values => values.Average())];

    /// <summary>The share of them that is above 1, at each step.</summary>
    public IReadOnlyList<double> ShareAboveOne => [.. Values.Select(values => values.Count(value => value > 1) / (double)values.Count)];

    /// <summary>A quantile over the steps, for each place in the order of the values (S).</summary>
    /// <param name="share">0.5 for the median.</param>
    public IReadOnlyList<double> Quantile(double share) =>
        [.. Enumerable.Range(0, Values[0].Count).Select(rank => Spread.Quantile(Values.Select(values => values[rank]), share))];

    /// <summary>Decomposes the Jacobian at steps drawn from the trials of an experiment; first steps of trials do not count.</summary>
    /// <param name="experiment">Network and trials; noise is left out.</param>
    /// <param name="count">How many steps, all where there are no more.</param>
    /// <param name="seed">Decides which.</param>
    /// <param name="cancel">Looked at before each step.</param>
    /// <exception cref="UsageException">The cell looks back, a number is not finite, or no trial has two steps.</exception>
    public static StepSingularValues Of(Experiment experiment, int count = 50, ulong seed = 2, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        using var trials = ExactTrials.Of(experiment, cancel);
        var width = trials.Graph.StateWidth;
        var places = trials.Sample(count, seed);
        if (places.Length == 0)
        {
            throw new UsageException("No trial has two steps, so there is no step from one state to the next; take a smaller `Dt`.");
        }

        return new(experiment.Dt,
        [
            .. places.Select(place =>
            {
                cancel.ThrowIfCancellationRequested();
                var jacobian = trials.Map.Jacobian(trials.State(place.Step - 1, place.Trial), trials.Input(place.Step, place.Trial));

                // Columns and rows change places, which changes no singular value.
                return (IReadOnlyList<double>)Matrix<double>.Build.Dense(width, width, jacobian).Svd(computeVectors: false).S.ToArray();
            }),
        ]);
    }
}

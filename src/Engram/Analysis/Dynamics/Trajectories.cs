using Engram.Configuration;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Analysis;

/// <summary>The averages of conditions as paths in the space of a few principal components.</summary>
/// <param name="Factor">What the trials of an average have in common.</param>
/// <param name="Times">Time of each step from the start of the trial, in seconds (T).</param>
/// <param name="Dimensions">K, the components.</param>
/// <param name="Periods">The periods that lie at the same time in all averaged trials.</param>
/// <param name="Conditions">The paths, in the order of the factor's values.</param>
public sealed record Trajectories(
    string Factor, IReadOnlyList<double> Times, int Dimensions, IReadOnlyList<Period> Periods, IReadOnlyList<Trajectory> Conditions)
{
    /// <summary>Averages the rates over the trials of each condition and projects the averages.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="components">The components, of the same units.</param>
    /// <param name="dimensions">K, how many of them.</param>
    /// <param name="factor">Name of a factor, <c>condition</c>, <c>answer</c> (the right choice), or <c>choice</c> (the one made).</param>
    /// <exception cref="UsageException">There is no such factor, or there are not so many components.</exception>
    public static Trajectories Of(
        Recording recording, PrincipalComponents components, int dimensions = 3, string factor = "condition")
    {
        var averages = ConditionAverages.Of(recording, factor);
        return new(
            factor,
            [.. Enumerable.Range(1, averages.Steps).Select(step => (step * averages.Dt).TotalSeconds)],
            dimensions,
            averages.Periods,
            [
                .. averages.Conditions.Select(average =>
                    new Trajectory(average.Name, average.Trials, components.Project(average.Rates, dimensions))),
            ]);
    }
}

/// <summary>The path of one condition.</summary>
/// <param name="Name">Name of the condition, or the factor's value.</param>
/// <param name="Trials">Trials averaged.</param>
/// <param name="Points">Scores on the components after each step (T × K).</param>
public sealed record Trajectory(string Name, int Trials, double[] Points);

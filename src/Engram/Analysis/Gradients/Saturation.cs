using Engram.Configuration;
using Engram.Equations;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>
/// How many units have a derivative near 0, through which no error comes back: those of tanh and σ that are saturated, and rectified ones that are
/// silent. And how long the state vector becomes, which nothing bounds where units are rectified or linear.
/// </summary>
/// <param name="Dt">Length of a step.</param>
/// <param name="Threshold">A derivative below this share of the greatest that the function has counts as near 0.</param>
/// <param name="Functions">The functions that units apply; empty for linear units.</param>
/// <param name="Norms">Median over trials of ‖h_t‖ after each step that all trials have (T).</param>
public sealed record Saturation(
    TimeSpan Dt, double Threshold, IReadOnlyList<FunctionSaturation> Functions, IReadOnlyList<double> Norms)
{
    /// <summary>Measures the trials of an experiment.</summary>
    /// <param name="experiment">Network and trials; noise is left out.</param>
    /// <param name="threshold">A derivative below this share of the greatest that the function has counts as near 0.</param>
    /// <param name="cancel">Looked at before each trial.</param>
    /// <exception cref="UsageException">The cell looks back, or a number is not finite.</exception>
    public static Saturation Of(Experiment experiment, double threshold = 0.1, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threshold);
        using var trials = ExactTrials.Of(experiment, cancel);
        UnitFunction[] functions = [.. UnitFunction.Of(trials.Graph).Where(function => function.Saturates)];
        var values = new NodeValues(trials.Graph, trials.Parameters, functions.Select(function => function.Node));
        var steps = trials.Recording.Trials.Min(trial => trial.Steps);
        var (flat, flatByStep) = (new long[functions.Length], new long[functions.Length, steps]);
        var counted = 0L;
        foreach (var trial in trials.Recording.Trials)
        {
            cancel.ThrowIfCancellationRequested();
            for (var step = 1; step < trial.Steps && functions.Length > 0; step++)
            {
                values.Compute(trials.State(step - 1, trial.Index), trials.Input(step, trial.Index));
                counted++;
                foreach (var (place, function) in functions.Index())
                {
                    var near = Near(values.Of(function.Node.Arguments[0]), function, threshold);
                    flat[place] += near;
                    if (step < steps)
                    {
                        flatByStep[place, step] += near;
                    }
                }
            }
        }

        return new(
            experiment.Dt,
            threshold,
            [
                .. functions.Select((function, place) => new FunctionSaturation(
                    function.Name,
                    flat[place] / ((double)counted * function.Node.Width),
                    [.. Enumerable.Range(1, Math.Max(0, steps - 1)).Select(step => flatByStep[place, step] / ((double)trials.Recording.TrialCount * function.Node.Width))])),
            ],
            [.. Enumerable.Range(0, steps).Select(step => Spread.Quantile(trials.Recording.Trials.Select(trial => Norm(trials.State(step, trial.Index))), 0.5))]);
    }

    private static int Near(ReadOnlySpan<double> arguments, UnitFunction function, double threshold)
    {
        var near = 0;
        foreach (var argument in arguments)
        {
            near += Math.Abs(ElementTangent.Of(function.Node.Function, argument, 0).A) < threshold * function.GreatestSlope ? 1 : 0;
        }

        return near;
    }

    private static double Norm(ReadOnlySpan<double> state)
    {
        var square = 0.0;
        foreach (var value in state)
        {
            square += value * value;
        }

        return Math.Sqrt(square);
    }
}

/// <summary>How many units have a derivative near 0 in one function of a cell.</summary>
/// <param name="Name">Function and argument, such as <c>tanh(w_rec)</c>: the argument is named by its recurrent matrix or its state.</param>
/// <param name="Share">Share of units, steps and trials; first steps of trials do not count.</param>
/// <param name="ByStep">Share of units and trials at each step that all trials have, from the second on (T − 1).</param>
public sealed record FunctionSaturation(string Name, double Share, IReadOnlyList<double> ByStep);

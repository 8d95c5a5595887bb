using System.Globalization;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Analysis;

/// <summary>
/// How much of an error reaches back in time: ‖∂L_T/∂h_t‖ against the lag T − t, where L_T is the loss of one step T of a trial and h_t all states
/// of the cell after step t. The gradient goes back by vector-Jacobian products along the trial's own states and inputs, without noise and in double
/// precision. It shrinks or grows about as c^(T − t): the vanishing and exploding gradients of Bengio et al. (1994),
/// <see href="https://doi.org/10.1109/72.279181"/>, and Pascanu et al. (2013), <see href="https://doi.org/10.48550/arXiv.1211.5063"/>.
/// </summary>
/// <remarks>
/// It is the true gradient within the network, whatever rule trained it. In a closed loop, what goes back through the environment is left out.
/// </remarks>
public sealed record GradientFlow
{
    /// <summary>What is carried back; none for the loss where the task asks for something, else random vectors.</summary>
    public GradientSource? From { get; init; }

    /// <summary>T, the step whose loss is asked, from 0; none for the last of each trial that has a target. For vectors, the last of the trial.</summary>
    [Range(0, 1_000_000_000)]
    public int? Step { get; init; }

    /// <summary>Name of the state, such as <c>c</c>, whose part of the gradient is measured; none for the whole gradient.</summary>
    public string? State { get; init; }

    /// <summary>Decides random vectors.</summary>
    public ulong Seed { get; init; } = 2;

    /// <summary>Refuses a cell whose states are not all that it remembers.</summary>
    /// <param name="graph">One step.</param>
    /// <exception cref="UsageException">The cell looks back.</exception>
    public static void Check(StepGraph graph) => ExactTrials.Refuse(graph);

    /// <summary>Carries gradients back through the trials of an experiment.</summary>
    /// <param name="experiment">Network and trials; noise is left out.</param>
    /// <param name="cancel">Looked at from time to time.</param>
    /// <exception cref="UsageException">
    /// The cell looks back, there is no such state or step, a number is not finite, or no trial has a gradient.
    /// </exception>
    public GradientCurves Of(Experiment experiment, CancellationToken cancel = default)
    {
        Settings.Check(this);
        using var trials = ExactTrials.Of(experiment, cancel);
        var (start, width) = Part(trials.Graph);
        var recording = trials.Recording;
        var from = From ?? (experiment.Task is not FreeTask && recording.Mask.AsSpan().ContainsAnyExcept(0f) ? GradientSource.Loss : GradientSource.RandomVectors);
        int?[] ends = [.. recording.Trials.Select(trial => End(recording, trial, from == GradientSource.Loss))];
        var loss = from == GradientSource.Loss ? new StepLoss(trials, experiment.Task, experiment.Loss ?? new SquaredError()) : null;
        var kept = new List<int>();
        var paths = new List<CarriedBack>();
        foreach (var trial in recording.Trials.Where(trial => ends[trial.Index] is not null))
        {
            var vector = Vector(trials, loss, ends[trial.Index]!.Value, trial.Index);
            if (vector.Any(value => value != 0))
            {
                kept.Add(trial.Index);
                paths.Add(Path(trials, ends[trial.Index]!.Value, trial.Index, vector));
            }
        }

        if (paths.Count == 0)
        {
            var asked = Step is { } step ? string.Create(CultureInfo.InvariantCulture, $"step {step} (from 0)") : "its last step with a target";
            throw new UsageException(from == GradientSource.Loss
                ? $"No trial has a loss with a gradient at {asked}; ask for another `Step`, or for random vectors."
                : $"No trial has {asked}; ask for another `Step`.");
        }

        return new(from, experiment.Dt, recording.TrialCount - paths.Count, kept, CarriedBack.LogNorms(trials.Map, paths, start, width, cancel));
    }

    /// <summary>ln‖vᵀ J_L … J_{L−ℓ+1}‖ for ℓ = 0 … L: a vector carried back along a trajectory, whose norm may pass any bound of numbers.</summary>
    /// <param name="map">One step.</param>
    /// <param name="states">s₀ … s_{L−1}, each before its step (L × S).</param>
    /// <param name="inputs">u₁ … u_L (L × I).</param>
    /// <param name="end">v, such as ∂L/∂s_L (S).</param>
    /// <returns>L + 1 natural logarithms; −∞ where the vector is zero.</returns>
    /// <exception cref="UsageException">The lengths do not fit each other, or a number is not finite.</exception>
    public static IReadOnlyList<double> LogNorms(StepMap map, ReadOnlySpan<double> states, ReadOnlySpan<double> inputs, ReadOnlySpan<double> end)
    {
        ArgumentNullException.ThrowIfNull(map);
        Finite.Values(states, "states");
        Finite.Values(inputs, "inputs");
        Finite.Values(end, "vector");
        var steps = states.Length / map.Width;
        if (states.Length != steps * map.Width || inputs.Length != steps * map.Inputs || end.Length != map.Width)
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"`states` has {states.Length} values, `inputs` {inputs.Length} and `end` {end.Length}; give {map.Width} states and {map.Inputs} inputs for each step, and a vector of {map.Width}."));
        }

        return CarriedBack.LogNorms(map, [new(states.ToArray(), inputs.ToArray(), end.ToArray(), steps)], 0, map.Width, CancellationToken.None)[0];
    }

    private (int Start, int Width) Part(StepGraph graph)
    {
        if (State is null)
        {
            return (0, graph.StateWidth);
        }

        var place = graph.States.Select(state => state.State.Name).ToList().IndexOf(State);
        return place >= 0 ? (graph.States.Take(place).Sum(state => state.State.Width), graph.States[place].State.Width)
            : throw new UsageException($"`State` is '{State}', but the cell has no such state. {Nearest.Hint(State, graph.StateNames)}");
    }

    private int? End(Recording recording, RecordedTrial trial, bool withTarget)
    {
        bool Has(int step) => !withTarget || recording.MaskAt(step, trial.Index).ContainsAnyExcept(0f);
        if (Step is { } asked)
        {
            return asked < trial.Steps && Has(asked) ? asked : null;
        }

        var last = trial.Steps - 1;
        while (last >= 0 && !Has(last))
        {
            last--;
        }

        return last >= 0 ? last : null;
    }

    private double[] Vector(ExactTrials trials, StepLoss? loss, int end, int trial)
    {
        var vector = new double[trials.Graph.StateWidth];
        if (loss is not null)
        {
            double[] Widened(ReadOnlySpan<float> row) => Array.ConvertAll(row.ToArray(), value => (double)value);
            loss.Gradient(
                trials.State(end, trial), trials.Input(end, trial), Widened(trials.Recording.TargetAt(end, trial)), Widened(trials.Recording.MaskAt(end, trial)),
                vector);
            return vector;
        }

        var stream = Resampling.Stream(Seed, trial);
        for (var k = 0; k < vector.Length; k++)
        {
            vector[k] = stream.NextNormal();
        }

        var norm = Math.Sqrt(vector.Sum(value => value * value));
        return [.. vector.Select(value => value / norm)];
    }

    // From the state after the first step on.
    private static CarriedBack Path(ExactTrials trials, int end, int trial, double[] vector)
    {
        var (s, i) = (trials.Graph.StateWidth, trials.Graph.Inputs);
        var (states, inputs) = (new double[end * s], new double[end * i]);
        for (var step = 0; step < end; step++)
        {
            trials.State(step, trial).CopyTo(states.AsSpan(step * s));
            trials.Input(step + 1, trial).CopyTo(inputs.AsSpan(step * i));
        }

        return new(states, inputs, vector, end);
    }
}

/// <summary>What is carried back in time.</summary>
public enum GradientSource
{
    /// <summary>The gradient of the loss of one step.</summary>
    Loss,

    /// <summary>A random vector of unit length, another for each trial.</summary>
    RandomVectors,
}

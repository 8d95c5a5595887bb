using System.Globalization;
using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;
using Engram.Numerics;

namespace Engram.Simulation;

/// <summary>
/// Reconstructs what a network did from what it does now, by its step undone, in double precision. Rounding is multiplied in each step back, so that a
/// reversal has a horizon; beyond it, it is refused, unless states are kept in between from which it starts anew.
/// </summary>
[Cite("10.1101/2023.02.23.529770", "Cheng & Brown 2025, Replay as a basis for backpropagation through time in the brain")]
[Cite("10.48550/arXiv.1810.10999", "MacKay et al. 2018, Reversible recurrent neural networks")]
public sealed record StateReversal
{
    // What a number is rounded by.
    private const double Nudge = 1.0 / (1L << 52);

    /// <summary>The greatest error of a reconstructed state that is accepted.</summary>
    [Range(0, 1, Above = true)]
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>K: states are kept every K steps of a trial, and the reversal starts anew from them. None keeps the last state alone.</summary>
    [Range(1, 1_000_000), Unit("steps")]
    public int? CheckpointEvery { get; init; }

    /// <summary>Weights by which the network runs backwards, in place of the negatives of its own; null for these.</summary>
    [NotASetting]
    public BackwardWeights? Backward { get; init; }

    /// <summary>The step of a network undone, as a map: from the state after a step, and the input of that step, to the state before it; to be disposed of.</summary>
    /// <param name="network">The network.</param>
    /// <param name="inputs">I, its input channels.</param>
    /// <param name="dt">Length of a step.</param>
    /// <exception cref="UsageException">The cell's step cannot be undone, or the network does not have so many inputs.</exception>
    public StepMap Inverse(Network network, int inputs, TimeSpan dt) => Undone(network, inputs, dt).Map;

    /// <summary>Reconstructs the states of recorded trials from their last ones and their inputs.</summary>
    /// <param name="network">The network, perturbations included.</param>
    /// <param name="recording">Its trials, with states and in double precision (<see cref="Experiment.KeepExact"/>).</param>
    /// <exception cref="UsageException">
    /// The cell's step cannot be undone, the recording lacks something, or states would be off by more than <see cref="Tolerance"/>.
    /// </exception>
    public StateReversalResult Of(Network network, Recording recording)
    {
        var result = Measure(network, recording);
        return result.MaxError <= Tolerance ? result : throw Beyond(result.Horizon ?? 0, CheckpointEvery is null ? recording.Steps : null);
    }

    /// <summary>The same, however far off the states are: how the error grows.</summary>
    /// <param name="network">The network, perturbations included.</param>
    /// <param name="recording">Its trials, with states and in double precision (<see cref="Experiment.KeepExact"/>).</param>
    /// <exception cref="UsageException">The cell's step cannot be undone, or the recording lacks something.</exception>
    public StateReversalResult Measure(Network network, Recording recording)
    {
        Settings.Check(this);
        var exact = Exact(recording);
        var (map, growth) = Undone(network, recording.Inputs, recording.Dt);
        using (map)
        {
            Fit(map.Width, recording);
            return StateReversalResult.Of(Back(map, recording, exact, out var errors), errors, growth, Tolerance);
        }
    }

    /// <summary>
    /// Reconstructs states from a last one, where the true ones are not known. How exact they are is estimated from a second reversal that starts
    /// a unit of the last place beside the first.
    /// </summary>
    /// <param name="inverse">The step undone, as <see cref="Inverse"/> gives it.</param>
    /// <param name="state">The state after the last step (S).</param>
    /// <param name="inputs">Inputs of the steps, the first one first (T × I).</param>
    /// <returns>The states before each step, the first one first (T × S).</returns>
    /// <exception cref="UsageException">The lengths do not fit, or states would be off by more than <see cref="Tolerance"/>.</exception>
    public double[] From(StepMap inverse, ReadOnlySpan<double> state, ReadOnlySpan<double> inputs)
    {
        ArgumentNullException.ThrowIfNull(inverse);
        Settings.Check(this);
        var (width, channels) = (inverse.Width, inverse.Inputs);
        if (state.Length != width || channels == 0 || inputs.Length % channels != 0)
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"`state` has {state.Length} values and `inputs` {inputs.Length}; give a state of {width}, and rows of {channels} inputs."));
        }

        var steps = inputs.Length / channels;
        var (made, now, next, u) = (new double[steps * width], new double[2 * width], new double[2 * width], new double[2 * channels]);
        state.CopyTo(now);
        for (var i = 0; i < width; i++)
        {
            now[width + i] = now[i] * (1 + (i % 2 == 0 ? Nudge : -Nudge));
        }

        for (var back = 1; back <= steps; back++)
        {
            var row = inputs.Slice((steps - back) * channels, channels);
            row.CopyTo(u);
            row.CopyTo(u.AsSpan(channels));
            inverse.Next(now, u, next);
            (now, next) = (next, now);
            if (!(Rows.GreatestDifference(now.AsSpan(0, width), now.AsSpan(width)) <= Tolerance))
            {
                throw Beyond(back - 1, steps);
            }

            now.AsSpan(0, width).CopyTo(made.AsSpan((steps - back) * width));
        }

        return made;
    }

    /// <summary>Refuses a recording of another network.</summary>
    /// <exception cref="UsageException">Its states are of another number.</exception>
    internal static void Fit(int width, Recording recording)
    {
        if (recording.StateWidth != width)
        {
            throw new UsageException(FormattableString.Invariant($"The recording has {recording.StateWidth} states, but the network has {width}; give a recording of this network."));
        }
    }

    internal static ExactRecording Exact(Recording recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        return recording.Exact is { States.Length: > 0 } exact ? exact : throw new UsageException(
            "The recording has no states in double precision, which a reversal needs; record with `DoublePrecision = true`, `KeepExact = true` and `KeepStates = true`.");
    }

    /// <summary>A parameter of a step among all.</summary>
    internal static Span<double> Part(StepGraph graph, double[] parameters, string name) => parameters.AsSpan(
        graph.Parameters.TakeWhile(shape => shape.Name != name).Sum(shape => shape.Count), graph.Parameters.First(shape => shape.Name == name).Count);

    /// <summary>The step of a network, and its effective parameters.</summary>
    /// <exception cref="UsageException">The network does not have so many inputs.</exception>
    internal static (StepGraph Graph, double[] Parameters) Step(Network network, int inputs, TimeSpan dt)
    {
        ArgumentNullException.ThrowIfNull(network);
        var readout = network.Parameters.Shapes.First(shape => shape.Role == ParameterRole.Readout);
        var graph = network.Cell.Graph(inputs, readout.Rows, dt);
        if (!graph.Parameters.SequenceEqual(network.Parameters.Shapes))
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture, $"`inputs` is {inputs}, but the network has weights for another number of inputs; give as many as it has."));
        }

        return (graph, Array.ConvertAll(network.EffectiveValues.ToArray(), value => (double)value));
    }

    private (StepMap Map, double LeastGrowth) Undone(Network network, int inputs, TimeSpan dt)
    {
        var (graph, parameters) = Step(network, inputs, dt);
        var inverse = InverseStep.Of(graph, network.Cell.Name);
        foreach (var (name, learned) in Backward?.Matrices ?? new Dictionary<string, double[]>())
        {
            // The step undone subtracts W a where the backward weights add Ŵ a.
            var own = graph.Parameters.Any(shape => shape.Name == name && shape.Count == learned.Length) ? Part(graph, parameters, name)
                : throw new UsageException($"`Backward` has weights in place of '{name}' that do not fit this network; learn them with it.");
            for (var k = 0; k < own.Length; k++)
            {
                own[k] = -learned[k];
            }
        }

        var map = new StepMap(inverse.Graph);
        map.Load(parameters);
        Node[] factors = [.. inverse.Multiples.Values.Select(multiple => multiple.Factor)];
        var values = new NodeValues(graph, parameters, factors);
        values.Compute(new double[graph.StateWidth], new double[graph.Inputs]);
        var least = factors.Min(factor => Least(values.Of(factor)));
        return (map, 1 / least);
    }

    private static double Least(ReadOnlySpan<double> values)
    {
        var least = double.PositiveInfinity;
        foreach (var value in values)
        {
            least = Math.Min(least, Math.Abs(value));
        }

        return least;
    }

    private double[] Back(StepMap map, Recording recording, ExactRecording exact, out List<double> errors)
    {
        var (width, channels, trials) = (recording.StateWidth, recording.Inputs, recording.TrialCount);
        var made = (double[])exact.States.Clone();
        var (now, next, u) = (new double[trials * width], new double[trials * width], new double[trials * channels]);
        var since = new int[trials];
        for (var trial = 0; trial < trials; trial++)
        {
            At(exact.States, recording.Trials[trial].Steps - 1, trial, width).CopyTo(now.AsSpan(trial * width));
        }

        errors = [];
        for (var back = 1; back < recording.Steps; back++)
        {
            for (var trial = 0; trial < trials; trial++)
            {
                At(exact.Input, Math.Max(0, recording.Trials[trial].Steps - back), trial, channels).CopyTo(u.AsSpan(trial * channels));
            }

            map.Next(now, u, next);
            (now, next) = (next, now);
            for (var trial = 0; trial < trials; trial++)
            {
                var step = recording.Trials[trial].Steps - back - 1;
                if (step < 0)
                {
                    continue;
                }

                var own = now.AsSpan(trial * width, width);
                var truth = At(exact.States, step, trial, width);
                own.CopyTo(At(made, step, trial, width));
                var error = Rows.GreatestDifference(own, truth);
                var k = since[trial]++;
                errors.AddRange(Enumerable.Repeat(0.0, Math.Max(0, k + 1 - errors.Count)));
                errors[k] = Math.Max(errors[k], error);
                if (CheckpointEvery is { } every && (step + 1) % every == 0)
                {
                    truth.CopyTo(own);
                    truth.CopyTo(At(made, step, trial, width));
                    since[trial] = 0;
                }
            }
        }

        return made;

        Span<double> At(double[] values, int step, int trial, int length) => values.AsSpan(((step * trials) + trial) * length, length);
    }

    private UsageException Beyond(int horizon, int? steps) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"States can be reconstructed {Counted.Of(horizon, "step")} back to within {Tolerance:G2}, but ")
        + (steps is { } all ? string.Create(CultureInfo.InvariantCulture, $"{all} are asked for; ")
            : string.Create(CultureInfo.InvariantCulture, $"`CheckpointEvery` is {CheckpointEvery}; "))
        + (horizon < 1 ? "take a cell whose time constants are longer."
            : string.Create(CultureInfo.InvariantCulture, $"keep states every {horizon} steps or fewer (`CheckpointEvery = {horizon}`), from which the reversal starts anew.")));
}

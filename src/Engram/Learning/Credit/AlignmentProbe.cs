using Engram.Equations;
using Engram.Networks;
using Engram.Tasks;

namespace Engram.Learning;

/// <summary>
/// Measures how far the gradient of a rule is from that of the loss, on the trials of the next update. It has a batch and an adjoint of its own, and
/// changes nothing of what is learned.
/// </summary>
internal sealed class AlignmentProbe : IDisposable
{
    private readonly Engine<float> rule, exact;
    private readonly TaskBatch<float> batch;
    private readonly ParameterSet parameters;
    private readonly BackwardMatrices<float>? backward;
    private readonly float[] byRule, byLoss;

    /// <summary>Compiles the adjoint.</summary>
    /// <param name="configuration">What is trained, and how.</param>
    /// <param name="graph">The step, as the cell defines it.</param>
    /// <param name="rule">The engine whose gradient is learned from; stays the caller's.</param>
    /// <param name="threads">Threads that work.</param>
    /// <param name="network">The network.</param>
    /// <param name="backward">Through what errors go back in the rule; null for the weights.</param>
    public AlignmentProbe(
        RunConfiguration configuration, StepGraph graph, Engine<float> rule, int threads, Network network, BackwardMatrices<float>? backward)
    {
        (this.rule, this.backward, parameters) = (rule, backward, network.Parameters);
        exact = new Engine<float>(graph, threads);
        batch = configuration.TrainingBatch(configuration.Task, Loss.Catalog.Create(configuration.Training.Loss));
        (byRule, byLoss) = (new float[rule.ParameterCount], new float[exact.ParameterCount]);
    }

    /// <summary>The engine that computes the gradient of the loss.</summary>
    public Engine<float> Exact => exact;

    /// <summary>Measures.</summary>
    /// <param name="task">The task at the present stage.</param>
    /// <param name="firstTrial">The first trial of the next update.</param>
    /// <param name="raw">Raw weights.</param>
    /// <param name="effective">Effective weights and backward matrices of the next update, which the rule's engine has loaded.</param>
    /// <param name="cancel">Stops the engines.</param>
    /// <exception cref="OperationCanceledException">They were stopped.</exception>
    public GradientAlignment Measure(
        CognitiveTask task, long firstTrial, ReadOnlySpan<float> raw, ReadOnlySpan<float> effective, CancellationToken cancel)
    {
        (rule.Stop, exact.Stop, batch.Task) = (cancel, cancel, task);
        batch.Draw(firstTrial);
        rule.Gradient(batch, byRule);
        exact.Load(effective[..parameters.Count]);
        exact.Gradient(batch, byLoss);
        var learned = byRule.AsSpan(0, parameters.Count);
        var lost = byLoss.AsSpan();
        parameters.Pull(raw, learned);
        parameters.Pull(raw, lost);
        List<ParameterAlignment> found = [];
        foreach (var shape in parameters.Shapes)
        {
            var (start, count) = (parameters.Offset(shape.Name), shape.Count);
            var one = learned.Slice(start, count);
            var other = lost.Slice(start, count);
            if (!parameters.Constraint(shape.Name).Trainable)
            {
                one.Clear();
                other.Clear();
                continue;
            }

            found.Add(new(
                shape.Name, Angle(one, other),
                backward?.Start(shape.Name) is { } place ? Angle(effective.Slice(start, count), effective.Slice(parameters.Count + place, count)) : null));
        }

        return new(Angle(learned, lost), found);
    }

    /// <inheritdoc/>
    public void Dispose() => exact.Dispose();

    // ∠(a, b) = 2 atan2(‖a/‖a‖ − b/‖b‖‖, ‖a/‖a‖ + b/‖b‖‖), which keeps its digits near 0°, where the cosine loses them.
    private static double? Angle(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var (ofA, ofB) = (Norm(a), Norm(b));
        if (!(ofA > 0 && ofB > 0 && double.IsFinite(ofA) && double.IsFinite(ofB)))
        {
            return null;
        }

        var (apart, together) = (0.0, 0.0);
        for (var k = 0; k < a.Length; k++)
        {
            var (x, y) = (a[k] / ofA, b[k] / ofB);
            apart += (x - y) * (x - y);
            together += (x + y) * (x + y);
        }

        return 2 * Math.Atan2(Math.Sqrt(apart), Math.Sqrt(together)) * 180 / Math.PI;
    }

    private static double Norm(ReadOnlySpan<float> values)
    {
        var squares = 0.0;
        foreach (var value in values)
        {
            squares += (double)value * value;
        }

        return Math.Sqrt(squares);
    }
}

using Engram.Equations;
using Engram.Learning;
using Engram.Tasks;

namespace Engram.Analysis;

/// <summary>∂L_T/∂h_T: how the loss of one step depends on the states after it, through the outputs of that step alone.</summary>
internal sealed class StepLoss
{
    private readonly StepGraph graph;
    private readonly HeadLosses heads;
    private readonly SeedNode seed;
    private readonly Node?[] adjoints;
    private readonly NodeValues values;
    private readonly HeadRoom<double> room = new();

    /// <summary>Differentiates the outputs.</summary>
    /// <param name="trials">The network.</param>
    /// <param name="task">Its task, which has the heads.</param>
    /// <param name="loss">The loss of heads that name none.</param>
    public StepLoss(ExactTrials trials, CognitiveTask task, Loss loss)
    {
        graph = trials.Graph;
        heads = new HeadLosses(task, loss);
        seed = new SeedNode(graph.Algebra, "dz", graph.Outputs);
        var found = Differentiation.Reverse(graph.Algebra, [(graph.Output, seed)], node => node is StateNode).Of;
        adjoints = [.. graph.States.Select(state => found.GetValueOrDefault(state.State))];
        values = new(graph, trials.Parameters, [graph.Output, .. adjoints.OfType<Node>()]);
    }

    /// <summary>Computes ∂L_T/∂h_T, where L_T = Σ mask · loss over the outputs of the step, each head weighed by its weight.</summary>
    /// <param name="state">h_T (S).</param>
    /// <param name="input">u_T (I).</param>
    /// <param name="target">y (O).</param>
    /// <param name="mask">Weights (O).</param>
    /// <param name="gradient">Receives the gradient (S).</param>
    /// <returns>L_T.</returns>
    public double Gradient(
        ReadOnlySpan<double> state, ReadOnlySpan<double> input, ReadOnlySpan<double> target, ReadOnlySpan<double> mask, Span<double> gradient)
    {
        values.Compute(state, input);
        var (slopes, sums) = (new double[graph.Outputs], new double[heads.Count]);
        double[] ones = [.. Enumerable.Repeat(1.0, heads.Count)];
        heads.Accumulate(values.Of(graph.Output), target, mask, graph.Outputs, slopes, ones, sums, room);
        values.Set(seed, slopes);
        values.Compute(state, input);
        var start = 0;
        foreach (var (place, one) in graph.States.Index())
        {
            var part = gradient.Slice(start, one.State.Width);
            start += part.Length;
            if (adjoints[place] is { } adjoint)
            {
                var found = values.Of(adjoint);
                for (var i = 0; i < part.Length; i++)
                {
                    part[i] = found[found.Length == 1 ? 0 : i];
                }
            }
            else
            {
                part.Clear();
            }
        }

        return heads.Mean(sums, ones);
    }
}

using Engram.Configuration;
using Engram.Equations;
using Engram.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace Engram.Learning;

/// <summary>
/// What one forward and one reverse replay of a sequence make of the weights, in double precision: the cache tells the inputs and targets, the consolidator undoes
/// its steps, and the errors go back, all three step by step together.
/// </summary>
internal sealed class ReplayGradient : IDisposable
{
    // A sample that adds less than this to the directions of those before it tells nothing of the weights.
    private const double Least = 1e-10;
    private readonly StepGraph graph;
    private readonly HeadLosses heads;
    private readonly HeadRoom<double> room = new();
    private readonly BackwardCircuit circuit;
    private readonly double[] parameters, undone;
    private readonly StepMap forward, back;
    private readonly Pullback step, output;
    private readonly (int Start, ParameterShape Weights, Node Input)[] terms;
    private readonly NodeValues sent;

    /// <summary>Prepares it.</summary>
    /// <param name="cell">Name of the cell.</param>
    /// <param name="graph">One step.</param>
    /// <param name="credit">Through what errors go back.</param>
    /// <param name="heads">The losses.</param>
    /// <param name="circuit">By which weights it runs backwards.</param>
    /// <param name="parameters">Effective weights, then what errors go back through in place of some, live.</param>
    /// <exception cref="UsageException">The step cannot be undone.</exception>
    public ReplayGradient(string cell, StepGraph graph, Credit credit, HeadLosses heads, BackwardCircuit circuit, double[] parameters)
    {
        (this.graph, this.heads, this.circuit, this.parameters) = (graph, heads, circuit, parameters);
        back = new(InverseStep.Of(graph, cell).Graph);
        forward = new(graph);
        undone = [.. parameters.AsSpan(0, graph.Parameters.Sum(shape => shape.Count))];
        var learning = credit.Through(graph);
        step = new(learning, parameters, [.. learning.States.Select(state => (state.Next, state.State.Width))]);
        output = new(learning, parameters, [(learning.Output, learning.Outputs)]);
        terms = [.. InverseStep.Products(graph).Select(term => (graph.Parameters.TakeWhile(shape => shape != term.Weights).Sum(shape => shape.Count), term.Weights, term.Input))];
        sent = new(graph, parameters, terms.Select(term => term.Input));
    }

    /// <summary>Replays a sequence forward and in reverse.</summary>
    /// <param name="sequence">Which.</param>
    /// <param name="begins">The state before the first step (S).</param>
    /// <param name="gradient">dL/dW of all parameters is added to it.</param>
    /// <returns>L of the sequence, and how far the last reconstructed state is from that before the first step.</returns>
    public (double Loss, double Error) Compute(ReplayedSequence sequence, ReadOnlySpan<double> begins, Span<double> gradient)
    {
        Span<double> own = parameters.AsSpan(0, undone.Length);
        forward.Load(own);
        double[] state = [.. begins], after = new double[state.Length];
        var visited = new List<double[]>();
        foreach (var item in sequence.Forward)
        {
            visited.Add(state);
            forward.Next(state, sequence.Inputs[item], after);
            state = [.. after];
        }

        back.Load(Undone(sequence, visited));
        var (errors, byState, slopes, z) = (new double[state.Length], new double[state.Length], new double[graph.Outputs], new double[graph.Outputs]);
        var (sums, one) = (new double[heads.Count], new double[heads.Count]);
        foreach (var item in sequence.Reverse.Take(visited.Count))
        {
            var input = sequence.Inputs[item];
            output.Values(state, input, z);
            heads.Accumulate(z, sequence.Targets[item], sequence.Masks[item], graph.Outputs, slopes, sequence.LossWeights, one, room);
            for (var head = 0; head < sums.Length; head++)
            {
                sums[head] += one[head];
            }

            output.Multiply(state, input, slopes, byState, gradient);
            for (var i = 0; i < errors.Length; i++)
            {
                errors[i] += byState[i];
            }

            back.Next(state, input, after);
            step.Multiply(after, input, errors, byState, gradient);
            byState.CopyTo(errors, 0);
            after.CopyTo(state, 0);
        }

        return (heads.Mean(sums, sequence.LossWeights), Rows.GreatestDifference(state, begins));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        forward.Dispose();
        back.Dispose();
    }

    // Weights of the way back differ from the network's own only where these multiply what states make.
    private double[] Undone(ReplayedSequence sequence, List<double[]> visited)
    {
        var made = parameters[..undone.Length];
        if (circuit == BackwardCircuit.Learned)
        {
            Learn(sequence, visited);
        }

        foreach (var (start, weights, _) in circuit == BackwardCircuit.Copied ? [] : terms)
        {
            undone.AsSpan(start, weights.Count).CopyTo(made.AsSpan(start));
        }

        return made;
    }

    // W̃ ← W̃ + (W − W̃) Q Qᵀ, with Q an orthonormal base of the activities a that each matrix multiplied.
    private void Learn(ReplayedSequence sequence, List<double[]> visited)
    {
        var samples = terms.Select(term => Matrix<double>.Build.Dense(term.Weights.Columns, visited.Count)).ToArray();
        foreach (var (t, item) in sequence.Forward.Index())
        {
            sent.Compute(visited[t], sequence.Inputs[item]);
            foreach (var (k, term) in terms.Index())
            {
                var a = sent.Of(term.Input);
                for (var j = 0; j < term.Weights.Columns; j++)
                {
                    samples[k][j, t] = a[a.Length == 1 ? 0 : j];
                }
            }
        }

        foreach (var (k, term) in terms.Index())
        {
            var own = Matrix<double>.Build.DenseOfRowMajor(term.Weights.Rows, term.Weights.Columns, parameters[term.Start..(term.Start + term.Weights.Count)]);
            var circuits = Matrix<double>.Build.DenseOfRowMajor(term.Weights.Rows, term.Weights.Columns, undone[term.Start..(term.Start + term.Weights.Count)]);
            var svd = samples[k].Svd();
            var rank = svd.S.Count(value => value > Least * svd.S[0]);
            var q = svd.U.SubMatrix(0, term.Weights.Columns, 0, Math.Max(1, rank));
            (circuits + ((own - circuits) * q * q.Transpose())).ToRowMajorArray().CopyTo(undone, term.Start);
        }
    }
}

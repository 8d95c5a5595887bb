using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;
using Engram.Numerics;

namespace Engram.Learning;

/// <summary>
/// The matrices through which errors go back in place of the network's own. They follow the network's parameters in the layout of the
/// engine, and are no part of the network.
/// </summary>
internal sealed class BackwardMatrices
{
    private readonly List<Matrix> matrices = [];
    private readonly double decay;
    private readonly int count;
    private readonly float[] values, updated;

    /// <summary>Draws them.</summary>
    /// <param name="graph">The step, as <see cref="Through"/> made it.</param>
    /// <param name="credit">Through what errors go back.</param>
    /// <param name="network">The network as learning begins.</param>
    /// <param name="seed">Decides what is drawn, each matrix by the name of that whose place it takes.</param>
    public BackwardMatrices(StepGraph graph, Credit credit, Network network, ulong seed)
    {
        decay = credit.FeedbackDecay;
        count = network.Parameters.Count;
        var start = count;
        foreach (var weights in graph.Parameters.Where(shape => graph.Back(shape) is { } back && back != shape))
        {
            matrices.Add(new(
                Kind(credit, weights), weights, network.Parameters.Offset(weights.Name), start - count,
                network.Parameters.Constraint(weights.Name).Trainable));
            start += weights.Count;
        }

        values = new float[start - count];
        updated = matrices.Exists(matrix => matrix.Kind == Feedback.Learned) ? new float[count] : [];
        foreach (var matrix in matrices)
        {
            Draw(matrix, credit.FeedbackScale, network, seed);
        }
    }

    /// <summary>Whether any of them is learned, and thus part of the state of learning.</summary>
    public bool AreLearned => updated.Length > 0;

    /// <summary>All of them, one after the other, live.</summary>
    public Span<float> Values => values;

    /// <summary>The step whose errors go back as configured; the step itself where that is through its own matrices.</summary>
    /// <param name="graph">The step.</param>
    /// <param name="credit">Through what errors go back.</param>
    /// <exception cref="UsageException">The cell has a parameter of a name that is needed.</exception>
    public static StepGraph Through(StepGraph graph, Credit credit)
    {
        var backward = new Dictionary<string, ParameterShape?>();
        foreach (var weights in graph.Parameters.Where(shape => Kind(credit, shape) != Feedback.Own))
        {
            var name = $"{weights.Name}_back";
            if (graph.Parameters.Any(shape => shape.Name == name))
            {
                throw new UsageException(
                    $"A cell names a parameter '{name}', which is the name of what errors go back through in place of '{weights.Name}'; give it another.");
            }

            backward[weights.Name] = Kind(credit, weights) == Feedback.None ? null
                : new ParameterShape(name, weights.Role, weights.Rows, weights.Columns) { IsGate = weights.IsGate };
        }

        return backward.Count == 0 ? graph : graph.Through(backward);
    }

    /// <summary>Writes them behind the effective weights, whose signs some of them have.</summary>
    /// <param name="effective">Effective weights of the network, then room for these.</param>
    public void Write(Span<float> effective)
    {
        values.CopyTo(effective[count..]);
        foreach (var (kind, weights, from, to, _) in matrices)
        {
            for (var k = 0; kind == Feedback.SignSymmetric && k < weights.Count; k++)
            {
                effective[count + to + k] = MathF.Abs(values[to + k]) * MathF.Sign(effective[from + k]);
            }
        }
    }

    // W ← (1 − λ)(W + ΔW),  B ← (1 − λ)(B + ΔW): the difference of the two falls by 1 − λ.
    /// <summary>Lets the learned ones follow an update of the weights, and lets both decay.</summary>
    /// <param name="parameters">The layout of the network.</param>
    /// <param name="raw">Raw weights after the update; updated here.</param>
    /// <param name="effective">Effective weights before it.</param>
    public void Follow(ParameterSet parameters, Span<float> raw, ReadOnlySpan<float> effective)
    {
        if (!AreLearned)
        {
            return;
        }

        var keep = (float)(1 - decay);
        parameters.Refresh<float>(raw, updated);
        foreach (var (kind, weights, from, to, isTrained) in matrices)
        {
            for (var k = 0; kind == Feedback.Learned && isTrained && k < weights.Count; k++)
            {
                values[to + k] = keep * (values[to + k] + updated[from + k] - effective[from + k]);
                raw[from + k] *= keep;
            }
        }
    }

    private static Feedback Kind(Credit credit, ParameterShape weights) => weights.Role switch
    {
        ParameterRole.Recurrent or ParameterRole.Projection => weights.IsGate ? credit.ThroughGates : credit.ThroughRecurrent,
        ParameterRole.Readout => credit.ThroughReadout,
        _ => Feedback.Own,
    };

    // Errors go back only where there is a connection. Weights whose sign is fixed could never align with a matrix of other signs.
    private void Draw(Matrix matrix, double? scale, Network network, ulong seed)
    {
        var weights = matrix.Weights;
        var own = network.Effective(weights.Name);
        var constraint = network.Parameters.Constraint(weights.Name);
        var (squares, connections) = (0.0, 0);
        for (var k = 0; k < own.Length; k++)
        {
            squares += (double)own[k] * own[k];
            connections += constraint.Connected(k / weights.Columns, k % weights.Columns) ? 1 : 0;
        }

        if (scale is null && squares == 0)
        {
            throw new UsageException(
                $"feedback-scale is none, which takes the size of {weights.Name}, and that begins at 0: no error would go back. Write --feedback-scale 1.");
        }

        var deviation = scale ?? Math.Sqrt(squares / connections);
        var stream = new RandomStream(new StreamKey(seed, Purpose.Feedback), StreamIndex.Of(weights.Name));
        for (var k = 0; k < own.Length; k++)
        {
            var drawn = deviation * stream.NextNormal();
            if (constraint.Positivity != Positivity.None)
            {
                drawn = Math.Abs(drawn) * (constraint.Sign.IsEmpty ? 1 : constraint.Sign[k % weights.Columns]);
            }

            values[matrix.To + k] = constraint.Connected(k / weights.Columns, k % weights.Columns) ? (float)drawn : 0;
        }

        // Errors that go back through a matrix of greater radius than that of the weights grow from step to step.
        var made = values.AsSpan(matrix.To, own.Length);
        if (scale is null && weights.Role == ParameterRole.Recurrent
            && SpectralRadius.Of(made, weights.Rows) is > 1e-9 and var radius)
        {
            var factor = (float)(network.SpectralRadius(weights.Name) / radius);
            foreach (ref var b in made)
            {
                b *= factor;
            }
        }
    }

    /// <summary>One of them.</summary>
    /// <param name="Kind">Of what kind.</param>
    /// <param name="Weights">Whose place it takes.</param>
    /// <param name="From">Where those are in the layout of the network.</param>
    /// <param name="To">Where it is among these.</param>
    /// <param name="IsTrained">Whether the weights learn.</param>
    private sealed record Matrix(Feedback Kind, ParameterShape Weights, int From, int To, bool IsTrained);
}

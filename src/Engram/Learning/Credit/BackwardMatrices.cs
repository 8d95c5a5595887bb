using System.Numerics;
using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;
using Engram.Numerics;

namespace Engram.Learning;

/// <summary>
/// The matrices through which errors go back in place of the network's own. They follow the network's parameters in the layout of the
/// engine, and are no part of the network.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>; what is drawn is the same numbers in both.</typeparam>
internal sealed class BackwardMatrices<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly List<Matrix> matrices = [];
    private readonly StreamKey key;
    private readonly double decay;
    private readonly int count;
    private readonly T[] values, updated;
    private readonly bool[] connected;
    private readonly float[] room;

    /// <summary>Draws them.</summary>
    /// <param name="graph">The step, as <see cref="Credit.Through"/> made it.</param>
    /// <param name="credit">Through what errors go back.</param>
    /// <param name="network">The network as learning begins.</param>
    /// <param name="seed">Decides what is drawn, each matrix by the name of that whose place it takes.</param>
    public BackwardMatrices(StepGraph graph, Credit credit, Network network, ulong seed)
    {
        (decay, key) = (credit.FeedbackDecay, new(seed, Purpose.Feedback));
        count = network.Parameters.Count;
        var start = count;
        foreach (var weights in graph.Parameters.Where(shape => graph.Back(shape) is { } back && back != shape))
        {
            matrices.Add(new(
                credit.Kind(weights), weights, network.Parameters.Offset(weights.Name), start - count,
                network.Parameters.Constraint(weights.Name).Trainable));
            start += weights.Count;
        }

        values = new T[start - count];
        connected = new bool[values.Length];
        room = new float[matrices.Where(matrix => matrix.Kind == Feedback.SignSymmetricRedrawn).Select(matrix => matrix.Weights.Columns).DefaultIfEmpty().Max()];
        updated = matrices.Exists(matrix => matrix.Kind == Feedback.Learned) ? new T[count] : [];
        foreach (var matrix in matrices)
        {
            Draw(matrix, credit.FeedbackScale, network);
        }
    }

    /// <summary>Whether any of them is learned, and thus part of the state of learning.</summary>
    public bool AreLearned => updated.Length > 0;

    /// <summary>All of them, one after the other, live.</summary>
    public Span<T> Values => values;

    /// <summary>Where the one that takes the place of a matrix begins among them; null for none.</summary>
    /// <param name="weights">Name of the matrix.</param>
    public int? Start(string weights) => matrices.Find(matrix => matrix.Weights.Name == weights)?.To;

    /// <summary>Writes them behind the effective weights, whose signs some of them have.</summary>
    /// <param name="effective">Effective weights of the network, then room for these.</param>
    public void Write(Span<T> effective)
    {
        values.CopyTo(effective[count..]);
        foreach (var (kind, weights, from, to, _) in matrices)
        {
            for (var k = 0; HasSigns(kind) && k < weights.Count; k++)
            {
                effective[count + to + k] = T.Abs(values[to + k]) * T.CreateTruncating(T.Sign(effective[from + k]));
            }
        }
    }

    // By the number of the update, so that a resumed run draws the same.
    /// <summary>Draws the magnitudes that each update has of its own.</summary>
    /// <param name="update">Updates made so far.</param>
    public void Redraw(long update)
    {
        foreach (var matrix in matrices)
        {
            if (matrix.Kind != Feedback.SignSymmetricRedrawn)
            {
                continue;
            }

            var (rows, columns) = (matrix.Weights.Rows, matrix.Weights.Columns);
            for (var row = 0; row < rows; row++)
            {
                var noise = room.AsSpan(0, columns);
                NormalNoise.Fill(noise, key, StreamIndex.Of(matrix.Stream, update), row, matrix.Deviation);
                for (var (k, to) = (0, matrix.To + (row * columns)); k < columns; k++, to++)
                {
                    values[to] = connected[to] ? T.CreateTruncating(noise[k]) : T.Zero;
                }
            }
        }
    }

    // W ← (1 − λ)(W + ΔW),  B ← (1 − λ)(B + ΔW): the difference of the two falls by 1 − λ.
    /// <summary>Lets the learned ones follow an update of the weights, and lets both decay.</summary>
    /// <param name="parameters">The layout of the network.</param>
    /// <param name="raw">Raw weights after the update; updated here.</param>
    /// <param name="effective">Effective weights before it.</param>
    public void Follow(ParameterSet parameters, Span<T> raw, ReadOnlySpan<T> effective)
    {
        if (!AreLearned)
        {
            return;
        }

        var keep = T.CreateTruncating(1 - decay);
        parameters.Refresh<T>(raw, updated);
        foreach (var (kind, weights, from, to, isTrained) in matrices)
        {
            for (var k = 0; kind == Feedback.Learned && isTrained && k < weights.Count; k++)
            {
                values[to + k] = keep * (values[to + k] + updated[from + k] - effective[from + k]);
                raw[from + k] *= keep;
            }
        }
    }

    // Errors go back only where there is a connection. Weights whose sign is fixed could never align with a matrix of other signs.
    private void Draw(Matrix matrix, double? scale, Network network)
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
                $"`FeedbackScale` is none, so the backward matrix would be as large as {weights.Name}, which starts at 0, and no error would go back; set `FeedbackScale = 1`.");
        }

        var deviation = scale ?? Math.Sqrt(squares / connections);
        var stream = new RandomStream(key, matrix.Stream);
        var made = new float[own.Length];
        for (var k = 0; k < own.Length; k++)
        {
            var drawn = deviation * (matrix.Kind == Feedback.SignSymmetricUniform ? own[k] < 0 ? -1 : 1 : stream.NextNormal());
            if (constraint.Positivity != Positivity.None)
            {
                drawn = Math.Abs(drawn) * (constraint.Sign.IsEmpty ? 1 : constraint.Sign[k % weights.Columns]);
            }

            made[k] = constraint.Connected(k / weights.Columns, k % weights.Columns) ? (float)drawn : 0;
        }

        // Errors that go back through a matrix of greater radius than that of the weights grow from step to step.
        if (scale is null && weights.Role == ParameterRole.Recurrent
            && SpectralRadius.Of(made, weights.Rows) is > 1e-9 and var radius)
        {
            var factor = (float)(network.SpectralRadius(weights.Name) / radius);
            deviation *= factor;
            foreach (ref var b in made.AsSpan())
            {
                b *= factor;
            }
        }

        matrix.Deviation = (float)deviation;
        for (var k = 0; k < own.Length; k++)
        {
            connected[matrix.To + k] = constraint.Connected(k / weights.Columns, k % weights.Columns);
            values[matrix.To + k] = T.CreateTruncating(made[k]);
        }
    }

    private static bool HasSigns(Feedback kind) =>
        kind is Feedback.SignSymmetric or Feedback.SignSymmetricRedrawn or Feedback.SignSymmetricUniform;

    /// <summary>One of them.</summary>
    /// <param name="Kind">Of what kind.</param>
    /// <param name="Weights">Whose place it takes.</param>
    /// <param name="From">Where those are in the layout of the network.</param>
    /// <param name="To">Where it is among these.</param>
    /// <param name="IsTrained">Whether the weights learn.</param>
    private sealed record Matrix(Feedback Kind, ParameterShape Weights, int From, int To, bool IsTrained)
    {
        /// <summary>Index of the stream of what is drawn for it.</summary>
        public long Stream { get; } = StreamIndex.Of(Weights.Name);

        /// <summary>Standard deviation of what was drawn.</summary>
        public float Deviation { get; set; }
    }
}

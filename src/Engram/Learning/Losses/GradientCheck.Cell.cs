using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Numerics;

namespace Engram.Learning;

/// <content>Cells.</content>
public static partial class GradientCheck
{
    private const int Inputs = 3, Outputs = 2;

    /// <summary>
    /// Compares the gradient that is derived from a cell's equations with central differences (L(w + h) − L(w − h)) / 2h, in double precision
    /// and for every weight: with 3 random inputs and 2 outputs, L = Σ z²/2 over four trials of ten steps of 20 ms.
    /// </summary>
    /// <param name="cell">
    /// The cell; 20 units are enough, and the time grows with the fourth power of their number. One with steps, surrogate derivatives or Detach
    /// learns with something else than the slope of its loss, and is refused.
    /// </param>
    /// <returns>How many weights were compared.</returns>
    /// <exception cref="UsageException">The cell cannot be used, or a derivative differs from the differences.</exception>
    public static int Of(Cell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        var graph = cell.Graph(Inputs, Outputs, 20.Ms);
        using var engine = new Engine<double>(graph);
        var (batch, stream) = (new RandomTrials(), new RandomStream(new StreamKey(1, Purpose.Weights), 0));
        var weights = new double[engine.ParameterCount];
        foreach (ref var weight in weights.AsSpan())
        {
            weight = 0.2 * stream.NextNormal();
        }

        // Time constants lie between their bounds.
        var start = 0;
        foreach (var shape in graph.Parameters)
        {
            var own = weights.AsSpan(start, shape.Count);
            shape.Range?.Effective<double>(own, own);
            start += shape.Count;
        }

        double[] gradient = new double[weights.Length], differences = new double[weights.Length], unused = new double[weights.Length];
        engine.Load(weights);
        engine.Gradient(batch, gradient);
        for (var i = 0; i < weights.Length; i++)
        {
            differences[i] = (LossAt(i, H) - LossAt(i, -H)) / (2 * H);
        }

        var (most, at) = (gradient.Max(Math.Abs), 0);
        foreach (var shape in graph.Parameters)
        {
            for (var k = 0; k < shape.Count; k++, at++)
            {
                if (!(Math.Abs(gradient[at] - differences[at]) <= Tolerance * most))
                {
                    var place = $"{shape.Name}[{k / shape.Columns}, {k % shape.Columns}]";
                    throw new UsageException(
                        $"The gradient of the cell {cell.Name} is not the slope of its loss: for {place} it is "
                        + FormattableString.Invariant($"{gradient[at]:G6}, and differences give {differences[at]:G6}. ")
                        + "Where a step, a surrogate or Detach is meant to do that, leave out this check.");
                }
            }
        }

        return weights.Length;

        // Masks of dropout are drawn for gradients only.
        double LossAt(int i, double change)
        {
            weights[i] += change;
            engine.Load(weights);
            weights[i] -= change;
            engine.Gradient(batch, unused);
            return batch.Loss;
        }
    }

    // dL/dz = z.
    private sealed class RandomTrials : IBatch<double>
    {
        private readonly double[] losses = new double[4];

        public double Loss => losses.Sum();

        public int Trials => losses.Length;

        public StreamKey Noise => new(1, Purpose.TrainingNoise);

        public StreamKey Dropout => new(1, Purpose.Dropout);

        public int Steps(int trial) => 10;

        public long NoiseIndex(int trial) => trial;

        public void WriteInputs(Block<double> block)
        {
            for (var at = 0; at < block.Steps * block.Rows; at++)
            {
                var numbers = new RandomStream(
                    new StreamKey(1, Purpose.Analysis), (at / block.Rows * Trials) + block.FirstTrial + (at % block.Rows));
                for (var i = 0; i < Inputs; i++)
                {
                    block.Inputs.Span[(at * block.InputStride) + i] = numbers.NextNormal();
                }
            }
        }

        public void AfterForward(Block<double> block)
        {
            Array.Clear(losses, block.FirstTrial, block.Rows);
            for (var at = 0; at < block.Steps * block.Rows; at++)
            {
                for (var o = 0; o < Outputs; o++)
                {
                    var z = block.Outputs.Span[(at * block.OutputStride) + o];
                    losses[block.FirstTrial + (at % block.Rows)] += z * z / 2;
                    block.OutputAdjoints.Span[(at * block.OutputStride) + o] = z;
                }
            }
        }
    }
}

using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;
using Engram.Numerics;

namespace Engram.Learning;

/// <summary>
/// What drives a network in its task: second moments, over steps and trials, of what a drive y = W z multiplies and of what it gives,
/// E[z zᵀ] and E[y yᵀ] = W E[z zᵀ] Wᵀ, with z = [rates; inputs; 1] and W = [W_rec W_in b], or z = [rates; 1] and W = [W_out b_out].
/// </summary>
/// <param name="Inputs">E[z zᵀ], (C × C), row-major; the sum over tasks.</param>
/// <param name="Outputs">E[y yᵀ], (R × R), row-major; the sum over tasks.</param>
[Cite("10.48550/arXiv.1810.01256", "Zeng, Chen, Cui & Yu 2019, Continual learning of context-dependent processing in neural networks")]
internal sealed record ActivityMoment(double[] Inputs, double[] Outputs)
{
    /// <summary>Measures a network on fresh trials of the task that it was trained on, with noise.</summary>
    /// <param name="network">The network.</param>
    /// <param name="configuration">What it was trained with: task, cell and step.</param>
    /// <param name="trials">Trials.</param>
    /// <param name="seed">Seed of trials and noise.</param>
    /// <returns>One for each drive of the cell, and last that of the readout.</returns>
    /// <exception cref="UsageException">A matrix of the cell multiplies neither rates nor inputs.</exception>
    public static IReadOnlyList<ActivityMoment> Of(Network network, RunConfiguration configuration, int trials, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        var drives = Drives(configuration);
        using var engine = new Engine<float>(configuration.Graph());
        engine.Load(network.EffectiveValues);
        var batch = new MeasuredBatch(configuration, drives, Math.Min(trials, Evaluator.Chunk), seed);
        for (var first = 0; first < trials; first += Evaluator.Chunk)
        {
            batch.Draw(first, Math.Min(Evaluator.Chunk, trials - first));
            engine.Forward(batch);
        }

        return [.. drives.Zip(batch.Moments(), (drive, inputs) => new ActivityMoment(inputs, Driven(network, drive, inputs)))];
    }

    /// <summary>The moments of several tasks together.</summary>
    internal static IReadOnlyList<ActivityMoment> Sum(IReadOnlyList<ActivityMoment> a, IReadOnlyList<ActivityMoment> b) =>
        a.Count == 0 ? b : [.. a.Zip(b, (one, other) => new ActivityMoment(Sum(one.Inputs, other.Inputs), Sum(one.Outputs, other.Outputs)))];

    /// <summary>The drives of the configuration's cell.</summary>
    internal static IReadOnlyList<DriveGroup> Drives(RunConfiguration configuration) =>
        DriveGroup.Of(configuration.Graph()) ?? throw new UsageException(
            $"`Protection` is {Settings.Text(configuration.Continual, "protection")}, which needs a cell whose matrices all multiply rates or inputs, but "
            + $"the {configuration.Cell.Name} cell as configured has others; set `Protection = ewc`, or `Cell = leaky`.");

    private static double[] Sum(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];

    // W E[z zᵀ] Wᵀ
    private static double[] Driven(Network network, DriveGroup drive, double[] inputs)
    {
        var (rows, columns) = (drive.Rows, drive.Columns);
        var w = new double[rows * columns];
        var place = 0;
        foreach (var shape in drive.Shapes)
        {
            var values = network.Effective(shape.Name);
            for (var k = 0; k < values.Length; k++)
            {
                w[(k / shape.Columns * columns) + place + (k % shape.Columns)] = values[k];
            }

            place += shape.Columns;
        }

        var driven = new double[columns];
        var outputs = new double[rows * rows];
        for (var i = 0; i < rows; i++)
        {
            for (var k = 0; k < columns; k++)
            {
                driven[k] = Rows.Dot(w.AsSpan(i * columns, columns), inputs.AsSpan(k * columns, columns));
            }

            for (var j = 0; j < rows; j++)
            {
                outputs[(i * rows) + j] = Rows.Dot(driven, w.AsSpan(j * columns, columns));
            }
        }

        return outputs;
    }

    /// <summary>Trials that add up z zᵀ of every drive while they run.</summary>
    private sealed class MeasuredBatch(RunConfiguration configuration, IReadOnlyList<DriveGroup> drives, int capacity, ulong seed) : IBatch<float>
    {
        private readonly TaskBatch<float> trials =
            new(configuration.Task, Loss.Catalog.Create(configuration.Training.Loss), configuration.Training.Dt, capacity, seed, Purpose.TestTrials)
            {
                Measures = true,
            };

        private readonly double[][] sums = [.. drives.Select(drive => new double[drive.Columns * drive.Columns])];
        private readonly double[][] z = [.. drives.Select(drive => new double[drive.Columns])];
        private long count;

        public int Trials => trials.Trials;

        public StreamKey Noise => trials.Noise;

        public StreamKey Dropout => trials.Dropout;

        // What is measured is the whole network.
        public bool HasDropout => false;

        public bool Responds => trials.Responds;

        public void Respond(Block<float> block, int step) => trials.Respond(block, step);

        public int Steps(int place) => trials.Steps(place);

        public long NoiseIndex(int place) => trials.NoiseIndex(place);

        public void Draw(long first, int drawn) => trials.Draw(first, drawn);

        public void WriteInputs(Block<float> block) => trials.WriteInputs(block);

        public void AfterForward(Block<float> block)
        {
            for (var row = 0; row < block.Rows; row++)
            {
                for (var step = 0; step < Steps(block.FirstTrial + row); step++, count++)
                {
                    var inputs = block.Inputs.Span[(((step * block.Rows) + row) * block.InputStride)..];
                    for (var place = 0; place < drives.Count; place++)
                    {
                        // Rates begin with those before the first step, which drive it; the readout, the last, reads those after the step.
                        var at = place == drives.Count - 1 ? step + 1 : step;
                        Add(place, block.Rates.Span[(((at * block.Rows) + row) * block.RateStride)..], inputs);
                    }
                }
            }
        }

        public IEnumerable<double[]> Moments() => sums.Select(sum => Array.ConvertAll(sum, value => value / count));

        private void Add(int drive, ReadOnlySpan<float> rates, ReadOnlySpan<float> inputs)
        {
            var (values, next) = (z[drive], 0);
            foreach (var (weights, ofInputs) in drives[drive].Terms)
            {
                for (var k = 0; k < weights.Columns; k++)
                {
                    values[next++] = ofInputs ? inputs[k] : rates[k];
                }
            }

            if (drives[drive].Bias is not null)
            {
                values[next] = 1;
            }

            for (var i = 0; i < values.Length; i++)
            {
                if (values[i] != 0)
                {
                    Rows.AddScaled(sums[drive].AsSpan(i * values.Length, values.Length), values[i], values);
                }
            }
        }
    }
}

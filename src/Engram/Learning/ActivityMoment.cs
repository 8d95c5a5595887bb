using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;
using Engram.Numerics;
using Engram.Simulation;

namespace Engram.Learning;

/// <summary>
/// What drives a network in its task: second moments, over steps and trials, of what a drive y = W z multiplies and of what it gives,
/// E[z zᵀ] and E[y yᵀ] = W E[z zᵀ] Wᵀ, with z = [rates; inputs; 1] and W = [W_rec W_in b], or z = [rates; 1] and W = [W_out b_out].
/// </summary>
/// <param name="Inputs">E[z zᵀ], (C × C), row-major; the sum over tasks.</param>
/// <param name="Outputs">E[y yᵀ], (R × R), row-major; the sum over tasks.</param>
[Cite("10.48550/arXiv.1810.01256", "Zeng, Chen, Cui & Yu 2019, Continual learning of context-dependent processing in neural networks")]
public sealed record ActivityMoment(double[] Inputs, double[] Outputs)
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
        var recording = new Experiment
        {
            Network = network, Cell = configuration.Cell, Task = configuration.Task, Dt = configuration.Training.Dt, Trials = trials, Seed = seed,
        }.Run();
        var drives = Drives(configuration);
        var begun = Begun(network, configuration.Graph());
        return [.. drives.Select(drive => Measured(network, drive, recording, drive == drives[^1] ? null : begun))];
    }

    /// <summary>The moments of several tasks together.</summary>
    internal static IReadOnlyList<ActivityMoment> Sum(IReadOnlyList<ActivityMoment> a, IReadOnlyList<ActivityMoment> b) =>
        a.Count == 0 ? b : [.. a.Zip(b, (one, other) => new ActivityMoment(Sum(one.Inputs, other.Inputs), Sum(one.Outputs, other.Outputs)))];

    /// <summary>The drives of the configuration's cell.</summary>
    internal static IReadOnlyList<DriveGroup> Drives(RunConfiguration configuration) =>
        DriveGroup.Of(configuration.Graph()) ?? throw new UsageException(
            $"protection is {Settings.Text(configuration.Continual, "protection")}, which needs a cell whose matrices multiply rates or inputs, and "
            + $"{configuration.Cell.Name} as configured has others; write --protection ewc, or take a leaky cell.");

    private static double[] Sum(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];

    private static ActivityMoment Measured(Network network, DriveGroup drive, Recording recording, double[]? begun)
    {
        var (rows, columns) = (drive.Rows, drive.Columns);
        var (z, moment) = (new double[columns], new double[columns * columns]);
        var count = 0L;
        for (var trial = 0; trial < recording.TrialCount; trial++)
        {
            // A step is driven by the rates that the step before it left, the first by those that a trial begins with; the readout reads
            // those of its own step.
            for (var step = 0; step < recording.Trials[trial].Steps; step++, count++)
            {
                Read(drive, recording, begun is null ? step : step - 1, step, trial, z, begun);
                for (var i = 0; i < columns; i++)
                {
                    if (z[i] != 0)
                    {
                        Rows.AddScaled(moment.AsSpan(i * columns, columns), z[i], z);
                    }
                }
            }
        }

        var inputs = Array.ConvertAll(moment, value => value / Math.Max(1, count));
        return new(inputs, Driven(network, drive, inputs, rows, columns));
    }

    private static void Read(DriveGroup drive, Recording recording, int ratesAt, int inputsAt, int trial, Span<double> z, double[]? begun)
    {
        var place = 0;
        foreach (var (_, ofInputs) in drive.Terms)
        {
            if (!ofInputs && ratesAt < 0)
            {
                begun.CopyTo(z[place..]);
                place += recording.Units;
                continue;
            }

            foreach (var value in ofInputs ? recording.InputAt(inputsAt, trial) : recording.Rate(ratesAt, trial))
            {
                z[place++] = value;
            }
        }

        if (drive.Bias is not null)
        {
            z[place] = 1;
        }
    }

    private static double[] Begun(Network network, StepGraph graph)
    {
        double[] parameters = Array.ConvertAll(network.EffectiveValues.ToArray(), value => (double)value);
        double[] state = [.. graph.States.SelectMany(one => network.Effective(one.Initial.Name).ToArray().Select(value => (double)value))];
        var rates = new KinkedStep(graph, parameters, state, new double[graph.Inputs], tolerance: 0).Rates;
        return rates.IsEmpty ? new double[graph.Units] : rates.ToArray();
    }

    // W E[z zᵀ] Wᵀ
    private static double[] Driven(Network network, DriveGroup drive, double[] inputs, int rows, int columns)
    {
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
}

using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;
using MathNet.Numerics.LinearAlgebra;

namespace Engram.Simulation;

/// <summary>
/// Weights by which a network runs backwards, learned while it runs forward: for each matrix W that multiplies what states make, the matrix Ŵ that makes
/// −W a of a, by linear regression over the steps of recorded trials. So a circuit for the way back can be trained by replay in the forward direction.
/// </summary>
/// <param name="Matrices">Ŵ by the name of W (rows × columns, row-major).</param>
/// <param name="Errors">‖Ŵ + W‖ / ‖W‖ by the name of W.</param>
/// <param name="Samples">Steps that were learned from.</param>
[Cite("10.1101/2023.02.23.529770", "Cheng & Brown 2025, Replay as a basis for backpropagation through time in the brain")]
public sealed record BackwardWeights(IReadOnlyDictionary<string, double[]> Matrices, IReadOnlyDictionary<string, double> Errors, int Samples)
{
    // Below this part of the greatest, what samples differ in is rounding.
    private const double Least = 1e-12;

    /// <summary>Learns them.</summary>
    /// <param name="network">The network, whose step can be undone.</param>
    /// <param name="recording">Trials in the forward direction, with states and in double precision (<see cref="Experiment.KeepExact"/>).</param>
    /// <exception cref="UsageException">The step cannot be undone, or there are too few samples, or they differ in too little.</exception>
    public static BackwardWeights Learn(Network network, Recording recording)
    {
        ArgumentNullException.ThrowIfNull(network);
        var exact = StateReversal.Exact(recording);
        var (graph, parameters) = StateReversal.Step(network, recording.Inputs, recording.Dt);
        _ = InverseStep.Of(graph, network.Cell.Name);
        StateReversal.Fit(graph.StateWidth, recording);
        var terms = InverseStep.Products(graph);
        var values = new NodeValues(graph, parameters, terms.Select(term => term.Input));
        var samples = recording.Trials.Sum(trial => trial.Steps - 1);
        var learned = terms.ToDictionary(term => term.Weights.Name, term => new double[samples * term.Weights.Columns]);
        var row = 0;
        for (var trial = 0; trial < recording.TrialCount; trial++)
        {
            for (var step = 1; step < recording.Trials[trial].Steps; step++, row++)
            {
                values.Compute(Row(exact.States, step - 1, recording.StateWidth), Row(exact.Input, step, recording.Inputs));
                foreach (var term in terms)
                {
                    // Column after column.
                    var (a, x) = (values.Of(term.Input).ToArray(), learned[term.Weights.Name]);
                    for (var j = 0; j < term.Weights.Columns; j++)
                    {
                        x[(j * samples) + row] = a[a.Length == 1 ? 0 : j];
                    }
                }
            }

            ReadOnlySpan<double> Row(double[] all, int step, int width) => all.AsSpan(((step * recording.TrialCount) + trial) * width, width);
        }

        var (matrices, errors) = (new Dictionary<string, double[]>(), new Dictionary<string, double>());
        foreach (var term in terms)
        {
            var w = Matrix<double>.Build.DenseOfRowMajor(
                term.Weights.Rows, term.Weights.Columns, StateReversal.Part(graph, parameters, term.Weights.Name).ToArray());
            var made = Regressed(Matrix<double>.Build.Dense(samples, term.Weights.Columns, learned[term.Weights.Name]), w, term.Weights.Name);
            (matrices[term.Weights.Name], errors[term.Weights.Name]) = (made.ToRowMajorArray(), (made + w).FrobeniusNorm() / w.FrobeniusNorm());
        }

        return new(matrices, errors, samples);
    }

    // X Ŵᵀ = −X Wᵀ.
    private static Matrix<double> Regressed(Matrix<double> x, Matrix<double> w, string name)
    {
        if (x.RowCount <= x.ColumnCount)
        {
            throw new UsageException(
                $"The recording has {Counted.Of(x.RowCount, "sample")}, too few for the {x.ColumnCount} weights of each unit in '{name}'; record more than {x.ColumnCount} steps.");
        }

        var qr = x.QR();
        var diagonal = qr.R.Diagonal().PointwiseAbs();
        return diagonal.Minimum() > Least * diagonal.Maximum() ? -qr.Solve(x * w.Transpose()).Transpose()
            : throw new UsageException(
                $"In the recording, what '{name}' multiplies varies in fewer directions than it has weights, so that they cannot be told apart; record more trials, or longer ones with "
                + "other inputs.");
    }
}

using Engram.Numerics;
using Engram.Storage;
using Engram.Studies.PatternsInTime;
using Engram.Tasks;
using MathNet.Numerics.LinearAlgebra;

namespace Engram.Studies.Reservoirs;

/// <summary>A trained network with its recurrent weights as they are, and a readout solved for by ridge regression.</summary>
internal static class SolvedReadout
{
    /// <summary>λ.</summary>
    public const double Ridge = 1e-6;

    private const int Tests = 10;

    /// <summary>Error in new series relative to the target's standard deviation, the median over trials.</summary>
    /// <param name="run">The network.</param>
    /// <param name="samples">Samples that the readout is fitted to.</param>
    public static double Error(TrainedRun run, int samples)
    {
        var (phi, y) = Arrays(ReadoutSamples.Of(run, Purpose.TrainingTrials, 1, ((TimeSeriesTask)run.Configuration.Task) with { Length = [samples] })[0]);
        var system = phi.TransposeThisAndMultiply(phi) + (Ridge * Matrix<double>.Build.DenseIdentity(phi.ColumnCount));
        var w = system.Cholesky().Solve(phi.TransposeThisAndMultiply(y));
        return Recall.Median(ReadoutSamples.Of(run, Purpose.TestTrials, Tests).Select(trial =>
        {
            var (rates, target) = Arrays(trial);
            return (target - (rates * w)).L2Norm() / (target - target.Average()).L2Norm();
        }));
    }

    private static (Matrix<double> Phi, Vector<double> Y) Arrays(IReadOnlyList<(double[] Phi, double Y)> samples) =>
        (Matrix<double>.Build.DenseOfRowArrays(samples.Select(one => one.Phi)), Vector<double>.Build.DenseOfEnumerable(samples.Select(one => one.Y)));
}

using Engram.Analysis;
using Engram.Simulation;
using Engram.Storage;
using Engram.Studies.LowRank;

namespace Engram.Studies.LowRankDecisions;

/// <summary>One network of rank one, taken apart.</summary>
/// <param name="Test">On fresh trials.</param>
/// <param name="Covariance">Of m, n, I and w (4 × 4).</param>
/// <param name="Correlation">Likewise.</param>
/// <param name="PlaneVariance">Share of the variance of currents, without noise, that two principal components hold.</param>
/// <param name="Outside">Share of the variance of currents outside the plane of m and I, with noise.</param>
/// <param name="ResampledLoss">Of each network drawn from the fit.</param>
/// <param name="ResampledAccuracy">Likewise.</param>
/// <param name="Finite">The exact circuit of this network.</param>
/// <param name="MeanField">The circuit of the fitted Gaussian.</param>
/// <param name="FinitePoints">Fixed points of the exact circuit.</param>
/// <param name="MeanFieldPoints">Fixed points of the circuit of the Gaussian.</param>
/// <param name="Disagreement">Greatest distance between fixed points of the circuit and of all currents.</param>
internal sealed record DecidingNetwork(
    Answer Test, IReadOnlyList<double> Covariance, IReadOnlyList<double> Correlation, double PlaneVariance, double Outside,
    IReadOnlyList<double> ResampledLoss, IReadOnlyList<double> ResampledAccuracy, Answer Finite, Answer MeanField,
    IReadOnlyList<FoundPoint> FinitePoints, IReadOnlyList<FoundPoint> MeanFieldPoints, double Disagreement)
{
    /// <summary>Takes a network apart.</summary>
    public static DecidingNetwork Of(TrainedRun run, NetworkSettings settings)
    {
        var configuration = run.Configuration;
        var dt = configuration.Training.Dt;
        var space = LoadingSpace.Of(run.Network).WithSigns();
        var experiment = run.Experiment(settings.Trials) with { KeepStates = true };
        var recording = experiment.Run();
        var quiet = (run.Experiment(settings.Trials / 5) with { KeepStates = true, Noise = false }).Run();
        var fit = new GaussianMixture { ZeroMean = false }.Fit(space);
        var resampled = new ConnectivityResampling { Draws = settings.Draws, Trials = settings.Trials, Seed = configuration.Seed }.Run(fit, configuration.Task, dt);
        var (finite, field) = (new FiniteCircuit(space), new MeanFieldCircuit(fit));
        var points = FoundPoint.All(finite);
        return new(
            Answer.Of(experiment, recording.Output),
            Flat(space.Covariance()),
            Flat(space.Correlations()),
            PrincipalComponents.Of(Rows(quiet), quiet.StateWidth).Explained.Take(2).Sum(),
            LatentTrajectory.Of(space, recording).Residual,
            resampled.Loss,
            resampled.Accuracy,
            Answer.Of(experiment, finite.Run(recording).Output),
            Answer.Of(experiment, field.Run(recording).Output),
            points,
            FoundPoint.All(field),
            FoundPoint.Disagreement(space, points, dt));
    }

    /// <summary>The currents of a recording, one row for each step and trial.</summary>
    public static double[] Rows(Recording recording) => Array.ConvertAll(recording.States, value => (double)value);

    private static double[] Flat(double[,] matrix) => [.. matrix.Cast<double>()];
}

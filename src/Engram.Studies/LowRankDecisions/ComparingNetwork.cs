using Engram.Analysis;
using Engram.Storage;
using Engram.Studies.LowRank;

namespace Engram.Studies.LowRankDecisions;

/// <summary>One network of rank two, taken apart.</summary>
/// <param name="Test">Over all pairs of stimuli.</param>
/// <param name="Covariance">Of m1, m2, n1, n2, I and w (6 × 6), in the canonical gauge.</param>
/// <param name="Correlation">Likewise.</param>
/// <param name="OverlapReal">Real parts of the eigenvalues of nᵀm/N.</param>
/// <param name="OverlapImaginary">Imaginary parts.</param>
/// <param name="Outside">Share of the variance of currents outside the span of m and I.</param>
/// <param name="ResampledLoss">Of each network drawn from the fit.</param>
/// <param name="ResampledAccuracy">Likewise.</param>
/// <param name="Finite">The exact circuit of this network.</param>
/// <param name="MeanField">The circuit of the fitted Gaussian, with all couplings.</param>
/// <param name="FinitePoints">Fixed points of the exact circuit.</param>
/// <param name="MeanFieldPoints">Fixed points of the circuit of the Gaussian.</param>
/// <param name="Disagreement">Greatest distance between fixed points of the circuit and of all currents.</param>
internal sealed record ComparingNetwork(
    PairScore Test, IReadOnlyList<double> Covariance, IReadOnlyList<double> Correlation, IReadOnlyList<double> OverlapReal,
    IReadOnlyList<double> OverlapImaginary, double Outside, IReadOnlyList<double> ResampledLoss, IReadOnlyList<double> ResampledAccuracy,
    PairScore Finite, PairScore MeanField, IReadOnlyList<FoundPoint> FinitePoints, IReadOnlyList<FoundPoint> MeanFieldPoints,
    double Disagreement)
{
    /// <summary>Whether the two variables turn into each other, so that no gauge uncouples them.</summary>
    public bool IsComplex => OverlapImaginary.Any(part => part != 0);

    /// <summary>Takes a network apart.</summary>
    public static ComparingNetwork Of(TrainedRun run, NetworkSettings settings)
    {
        var configuration = run.Configuration;
        var dt = configuration.Training.Dt;
        var space = LoadingSpace.Of(run.Network);
        var canonical = space.InSvdGauge().WithSigns();
        var recording = (run.Experiment(settings.Trials) with { KeepStates = true }).Run();
        var pairs = new Pairs(recording);
        var fit = new GaussianMixture { ZeroMean = false }.Fit(space);
        var resampled = new ConnectivityResampling { Draws = settings.Draws, Trials = settings.Trials, Seed = configuration.Seed }.Run(fit, configuration.Task, dt);
        var (finite, field) = (new FiniteCircuit(space), new MeanFieldCircuit(fit));
        var points = FoundPoint.All(finite);
        var overlaps = space.OverlapEigenvalues();
        return new(
            pairs.Score(recording.Output),
            [.. canonical.Covariance().Cast<double>()],
            [.. canonical.Correlations().Cast<double>()],
            [.. overlaps.Select(value => value.Real)],
            [.. overlaps.Select(value => value.Imaginary)],
            LatentTrajectory.Of(space, recording).Residual,
            resampled.Loss,
            resampled.Accuracy,
            pairs.Score(finite.Run(recording).Output),
            pairs.Score(field.Run(recording).Output),
            points,
            FoundPoint.All(field),
            FoundPoint.Disagreement(space, points, dt));
    }
}

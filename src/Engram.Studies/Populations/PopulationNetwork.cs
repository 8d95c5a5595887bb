using Engram.Analysis;
using Engram.Storage;
using Engram.Studies.LowRank;

namespace Engram.Studies.Populations;

/// <summary>How a network is looked at.</summary>
/// <param name="Trials">Of each test.</param>
/// <param name="Draws">Networks drawn from each fit.</param>
/// <param name="GaussianDraws">Of the test for populations.</param>
internal sealed record PopulationSettings(int Trials, int Draws, int GaussianDraws);

/// <summary>A network's connectivity as so many Gaussians.</summary>
/// <param name="Weights">Share of the units in each population.</param>
/// <param name="Bic">Bayesian information criterion.</param>
/// <param name="Loss">Of each network drawn from the fit.</param>
/// <param name="Accuracy">Likewise.</param>
/// <param name="Circuit">The circuit of the fitted populations.</param>
internal sealed record Reduction(
    IReadOnlyList<double> Weights, double Bic, IReadOnlyList<double> Loss, IReadOnlyList<double> Accuracy, Answer Circuit);

/// <summary>One network, taken apart.</summary>
/// <param name="Test">On fresh trials.</param>
/// <param name="One">As one population.</param>
/// <param name="Two">As two.</param>
/// <param name="PairsEffect">Effect size of the test for populations.</param>
/// <param name="PairsP">Its p-value.</param>
internal sealed record PopulationNetwork(Answer Test, Reduction One, Reduction Two, double PairsEffect, double PairsP)
{
    /// <summary>Takes a network apart.</summary>
    public static PopulationNetwork Of(TrainedRun run, PopulationSettings settings)
    {
        var space = LoadingSpace.Of(run.Network);
        var experiment = run.Experiment(settings.Trials);
        var recording = experiment.Run();
        var pairs = new PairsTest { Draws = settings.GaussianDraws, Units = 512 }.Of(space);
        return new(
            Answer.Of(experiment, recording.Output), Reduce(1), Reduce(2), pairs.Effect, pairs.PValue);

        Reduction Reduce(int populations)
        {
            var fit = new GaussianMixture { Populations = populations }.Fit(space);
            var drawn = new ConnectivityResampling { Draws = settings.Draws, Trials = settings.Trials, Seed = run.Configuration.Seed }
                .Run(fit, run.Configuration.Task, run.Configuration.Training.Dt);
            return new(
                [.. fit.Populations.Select(population => population.Weight)], fit.Bic, drawn.Loss, drawn.Accuracy,
                Answer.Of(experiment, new MeanFieldCircuit(fit).Run(recording).Output));
        }
    }
}

using Engram.Analysis;
using Engram.Cells;
using Engram.Learning;
using Engram.Networks;
using Engram.Storage;

namespace Engram.Studies.Populations;

/// <summary>How a mixture is retrained.</summary>
/// <param name="Populations">Of the mixture.</param>
/// <param name="Units">Of the networks that it is trained with.</param>
/// <param name="TestUnits">Of the networks that are drawn before and after.</param>
/// <param name="Updates">Of training.</param>
/// <param name="Draws">Networks drawn before and after.</param>
/// <param name="Trials">Of each test.</param>
internal sealed record RetrainingSettings(int Populations, int Units, int TestUnits, int Updates, int Draws, int Trials);

/// <summary>Networks drawn from a fitted mixture, and from the same mixture after it was trained itself.</summary>
/// <param name="Before">Accuracy of each network drawn from the fit.</param>
/// <param name="After">Of each drawn from the retrained mixture.</param>
internal sealed record RetrainedNetwork(IReadOnlyList<double> Before, IReadOnlyList<double> After)
{
    // The draws of the fit have seed 0; these share nothing with the bases that training saw.
    private const ulong TestSeed = 7;

    /// <summary>Fits a mixture to a network, trains it, and draws networks from both.</summary>
    public static RetrainedNetwork Of(TrainedRun run, RetrainingSettings settings)
    {
        var space = LoadingSpace.Of(run.Network);
        var fit = new GaussianMixture { Populations = settings.Populations }.Fit(space);
        var configuration = Configure(run.Configuration, fit, settings);
        return new(Draw(fit), Draw(fit with { Populations = Retrain(configuration, fit) }));

        IReadOnlyList<double> Draw(ConnectivityFit mixture) =>
            new ConnectivityResampling
                {
                    Draws = settings.Draws, Units = settings.TestUnits, Trials = settings.Trials, Seed = TestSeed + run.Configuration.Seed,
                }
                .Run(mixture, run.Configuration.Task, run.Configuration.Training.Dt).Accuracy;
    }

    private static RunConfiguration Configure(RunConfiguration trained, ConnectivityFit fit, RetrainingSettings settings)
    {
        var configuration = trained.With(
        [
            new("learning-rate", "0.005"), new("schedule", $"cosine({settings.Updates})"), new("clip-norm", "0.1"),
            new("max-updates", $"{settings.Updates}"), new("target-error", "0"), new("train-input", "true"), new("train-readout", "true"),
        ]);
        return configuration with
        {
            Cell = (LowRankCell)trained.Cell with
            {
                Units = settings.Units,
                Populations = fit.Populations.Count,
                PopulationWeights = [.. fit.Populations.Select(population => population.Weight)],
                Basis = fit.Names.Count,
                RedrawBasis = true,
            },
            // Each update draws another network, so that fewer answers are right than in one network that learns.
            Curriculum = trained.Curriculum with { Threshold = 0.7 },
        };
    }

    private static IReadOnlyList<Population> Retrain(RunConfiguration configuration, ConnectivityFit fit)
    {
        Network start;
        using (var blank = new Trainer(configuration, 1))
        {
            start = SupportMixture.With(blank.Network, [.. fit.Populations.Select(population => (population.Mean, population.Covariance))]);
        }

        using var trainer = new Trainer(configuration, 1, start);
        trainer.Run(TrainerHooks.None, CancellationToken.None);
        return
        [
            .. fit.Populations.Zip(
                SupportMixture.Of(trainer.Network), (old, mixture) => new Population(old.Weight, mixture.Mean, mixture.Covariance)),
        ];
    }
}

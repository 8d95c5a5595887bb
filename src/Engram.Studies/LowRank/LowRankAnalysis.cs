using Engram.Analysis;
using Engram.Configuration;
using Engram.Storage;

namespace Engram.Studies.LowRank;

/// <summary>
/// Takes a low-rank network apart: its connectivity, one or more populations, networks drawn from them, the circuit of its latent variables
/// with all fixed points, and what each population does.
/// </summary>
public sealed record LowRankAnalysis : RunAnalysis
{
    /// <summary>Populations of the mixture that is fitted.</summary>
    [Range(1, 20)]
    public int Populations { get; init; } = 1;

    /// <summary>Networks drawn from each fit.</summary>
    [Range(1, 10_000)]
    public int Draws { get; init; } = 20;

    /// <summary>Units of the networks drawn; none for as many as the network has.</summary>
    [Range(1, 100_000)]
    public int? DrawnUnits { get; init; }

    /// <summary>Trials of each test.</summary>
    [Range(1, 100_000)]
    public int Trials { get; init; } = 500;

    /// <summary>Seed of tests, fits and draws.</summary>
    public ulong Seed { get; init; } = 2;

    /// <inheritdoc/>
    public override string Title => "A low-rank network, reduced to its latent variables";

    /// <inheritdoc/>
    public override string Summary =>
        "Reduces a low-rank network to a circuit. Shows the connectivity vectors m, n, I and w as a cloud of units; fits a Gaussian or a mixture "
        + "to it and draws new networks from the fit; compares the circuit of the latent variables κ, exact and mean-field, with the network on "
        + "the same trials; finds all fixed points; and silences one population at a time.";

    /// <inheritdoc/>
    public override string Needs => "a network of the cell low-rank";

    /// <inheritdoc/>
    public override string Source =>
        "Dubreuil, Valente, Beiran, Mastrogiuseppe & Ostojic 2022, The role of population structure in computations through neural "
        + "dynamics, doi:10.1038/s41593-022-01088-4; Mastrogiuseppe & Ostojic 2018, Linking connectivity, dynamics, and computations "
        + "in low-rank recurrent neural networks, doi:10.1016/j.neuron.2018.07.003.";

    /// <inheritdoc/>
    public override void Check(TrainedRun run) => LoadingSpace.Of(run.Network);

    /// <inheritdoc/>
    public override void Run(TrainedRun run, StudyContext report)
    {
        var space = LoadingSpace.Of(run.Network).WithSigns();
        var fit = new GaussianMixture { Populations = Populations, ZeroMean = Populations > 1, Seed = Seed }.Fit(space);
        Connectivity.Write(report, run, space);
        report.Cancel.ThrowIfCancellationRequested();
        Mixtures.Write(report, run, space, fit, this);
        report.Cancel.ThrowIfCancellationRequested();
        Latents.Write(report, run, space, fit, this);
        report.Cancel.ThrowIfCancellationRequested();
        Silenced.Write(report, run, space, fit, this);
    }
}

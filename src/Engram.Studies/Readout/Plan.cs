using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Networks;
using Engram.Tasks;

namespace Engram.Studies.Readout;

/// <summary>What is trained, and how long.</summary>
/// <param name="Seeds">One network of each kind for each.</param>
/// <param name="Updates">The most updates of networks of ten peaks that learn by Adam.</param>
/// <param name="UpdatesOfMany">Those of networks of a hundred peaks.</param>
/// <param name="PublishedUpdates">Updates of networks that learn by the published recipe.</param>
/// <param name="Trials">Trials with noise in which an output must be silent to count as silent.</param>
/// <param name="Further">Updates after an intervention.</param>
internal sealed record Plan(IReadOnlyList<ulong> Seeds, int Updates, int UpdatesOfMany, int PublishedUpdates, int Trials, int Further)
{
    // Starts and activations were compared on networks of seeds 1 to 40, and the first rules judged those of 101 to 110.
    private const int FirstSeed = 200;

    /// <summary>The plan of a study.</summary>
    public static Plan Of(StudyContext study) => new(
        [.. study.Seeds(full: 20, quick: 2).Select(seed => seed + FirstSeed)], study.Choose(2000, 100), study.Choose(3000, 60), study.Choose(10_000, 100),
        study.Choose(20, 5), study.Choose(1000, 40));

    /// <summary>The ways to train a network that plays ten peaks.</summary>
    public IReadOnlyList<Kind> Kinds =>
    [
        new("published", "published recipe, units", Published()),
        new("source", "start of the source, units", Source(ReadoutKind.Identity)),
        new("source-readout", "start of the source, trained readout", Source(ReadoutKind.Excitatory)),
        new("source-no-feedback", "start of the source, units without feedback", Source(ReadoutKind.Identity, feedback: false)),
        new("source-softplus", "start of the source, units that cannot die", Softplus(Source(ReadoutKind.Identity))),
        new("quiet", "quiet start, units", Quiet(ReadoutKind.Identity)),
        new("quiet-softplus", "quiet start, units that cannot die", Softplus(Quiet(ReadoutKind.Identity))),
        new("quiet-readout", "quiet start, trained readout", Quiet(ReadoutKind.Excitatory)),
        new("quiet-positive", "quiet start, positive readout of all units", Quiet(ReadoutKind.Positive)),
    ];

    /// <summary>The ways to train a network that plays a hundred peaks.</summary>
    public IReadOnlyList<Kind> KindsOfMany =>
    [
        new("many-readout", "trained readout of 100 units", Many(ReadoutKind.Excitatory)),
        new("many-readout-of-200", "trained readout of 200 units", Many(ReadoutKind.Excitatory).With([new("units", "200")])),
        new("many-of-200", "100 of 200 units", Many(ReadoutKind.Identity).With([new("units", "200")])),
    ];

    // The start of the source: rates explode in the first trials. Biases are 0 and not learned.
    private RunConfiguration Source(ReadoutKind readout, bool feedback = true)
    {
        var quiet = Quiet(readout);
        return quiet with
        {
            Network = quiet.Network with
            {
                SpectralRadius = 1.5, InputScale = 0.1, InitialBias = 0, TrainBias = false, TrainReadoutBias = false,
                ReadoutFeedback = feedback,
            },
        };
    }

    private RunConfiguration Quiet(ReadoutKind readout) => Modern(10, readout, Updates);

    private RunConfiguration Many(ReadoutKind readout) => Modern(100, readout, UpdatesOfMany);

    private static RunConfiguration Modern(int peaks, ReadoutKind readout, int updates)
    {
        var preset = new ModernPreset().For(new SequenceTask { Peaks = peaks }, seed: 1);
        return preset with
        {
            Network = preset.Network with { Readout = readout, TrainReadoutBias = readout != ReadoutKind.Identity },
            Stopping = preset.Stopping with { MaxUpdates = updates },
        };
    }

    // The recipe of the code: gradient descent at 0.001, with the vanishing-gradient term, for the number of updates in its file names.
    private RunConfiguration Published()
    {
        var modern = Modern(10, ReadoutKind.Identity, PublishedUpdates);
        var preset = new Song2016Preset().For(modern.Task, seed: 1);
        return preset with
        {
            Cell = modern.Cell,
            Network = preset.Network with { Readout = ReadoutKind.Identity },
            Training = preset.Training with { Dt = 10.Ms, ValidationTrials = 100 },
            Optimiser = new Sgd { LearningRate = 1e-3 },
            Stopping = modern.Stopping,
        };
    }

    private static RunConfiguration Softplus(RunConfiguration configuration) =>
        configuration with { Cell = (LeakyCell)configuration.Cell with { Activation = Activation.Softplus } };
}

/// <summary>A way to train a network.</summary>
/// <param name="Id">For names of claims and rows of data.</param>
/// <param name="Name">In words.</param>
/// <param name="Configuration">How, with any seed.</param>
internal sealed record Kind(string Id, string Name, RunConfiguration Configuration);

using Engram.Networks;
using Engram.Storage;

namespace Engram.Studies.Flow;

/// <summary>A network of a run: as training began, or as it left it.</summary>
/// <param name="Name"><c>before training</c> or <c>after training</c>.</param>
/// <param name="Run">The run with that network.</param>
internal sealed record TrainingStage(string Name, TrainedRun Run)
{
    /// <summary>What tables and figures call the trained network.</summary>
    public const string After = "after training";

    private const string Before = "before training";

    /// <summary>Both, or the trained one alone where it is not known what training began with.</summary>
    public static IReadOnlyList<TrainingStage> Of(TrainedRun run, StudyContext report)
    {
        if (run.WasImported)
        {
            report.Text("The network was imported, so that it is not known what its training began with.");
            return [new(After, run)];
        }

        if (run.Configuration.After is not null)
        {
            report.Text("Before training, the network is as the run that this one continues from left it.");
        }

        Network began = run.Initial();
        return [new(Before, run with { Network = began }), new(After, run)];
    }
}

using Engram.Analysis;
using Engram.Configuration;
using Engram.Simulation;
using Engram.Storage;

namespace Engram.Studies.Structure;

/// <summary>
/// Excitatory and inhibitory structure of one network under Dale's law: its weights by block, the ratio of its activity, the balance of
/// what drives each unit, and what inhibition does to outputs that are to be silent.
/// </summary>
public sealed record StructureAnalysis : RunAnalysis
{
    /// <summary>
    /// The period at whose beginning the ratio is aligned and in which rates count; none for the task's second, or its only one.
    /// </summary>
    public string? Period { get; init; }

    /// <summary>Share of the inhibitory units that is silenced.</summary>
    [Range(0, 1, Above = true)]
    public double Silenced { get; init; } = 0.1;

    /// <summary>Sets of units that are drawn and silenced.</summary>
    [Range(1, 1000)]
    public int Draws { get; init; } = 5;

    /// <summary>Trials that are recorded.</summary>
    [Range(2, 100_000)]
    public int Trials { get; init; } = 100;

    /// <summary>Seed of trials and draws.</summary>
    public ulong Seed { get; init; } = 2;

    /// <inheritdoc/>
    public override string Title => "Excitatory and inhibitory structure of a network";

    /// <inheritdoc/>
    public override string Summary =>
        "Shows how excitation and inhibition are organised: the recurrent weights of each block with fitted distributions, before and after "
        + "learning; the ratio of excitatory to inhibitory activity over time; what each unit receives and sends; and, by silencing inhibitory "
        + "units, whether they keep outputs silent that should be silent.";

    /// <inheritdoc/>
    public override string Needs => "a network under Dale's law";

    /// <inheritdoc/>
    public override string Source =>
        "Rajakumar, Prasad & Wang 2019, Sequential activation in biologically inspired RNNs (course report); Song, Yang & Wang "
        + "2016, Training excitatory-inhibitory recurrent neural networks for cognitive tasks, doi:10.1371/journal.pcbi.1004792.";

    /// <inheritdoc/>
    public override void Check(TrainedRun run)
    {
        SignedNetwork.Of(run.Network);
        if (Period is { } name && run.Experiment(1).Run().Trials[0].Periods.Select(period => period.Name).ToList() is var known
            && !known.Contains(name))
        {
            throw new UsageException($"The task has no period '{name}'. {Nearest.Hint(name, known)}");
        }
    }

    /// <inheritdoc/>
    public override void Run(TrainedRun run, StudyContext report)
    {
        var network = SignedNetwork.Of(run.Network);
        var experiment = run.Experiment(Trials, Seed);
        var recording = experiment.Run(report.Cancel);
        var period = Period ?? Default(recording);
        BlocksOfWeights.Write(report, run, network);
        ActivityOverTime.Write(report, recording, network, period);
        Balances.Write(report, recording, network, period);
        report.Cancel.ThrowIfCancellationRequested();
        WrongOutputs.Write(report, experiment, recording, network, period, this);
    }

    private static string Default(Recording recording)
    {
        var periods = recording.Trials.First(trial => !trial.IsCatch).Periods;
        return periods[Math.Min(1, periods.Count - 1)].Name;
    }
}

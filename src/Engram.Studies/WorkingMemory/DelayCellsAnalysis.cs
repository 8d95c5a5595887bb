using Engram.Analysis;
using Engram.Configuration;
using Engram.Simulation;
using Engram.Storage;
using Engram.Studies.Common;

namespace Engram.Studies.WorkingMemory;

/// <summary>Which units hold something in a delay, and how: rate, selectivity, memory fields, what they code, time constants, sequences.</summary>
public sealed record DelayCellsAnalysis : RunAnalysis
{
    /// <summary>
    /// What is to be remembered: a factor, <c>condition</c>, <c>answer</c> (the right choice) or <c>choice</c> (the one made); none for the
    /// task's first that took two to twelve values, or the condition.
    /// </summary>
    public string? Factor { get; init; }

    /// <summary>
    /// A second factor, of which it is asked whether units code it rather than the first, or a measure, such as the <c>direction</c> that was
    /// answered; none for not asking.
    /// </summary>
    public string? SecondFactor { get; init; }

    /// <summary>The delay.</summary>
    public string Period { get; init; } = "delay";

    /// <summary>The period that rates in the delay are compared with, and in which time constants are measured.</summary>
    public string Baseline { get; init; } = "fixation";

    /// <summary>Expected share of false ones among all that is found.</summary>
    [Range(0.001, 0.5)]
    public double FalseDiscoveries { get; init; } = 0.05;

    /// <summary>
    /// Permutations of each test; none for as many, from 2000 to 20 000, that a single cell among all units can be found.
    /// </summary>
    [Range(100, 1_000_000)]
    public int? Permutations { get; init; }

    /// <summary>Bins of the delay in which it is looked at whether a preference is kept.</summary>
    [Range(0, Above = true)]
    public TimeSpan Bin { get; init; } = 100.Ms;

    /// <summary>Bins of the autocorrelation.</summary>
    [Range(0, Above = true)]
    public TimeSpan TimescaleBin { get; init; } = 50.Ms;

    /// <summary>Share of the bins in which a persistent unit keeps its preference.</summary>
    [Range(0, 1)]
    public double PersistentShare { get; init; } = 0.75;

    /// <summary>Trials that are recorded.</summary>
    [Range(4, 100_000)]
    public int Trials { get; init; } = 400;

    /// <summary>Seed of trials and permutations.</summary>
    public ulong Seed { get; init; } = 2;

    /// <inheritdoc/>
    public override string Title => "Delay cells";

    /// <inheritdoc/>
    public override string Summary =>
        "Finds units whose mean rate in a delay differs from that in a baseline, or tells the values of a factor apart. Says of each whether it keeps "
        + "its preference through the delay, which directions it holds and how widely, how long its activity stays like itself, and, given a second "
        + "factor, which of the two it codes; and whether units are active one after another.";

    /// <inheritdoc/>
    public override string Needs => "any network, on a task with a delay, a period before it and a factor that varies";

    /// <inheritdoc/>
    public override string Source =>
        "Funahashi, Bruce & Goldman-Rakic 1989, Mnemonic coding of visual space in the monkey's dorsolateral prefrontal cortex, "
        + "doi:10.1152/jn.1989.61.2.331; Murray et al. 2014, A hierarchy of intrinsic timescales across primate cortex, doi:10.1038/nn.3862.";

    /// <inheritdoc/>
    public override void Run(TrainedRun run, StudyContext report)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(report);
        var recording = (run.Experiment(Trials, Seed) with { Threads = report.Threads }).Run(report.Cancel);
        RecordedFactors.Require(recording, Period);
        var factor = Factor ?? (RecordedFactors.Of(recording, null, 2, Period) is [var first, ..] ? first : null) ?? throw new UsageException(
            $"In {Trials} trials of {run.Configuration.Task.Name}, no factor took two to twelve values with two trials each in '{Period}'; "
            + "ask for a `Factor`, or record more `Trials`.");
        var finder = new DelayCellFinder
        {
            Period = Period, Baseline = Baseline, FalseDiscoveries = FalseDiscoveries, Permutations = Permutations, Bin = Bin,
            PersistentShare = PersistentShare, Seed = Seed,
        };
        var found = finder.Find(recording, factor);
        report.Cancel.ThrowIfCancellationRequested();
        var coding = SecondFactor is null ? null
            : CueResponseCoding.Of(recording, factor, SecondFactor, Period, FalseDiscoveries, found.Permutations, Seed);
        report.Cancel.ThrowIfCancellationRequested();
        var scales = Timescales(recording, out var without);
        DelayCellTables.Write(report, found, FalseDiscoveries);
        if (coding is not null)
        {
            DelayCellTables.Write(report, coding);
        }

        DelayMaps.Write(report, recording, found, DelaySequence.Of(recording, Period, factor, seed: Seed));
        DelayMaps.Write(report, scales, Baseline, without);
        DelayCellTables.WriteData(report, found, coding, scales);
    }

    // A baseline may be too short for an autocorrelation, which is no reason to refuse the rest.
    private IntrinsicTimescales? Timescales(Recording recording, out string without)
    {
        try
        {
            without = "";
            return IntrinsicTimescales.Of(recording, Baseline, TimescaleBin);
        }
        catch (UsageException refused)
        {
            without = refused.Message;
            return null;
        }
    }
}

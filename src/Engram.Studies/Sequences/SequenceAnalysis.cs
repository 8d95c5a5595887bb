using Engram.Analysis;
using Engram.Configuration;
using Engram.Storage;

namespace Engram.Studies.Sequences;

/// <summary>
/// Takes the sequence of a network's activity apart: peaks of outputs and units, how sequential they are, and a linear account.
/// </summary>
public sealed record SequenceAnalysis : RunAnalysis
{
    /// <summary>
    /// The period in which peaks are looked for; none for that from the pulse on in a sequence, and for the whole trial in another task.
    /// </summary>
    public string? Period { get; init; }

    /// <summary>Trials.</summary>
    [Range(1, 100_000)]
    public int Trials { get; init; } = 20;

    /// <summary>Whether there is noise. The linear account is always without.</summary>
    public bool Noise { get; init; } = true;

    /// <summary>An output's peak is missing below this share of its target's.</summary>
    [Range(0, 1)]
    public double LostBelow { get; init; } = 0.5;

    /// <summary>Whether the time of a peak is that of a parabola through three steps; else it is a step.</summary>
    public bool Refine { get; init; } = true;

    /// <summary>To each side of a peak, what belongs to the ridge of the ridge-to-background ratio.</summary>
    [Range(0)]
    public TimeSpan Ridge { get; init; } = 40.Ms;

    /// <summary>Bins of the entropy of peak times; none for as many as there are active units.</summary>
    [Range(2, 100_000)]
    public int? Bins { get; init; }

    /// <summary>Share of the steps for more than which a unit of the constant active set is active.</summary>
    [Range(0, 1)]
    public double ActiveShare { get; init; } = 0.5;

    /// <summary>Seed of trials and noise.</summary>
    public ulong Seed { get; init; } = 2;

    /// <inheritdoc/>
    public override string Title => "The sequence of a network";

    /// <inheritdoc/>
    public override string Summary =>
        "Measures a sequence of activity: when each output and each unit peaks, how high and how wide; the units sorted by their peaks; the "
        + "ridge-to-background ratio and the sequentiality index; and how well a linear model accounts for the rates.";

    /// <inheritdoc/>
    public override string Source =>
        "Orhan & Ma 2019, A diverse range of factors affect the nature of neural representations underlying short-term memory, "
        + "doi:10.1038/s41593-018-0314-y; Zhou, Masmanidis & Buonomano 2020, Neural sequences as an optimal dynamical regime for the "
        + "readout of time, doi:10.1016/j.neuron.2020.08.020.";

    /// <inheritdoc/>
    public override void Check(TrainedRun run)
    {
        if (Period is { } period)
        {
            // One trial tells which periods there are.
            PeriodAverage.Of(run.Experiment(1, Seed).Run(), [], 0, period);
        }
    }

    /// <inheritdoc/>
    public override void Run(TrainedRun run, StudyContext report)
    {
        var period = Period ?? Effect.Period(run.Configuration.Task);
        var search = new PeakSearch { LostBelow = LostBelow, Refine = Refine, Period = period };
        var recording = (run.Experiment(Trials, Seed) with { Noise = Noise, Threads = report.Threads }).Run(report.Cancel);
        new PeakTables(report, run, recording, search).Write();
        report.Cancel.ThrowIfCancellationRequested();
        Sequentiality.Write(report, recording, period, (int)Math.Round(Ridge / recording.Dt), Bins);
        report.Cancel.ThrowIfCancellationRequested();
        HalfStep.Write(report, run.Experiment(Trials, Seed) with { Threads = report.Threads }, search);
        report.Cancel.ThrowIfCancellationRequested();
        LinearTable.Write(report, run, Math.Min(Trials, 5), Seed, ActiveShare);
    }
}

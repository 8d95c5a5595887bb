using Engram.Analysis;
using Engram.Configuration;
using Engram.Storage;
using Engram.Studies.Common;

namespace Engram.Studies.Flow;

/// <summary>Whether small deviations grow or shrink in a long run of the network, before and after training.</summary>
public sealed record LyapunovAnalysis : RunAnalysis
{
    /// <summary>What the network is given: the mean input of a period, held, or the inputs of trials, one trial after the other.</summary>
    public LyapunovDrive Drive { get; init; }

    /// <summary>The period whose input is held; none for the delay, or the last period other than the decision where there is no delay.</summary>
    public string? Period { get; init; }

    /// <summary>Only the input of trials of this condition counts; none for all.</summary>
    public string? Condition { get; init; }

    /// <summary>How many exponents, the greatest; at most as many as the network has states.</summary>
    [Range(1, 100_000)]
    public int Exponents { get; init; } = 10;

    /// <summary>Steps that count.</summary>
    [Range(2, 1_000_000_000)]
    public int Steps { get; init; } = 4000;

    /// <summary>Steps before these, in which state and directions settle.</summary>
    [Range(0, 1_000_000_000)]
    public int Transient { get; init; } = 400;

    /// <summary>Runs, each from another state that the network visits in the period.</summary>
    [Range(1, 1000)]
    public int Starts { get; init; } = 3;

    /// <summary>Trials from which inputs and starts are taken.</summary>
    [Range(1, 100_000)]
    public int Trials { get; init; } = 40;

    /// <summary>Seed of trials, starts and directions.</summary>
    public ulong Seed { get; init; } = 2;

    /// <inheritdoc/>
    public override string Title => "Lyapunov exponents";

    /// <inheritdoc/>
    public override string Summary =>
        "Runs the network without noise for a long time and follows small deviations from its states, made orthogonal after each step. The exponents are the rates at which "
        + "they grow or shrink: if the greatest is above 0 the run is chaotic, at 0 it keeps a deviation, as a line of fixed points or a rhythm does, and below 0 it forgets.";

    /// <inheritdoc/>
    public override string Source =>
        "Benettin, Galgani, Giorgilli & Strelcyn 1980, Lyapunov characteristic exponents for smooth dynamical systems, doi:10.1007/BF02128236; Engelken, Wolf & "
        + "Abbott 2023, Lyapunov spectra of chaotic recurrent neural networks, doi:10.1103/PhysRevResearch.5.043044.";

    /// <inheritdoc/>
    public override string Needs => "a network whose cell has no delays";

    /// <inheritdoc/>
    public override void Check(TrainedRun run)
    {
        GradientFlow.Check(run.Configuration.Graph());
        PeriodInput.Check(run, Condition);
        if (Drive == LyapunovDrive.Trials && Period is not null)
        {
            throw new UsageException($"`Period` is '{Period}', but with `Drive = trials` all inputs of the trials are given; set `Drive = period`, or no `Period`.");
        }
    }

    /// <inheritdoc/>
    public override void Run(TrainedRun run, StudyContext report)
    {
        report.Section("Exponents");
        var stages = TrainingStage.Of(run, report);
        var recording = run.Experiment(Trials, Seed) with { Noise = false, Threads = report.Threads };
        var quiet = recording.Run(report.Cancel);
        RecordedFactors.Require(quiet, Period);
        var period = Drive == LyapunovDrive.Trials ? null : Period ?? PeriodInput.Usual(quiet);
        double[] inputs;
        if (Drive == LyapunovDrive.Trials)
        {
            inputs = PeriodInput.All(quiet, Condition);
            report.Text($"The network is given the inputs of the trials{Of(Condition)}, one trial after the other and then from the first again. Its state goes on from one trial to the next.");
        }
        else
        {
            (inputs, var spread) = PeriodInput.Mean(quiet, period, Condition);
            report.Text(PeriodInput.Words(quiet, inputs, spread, period, Condition).Replace("The input is", "The input is held at", StringComparison.Ordinal));
        }

        var spectra = stages.Select(stage => (stage.Name, Runs: Spectra(stage.Run, period, inputs, report))).ToList();
        LyapunovPages.Write(report, spectra, Transient);
    }

    private static string Of(string? condition) => condition is null ? "" : $" of {condition}";

    private IReadOnlyList<LyapunovExponents> Spectra(TrainedRun run, string? period, double[] inputs, StudyContext report)
    {
        var recording = (run.Experiment(Trials, Seed) with { Noise = false, KeepStates = true, Threads = report.Threads }).Run(report.Cancel);
        var visited = StatePlane.Visited(recording, period);
        var count = Math.Min(Starts, visited.Length / recording.StateWidth);
        var starts = FixedPointFinder.Starts(visited, recording.StateWidth, count, Seed);
        var spectrum = new LyapunovSpectrum { Exponents = Exponents, Steps = Steps, Transient = Transient, Seed = Seed };
        using var map = run.Map();
        return
        [
            .. Enumerable.Range(0, count).Select(start => spectrum.Of(
                map, recording.Dt, starts.AsSpan(start * recording.StateWidth, recording.StateWidth), inputs, report.Cancel)),
        ];
    }
}

/// <summary>What drives the network whose exponents are measured.</summary>
public enum LyapunovDrive
{
    /// <summary>The mean input of a period, held.</summary>
    Period,

    /// <summary>The inputs of trials, one trial after the other.</summary>
    Trials,
}

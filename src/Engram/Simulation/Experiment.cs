using System.Globalization;
using System.Numerics;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Networks;
using Engram.Numerics;
using Engram.Tasks;

namespace Engram.Simulation;

/// <summary>
/// A network that is shown trials of a task while everything is recorded. The same experiment gives the same bits on any number of threads,
/// and the trials are those that <see cref="Evaluation"/> runs with the same seed.
/// </summary>
public sealed partial record Experiment
{
    /// <summary>The network; perturbed weights count.</summary>
    public required Network Network { get; init; }

    /// <summary>The task, which may be pinned, or differ from the one that was learned in all but its channels.</summary>
    public required CognitiveTask Task { get; init; }

    /// <summary>Length of a step; need not be that of training.</summary>
    public TimeSpan Dt { get; init; } = 20.Ms;

    /// <summary>B, the number of trials.</summary>
    public int Trials { get; init; } = 100;

    /// <summary>Seed of trials and noise.</summary>
    public ulong Seed { get; init; } = 2;

    /// <summary><see cref="Purpose.TestTrials"/>, <see cref="Purpose.ValidationTrials"/> or <see cref="Purpose.TrainingTrials"/>.</summary>
    public Purpose Set { get; init; } = Purpose.TestTrials;

    /// <summary>Whether there is recurrent and input noise; otherwise both are zero.</summary>
    public bool Noise { get; init; } = true;

    /// <summary>Whether the cell's state vectors are recorded too.</summary>
    public bool KeepStates { get; init; }

    /// <summary>Units that are silent in a period of each trial: what they send does not arrive while it lasts. None unless given.</summary>
    public IReadOnlyList<Lesion> Lesions { get; init; } = [];

    /// <summary>What is added to the drive of units. None unless given; not together with <see cref="Lesions"/>.</summary>
    public IReadOnlyList<Drive> Drives { get; init; } = [];

    /// <summary>Whether the network runs in double precision; what is recorded is rounded to single.</summary>
    public bool DoublePrecision { get; init; }

    /// <summary>Whether what double precision recorded is also kept unrounded, as <see cref="Recording.Exact"/>.</summary>
    public bool KeepExact { get; init; }

    /// <summary>Threads that work.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The loss, whose output non-linearity is applied; squared error without.</summary>
    public Loss? Loss { get; init; }

    /// <summary>Hears how many trials are done.</summary>
    internal Action<int>? OnProgress { get; init; }

    /// <summary>Runs all trials.</summary>
    /// <param name="cancel">Looked at from time to time.</param>
    /// <exception cref="UsageException">
    /// The settings are not allowed, the task does not fit the network, or the recording does not fit into memory.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Recording Run(CancellationToken cancel = default)
    {
        if (DoublePrecision)
        {
            using var exact = Prepare<double>();
            return exact.Record(Network, cancel);
        }

        using var prepared = Prepare<float>();
        return prepared.Record(Network, cancel);
    }

    /// <summary>Checks the settings and compiles the engine, which then runs networks of the same structure, one after another.</summary>
    internal PreparedExperiment<T> Prepare<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check();
        var task = Noise ? Task : Task with { InputNoise = 0 };
        return new(
            Evaluation.Engine<T>(Network, task, Dt, Trials, Threads, new EngineOptions { States = KeepStates, KeepsRates = true },
                Lesions.Count > 0 ? graph => graph.Masked() : Drives.Count > 0 ? graph => graph.Driven() : null),
            new TaskBatch<T>(task, Loss ?? new SquaredError(), Dt, Math.Min(Trials, Evaluator.Chunk), Seed, Set) { Measures = true },
            this);
    }

    /// <summary>A recording of the trials with nothing in it: what they are is known before they are run.</summary>
    internal Recording Blank<T>(TaskBatch<T> batch, StepGraph graph)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // How long the longest trial is decides the size of the recording.
        var task = batch.Task;
        CheckMemory(StepGrid.Count(task.Longest, Dt), graph, KeepStates ? graph.StateWidth : 0);
        var trials = new List<RecordedTrial>(Trials);
        var conditions = task.Conditions;
        for (var first = 0; first < Trials; first += Evaluator.Chunk)
        {
            batch.Draw(first, Math.Min(Evaluator.Chunk, Trials - first));
            for (var drawn = 0; drawn < batch.Trials; drawn++)
            {
                trials.Add(RecordedTrial.Of(batch.Drawn(drawn), first + drawn, Dt, conditions));
            }
        }

        CheckPeriods(trials);
        var blank = new Recording(Dt, trials, task.Factors, graph.Units, graph.Inputs, graph.Outputs, KeepStates ? graph.StateWidth : 0)
        {
            InputNames = [.. task.Inputs],
            OutputNames = [.. task.Outputs],
            ConditionNames = [.. conditions],
            Choices = task.Choices,
            CovariateNames = [.. task.Covariates],
            MeasureNames = [.. task.Measures],
        };
        blank.Exact = KeepExact && DoublePrecision ? ExactRecording.Blank(blank) : null;
        return blank;
    }

    private void Check()
    {
        var faults = new List<string>();
        if (Trials < 1)
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"`Trials` is {Trials}; set a whole number of at least 1."));
        }

        if (Threads < 1)
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"`Threads` is {Threads}; set a whole number of at least 1."));
        }

        if (Dt <= TimeSpan.Zero)
        {
            faults.Add($"`Dt` is {TimeText.Format(Dt)}; set a duration above 0ms.");
        }

        faults.AddRange(Lesions.SelectMany(lesion => lesion.Faults(Network.Units)));
        faults.AddRange(Drives.SelectMany(drive => drive.Faults(Network.Units)));
        if (Lesions.Count > 0 && Drives.Count > 0)
        {
            faults.Add("`Lesions` and `Drives` are both given, but an experiment can have only one of the two; silence units for whole trials with Network.Silence, or leave one out.");
        }

        if (faults.Count > 0)
        {
            throw new UsageException(faults);
        }
    }

    // Which periods a task has is known from its trials alone.
    private void CheckPeriods(IReadOnlyList<RecordedTrial> trials)
    {
        string[] wanted = [.. Lesions.Select(lesion => lesion.Period), .. Drives.Select(drive => drive.Period).OfType<string>()];
        string[] known = wanted.Length == 0 ? [] : [.. trials.SelectMany(trial => trial.Periods).Select(period => period.Name).Distinct()];
        var unknown = wanted.Distinct().Except(known).ToList();
        if (unknown.Count > 0)
        {
            throw new UsageException(
            [
                .. unknown.Select(period =>
                    $"There is no period '{period}' in the trials of {Task.Name} in which units could be {(Lesions.Count > 0 ? "silenced" : "driven")}. {Nearest.Hint(period, known)}"),
            ]);
        }
    }

    /// <summary>The names of the periods that the trials have.</summary>
    internal IReadOnlyList<string> PeriodNames()
    {
        var (trial, draws, names) = (new Trial(), new StreamKey(Seed, Set), new List<string>());
        for (var index = 0; index < Trials; index++)
        {
            Task.Draw(trial, draws, index);
            names.AddRange(trial.Periods.Select(period => period.Name).Except(names));
        }

        return names;
    }

    private void CheckMemory(long steps, StepGraph graph, int states)
    {
        var rows = steps * Trials;
        var exact = KeepExact && DoublePrecision ? 2L * (graph.Units + graph.Inputs + graph.Outputs + states) : 0;
        var bytes = rows * sizeof(float) * (graph.Units + graph.Inputs + (3L * graph.Outputs) + states + Task.Covariates.Count + exact);
        var widest = Math.Max(Math.Max(graph.Units, states), Math.Max(graph.Inputs, graph.Outputs));
        if (rows * widest > Array.MaxLength || bytes > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"A recording of {Trials} trials of up to {steps} steps needs {bytes / 1e9:0.0} GB of memory, which is too much; "
                + $"record fewer `Trials`, or set `KeepStates = false`."));
        }
    }
}

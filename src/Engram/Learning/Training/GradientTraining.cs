using System.Diagnostics;
using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;
using Engram.Numerics;

namespace Engram.Learning;

/// <summary>Training by gradients of the loss, update after update.</summary>
internal sealed partial class GradientTraining : ITraining
{
    private const double ProgressInterval = 0.2;
    private readonly RunConfiguration configuration;
    private readonly TrainingOptions options;
    private readonly Engine<float> engine;
    private readonly Network initial;
    private readonly UpdateStep<float> step;
    private readonly ITrialBatch batch;
    private readonly TaskBatch<float> plainBatch;
    private readonly ReconstructedGradient? reconstructed;
    private readonly Evaluator validation;
    private readonly Tracker tracker;
    private readonly CurriculumState curriculum;
    private readonly PerformanceCounter answers = new();
    private readonly AlignmentProbe? alignment;
    private readonly ReplayTally? replays;
    private readonly float[] best, good, bestPath;
    private readonly string? recurrent, redrawn;
    private readonly bool isDrawn;
    private TrainingCheckLine? lastCheck;
    private TrainingStatus? ended;
    private long checks;
    private double earlierSeconds;
    private Stopwatch clock = new();

    /// <summary>Before the first check; arguments and errors as for <see cref="Trainer"/>.</summary>
    public GradientTraining(RunConfiguration configuration, int threads, Network? start, PriorLearning? prior)
    {
        (this.configuration, options) = (configuration, configuration.Training);
        var graph = configuration.CheckedGraph();
        var most = Engine<float>.MostThreads(Math.Max(options.Trials, Math.Min(Evaluator.Chunk, options.ValidationTrials)));
        var learning = configuration.Credit.Through(graph);
        threads = Math.Min(threads, most);
        engine = new Engine<float>(learning, threads, configuration.Reconstruction is null ? configuration.Penalties.Needs : new() { IsForwardOnly = true })
        {
            Truncation = options.Truncation,
        };
        curriculum = new CurriculumState(configuration.Curriculum, configuration.Curriculum.IsNone ? null : ScoredConditions.Of(configuration.Task));
        BackwardMatrices<float>? backward;
        try
        {
            reconstructed = configuration.Reconstruction is null ? null : new(configuration, learning, threads, configuration.TaskAt(curriculum.Progress));
            configuration.CheckMemory(
                (trials, steps) => engine.Memory(trials, steps) + (reconstructed?.Memory(trials, steps) ?? 0), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
            initial = configuration.Draw(graph);
            initial = start is null ? initial : initial.WithRawOf(start);
            initial = prior is null ? initial : Continuing(initial, prior);
            backward = learning == graph ? null : new(learning, configuration.Credit, initial, configuration.Seed);
            if (configuration.Credit.TrackAlignment)
            {
                alignment = new(configuration, graph, engine, threads, initial, backward);
                configuration.CheckMemory(
                    (trials, steps) => engine.Memory(trials, steps) + alignment.Exact.Memory(trials, steps), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
            }
        }
        catch
        {
            Dispose();
            throw;
        }

        var loss = Loss.Catalog.Create(options.Loss);
        step = new UpdateStep<float>(engine, initial, configuration.Optimiser, options.Schedule, configuration.Penalties, options.Clip,
            prior is { Anchors.Count: > 0 } && configuration.Continual.Strength > 0
                ? new ElasticPenalty(configuration.Continual.Strength, prior.Anchors) : null,
            configuration.Continual.TrackImportance,
            prior is { Moments.Count: > 0 } && configuration.Continual is { Projects: true, Strength: > 0 }
                ? new ActivityProjection(configuration, initial, prior.Moments) : null)
        {
            Backward = backward,
        };
        tracker = new Tracker(configuration.Stopping, configuration.Optimiser.LearningRate, options.Clip, configuration.Credit);
        plainBatch = configuration.TrainingBatch(configuration.TaskAt(curriculum.Progress), loss);
        batch = reconstructed?.Batch ?? plainBatch;
        validation = new Evaluator(
            configuration.Task, loss, options.Dt, options.ValidationTrials, configuration.Seed, Purpose.ValidationTrials);
        replays = options.ReplayRate == ReplayRate.Fixed ? null : new();
        isDrawn = start is null && prior is null;
        (best, good) = (initial.RawValues.ToArray(), initial.RawValues.ToArray());
        bestPath = new float[step.Path is null ? 0 : best.Length];
        recurrent = graph.Parameters.Where(shape => shape.Role == ParameterRole.Recurrent).ToArray()
            is [var only] ? only.Name : null;
        redrawn = graph.Parameters.FirstOrDefault(shape => shape.Prescribed is { Redrawn: true })?.Name;
    }

    /// <inheritdoc/>
    public Network Network => initial.WithRaw(ended?.Outcome switch
    {
        Outcome.Exhausted => best,
        Outcome.Diverged => good,
        _ => step.Raw,
    });

    /// <inheritdoc/>
    public float[]? Importance => step.Path is not { } path ? null : PathImportance.Importance(
        ended?.Outcome == Outcome.Exhausted ? bestPath : path.Path, path.Start, Network.RawValues, configuration.Continual.Damping);

    /// <inheritdoc/>
    public long Updates => step.Updates;

    /// <inheritdoc/>
    public TrainingResult Run(TrainerHooks hooks, CancellationToken cancel)
    {
        clock = Stopwatch.StartNew();
        var (pace, shown) = (new Pace(), 0.0);
        while (ended is null)
        {
            if (cancel.IsCancellationRequested || (CheckIsDue && !Check(hooks, cancel)))
            {
                return Result(TrainingStatus.Cancelled(step.Updates));
            }

            if (ended is not null)
            {
                break;
            }

            if (!Update(cancel))
            {
                return Result(TrainingStatus.Cancelled(step.Updates));
            }

            hooks.OnUpdate?.Invoke(step.Updates);
            var seconds = clock.Elapsed.TotalSeconds;
            pace.Observe(step.Updates, seconds);
            if (hooks.OnProgress is { } tell && seconds - shown >= ProgressInterval)
            {
                shown = seconds;
                tell(new(
                    step.Updates, configuration.Stopping.MaxUpdates, step.Updates * options.Trials, Seconds,
                    pace.PerSecond, batch.Loss, curriculum.Progress, lastCheck));
            }
        }

        return Result(ended);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        alignment?.Dispose();
        reconstructed?.Dispose();
        engine.Dispose();
    }

    internal static Network Continuing(Network initial, PriorLearning prior) =>
        prior.Start.Length == initial.Parameters.Count
            && prior.Anchors.All(anchor => anchor.Weights.Length == prior.Start.Length)
            ? initial.WithRaw(prior.Start)
            : throw new UsageException(
                $"The earlier run has {prior.Start.Length} weights, but this network has {initial.Parameters.Count}; "
                + "continue with the cell and its settings, and with a task of as many inputs and outputs.");

    private double Seconds => earlierSeconds + clock.Elapsed.TotalSeconds;

    private bool CheckIsDue => lastCheck is null || (lastCheck.Update != step.Updates
        && (step.Updates - lastCheck.Update >= options.UpdatesAfter(lastCheck) || step.Updates >= configuration.Stopping.MaxUpdates));

    // False when cancelled; nothing has happened then.
    private bool Update(CancellationToken cancel)
    {
        var update = step.Updates;
        batch.Draw(update * options.Trials);
        Redraw(update);
        double norm;
        try
        {
            engine.Stop = cancel;
            if (reconstructed is not null)
            {
                reconstructed.Stop = cancel;
            }

            norm = reconstructed is null ? step.Run(plainBatch) : step.Run(reconstructed);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            step.Freeze();
            return false;
        }

        var status = tracker.ObserveGradient(update, norm);
        if (status.Outcome != Outcome.Continue)
        {
            ended = status;
            return true;
        }

        replays?.Add(batch);
        if (configuration.Curriculum is { IsNone: false, Judge: CurriculumJudge.Training })
        {
            answers.Clear();
            batch.CountInto(answers);
            Observe();
        }

        return true;
    }

    // By the number of the update, so that a resumed run draws the same. What is never learned is put back after each update.
    private void Redraw(long update)
    {
        if (redrawn is not null)
        {
            var stream = new RandomStream(new StreamKey(configuration.Seed, Purpose.Basis), update);
            foreach (ref var g in initial.Parameters.Of(redrawn, step.Raw))
            {
                g = (float)stream.NextNormal();
            }
        }
    }

    private void Observe()
    {
        if (curriculum.Observe(answers) != CurriculumMove.Stay)
        {
            batch.Task = configuration.TaskAt(curriculum.Progress);
        }
    }

    // False when cancelled; nothing has happened then.
    private bool Check(TrainerHooks hooks, CancellationToken cancel)
    {
        step.Load();
        var eased = !curriculum.IsFinal && configuration.Curriculum.Judge == CurriculumJudge.Validation;
        if (validation.RunStratified(engine, configuration.Task, checks, cancel) is not { } found
            || (eased ? validation.RunStratified(engine, batch.Task, checks, cancel) : found) is not { } judged)
        {
            return false;
        }

        var radius = recurrent is null ? null
            : SpectralRadius.Unless(initial.Parameters.Of(recurrent, step.Effective), initial.Units, cancel);
        if (recurrent is not null && radius is null)
        {
            return false;
        }

        if (!Measured(cancel, out var angles))
        {
            return false;
        }

        checks++;
        var loss = found.Loss + step.WeightPenalty;
        lastCheck = new(
            step.Updates, step.Updates * options.Trials, loss, found.Error, found.Performance, step.GradientNorm,
            radius,
            step.LearningRate, curriculum.Stage, curriculum.Progress)
        {
            Alignment = angles, Omega = step.Omega, Replayed = replays?.Sum, Warning = isDrawn && step.Updates == 0 ? FirstLoss.Warning(configuration, initial, found.Loss) : null,
        };
        replays?.Clear();
        var status = tracker.Observe(new(step.Updates, loss, found.Error, found.Performance) { Progress = curriculum.Progress });
        ended = status.Outcome == Outcome.Continue ? null : status;
        if (status.Outcome != Outcome.Diverged)
        {
            step.Raw.CopyTo(good);
        }

        if (tracker.LastWasBest)
        {
            step.Raw.CopyTo(best);
            step.Path?.Path.CopyTo(bestPath, 0);
        }

        if (configuration.Curriculum is { IsNone: false, Judge: CurriculumJudge.Validation } && judged.Performance is { } performance)
        {
            answers.Clear();
            answers.Add(performance);
            Observe();
        }

        hooks.OnCheck?.Invoke(lastCheck);
        hooks.OnCheckpoint?.Invoke(Capture());
        return true;
    }

    // On the trials of the next update. False when cancelled.
    private bool Measured(CancellationToken cancel, out GradientAlignment? angles)
    {
        try
        {
            angles = alignment?.Measure(batch.Task, step.Updates * options.Trials, step.Raw, step.LoadNext(), cancel);
            return true;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            angles = null;
            return false;
        }
    }

    private TrainingResult Result(TrainingStatus status)
    {
        earlierSeconds = Seconds;
        clock.Reset();
        return new(
            status.Outcome, step.Updates, step.Updates * options.Trials, earlierSeconds, lastCheck?.Loss ?? double.NaN,
            lastCheck?.Error ?? double.NaN, lastCheck?.Performance, status.Advice);
    }
}

using System.Diagnostics;
using System.Globalization;
using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;
using Engram.Numerics;

namespace Engram.Learning;

/// <summary>
/// Training of the readout alone: each update runs trials forward and gives their steps to the rule; each check solves for the readout and validates it.
/// </summary>
internal sealed partial class ReadoutTraining : ITraining
{
    // As many trials as two blocks hold: so many sums are kept at the same time, on any number of threads.
    private const int Together = 20;
    private readonly RunConfiguration configuration;
    private readonly TrainingOptions options;
    private readonly Engine<float> engine;
    private readonly Network initial;
    private readonly ReadoutFeatures features;
    private readonly ReadoutFit fit;
    private readonly TaskBatch<float> trials;
    private readonly ReadoutBatch batch;
    private readonly Evaluator validation;
    private readonly Tracker tracker;
    private readonly float[] raw, best, good;
    private readonly string? recurrent;
    private readonly bool isBoundless;
    private readonly int together;
    private TrainingCheckLine? lastCheck;
    private TrainingStatus? ended;
    private long checks;
    private double earlierSeconds;
    private Stopwatch clock = new();

    /// <summary>Before the first check; arguments and errors as for <see cref="Trainer"/>.</summary>
    public ReadoutTraining(RunConfiguration configuration, ReadoutRule rule, int threads, Network? start, PriorLearning? prior)
    {
        (this.configuration, options) = (configuration, configuration.Training);
        var graph = configuration.CheckedGraph();
        features = ReadoutFeatures.Of(graph, configuration.Cell.Name);
        initial = configuration.Draw(graph);
        initial = start is null ? initial : initial.WithRawOf(start);
        initial = prior is null ? initial : GradientTraining.Continuing(initial, prior);
        features.RequireFree(initial);
        together = rule.IsOnline ? 1 : Math.Min(Together, options.Trials);
        var most = Engine<float>.MostThreads(Math.Max(together, Math.Min(Evaluator.Chunk, options.ValidationTrials)));
        engine = new Engine<float>(graph, Math.Min(threads, most), new EngineOptions { IsForwardOnly = true });
        try
        {
            configuration.CheckMemory(engine.Memory, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        }
        catch
        {
            engine.Dispose();
            throw;
        }

        var loss = Loss.Catalog.Create(options.Loss);
        fit = rule.Begin(new(features.Count, graph.Outputs, features.HasBias(initial.Parameters), Engine<float>.MostThreads(together)));
        trials = new(configuration.Task, loss, options.Dt, together, configuration.Seed, Purpose.TrainingTrials) { Measures = true, TeachesWarmUp = false };
        batch = new(trials, features, rule, fit, options.Dt) { HasFeedback = graph.Feedback is not null };
        validation = new Evaluator(configuration.Task, loss, options.Dt, options.ValidationTrials, configuration.Seed, Purpose.ValidationTrials);
        tracker = new Tracker(configuration.Stopping, configuration.Optimiser.LearningRate, null);
        (raw, best, good) = (initial.RawValues.ToArray(), initial.RawValues.ToArray(), initial.RawValues.ToArray());
        recurrent = graph.Parameters.Where(shape => shape.Role == ParameterRole.Recurrent).ToArray() is [var only] ? only.Name : null;
        isBoundless = configuration.Stopping is { Threshold: 0, TargetError: 0 };
    }

    /// <inheritdoc/>
    public Network Network => initial.WithRaw(ended?.Outcome switch
    {
        Outcome.Exhausted => best,
        Outcome.Diverged => good,
        _ => raw,
    });

    /// <inheritdoc/>
    public float[]? Importance => null;

    /// <inheritdoc/>
    public long Updates { get; private set; }

    private double Seconds => earlierSeconds + clock.Elapsed.TotalSeconds;

    private bool CheckIsDue => lastCheck?.Update != Updates && (Updates % options.CheckEvery == 0 || Updates >= configuration.Stopping.MaxUpdates);

    /// <inheritdoc/>
    public TrainingResult Run(TrainerHooks hooks, CancellationToken cancel)
    {
        clock = Stopwatch.StartNew();
        var pace = new Pace();
        try
        {
            while (ended is null)
            {
                cancel.ThrowIfCancellationRequested();
                engine.Stop = cancel;
                if (CheckIsDue)
                {
                    Check(hooks, cancel);
                    continue;
                }

                Update(cancel);
                hooks.OnUpdate?.Invoke(Updates);
                pace.Observe(Updates, clock.Elapsed.TotalSeconds);
                hooks.OnProgress?.Invoke(new(
                    Updates, configuration.Stopping.MaxUpdates, Updates * options.Trials, Seconds, pace.PerSecond, trials.Loss, 1, lastCheck));
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return Result(TrainingStatus.Cancelled(Updates));
        }

        return Result(ended);
    }

    /// <inheritdoc/>
    public void Dispose() => engine.Dispose();

    private void Update(CancellationToken cancel)
    {
        if (Updates == 0)
        {
            PlasticityPhase.Run(configuration, initial, raw, cancel);
        }

        // What a cancelled update has learned so far is taken back.
        var before = cancel.CanBeCanceled ? fit.State.ToDictionary(array => array.Name, array => array.Values) : null;
        try
        {
            Load(raw);
            for (var done = 0; done < options.Trials && !batch.IsBroken; done += together)
            {
                trials.Draw((Updates * options.Trials) + done, Math.Min(together, options.Trials - done));
                engine.Forward(batch);
                fit.Merge();
            }
        }
        catch (OperationCanceledException) when (before is not null)
        {
            fit.Restore((name, _) => before[name]);
            throw;
        }

        Updates++;
        if (batch.IsBroken)
        {
            ended = NotFinite(Updates, "A rate of the network");
        }
    }

    private static TrainingStatus NotFinite(long updates, string what) => new(
        Outcome.Diverged,
        $"{what} was not finite or far too large after {Counted.Of((int)updates, "update")}. Lower `SpectralRadius` or `InputScale`, choose an `Activation` that is bounded, such as tanh; "
            + "where the readout is learned sample by sample, lower `StepSize`; where outputs go back to the units, set `ReadoutRule = force` or a higher `Regularisation`; where a file has large numbers, "
            + "set `Standardise = true`.");

    private void Check(TrainerHooks hooks, CancellationToken cancel)
    {
        // Before the first update the readout is what was drawn.
        ReadoutWeights?[] solved;
        try
        {
            solved = Updates == 0 ? [null] : [.. fit.Solve(cancel)];
        }
        catch (UsageException unsolvable)
        {
            ended = new(Outcome.Diverged, unsolvable.Message);
            return;
        }

        var (found, made, lowest) = (default(EvaluationResult), raw, default(ReadoutWeights));
        foreach (var readout in solved)
        {
            float[] candidate = [.. raw];
            if (readout is not null)
            {
                features.Write(readout, initial.Parameters, candidate);
            }

            Load(candidate);
            var here = validation.RunStratified(engine, configuration.Task, checks, cancel) ?? throw new OperationCanceledException(cancel);
            if (found is null || here.Loss < found.Loss || double.IsNaN(found.Loss))
            {
                (found, made, lowest) = (here, candidate, readout);
            }
        }

        made.CopyTo(raw, 0);
        checks++;
        var (squares, count) = fit.TakeErrors();
        lastCheck = new(Updates, Updates * options.Trials, found!.Loss, found.Error, found.Performance, null, Radius(cancel), 0, 0, 1)
        {
            Readout = lowest is { Note.Length: > 0 } && solved.Length > 1 ? lowest.Note : null,
            OnlineError = count > 0 ? Math.Sqrt(squares / count) : null,
            Warning = Updates > 0 && fit.Samples < fit.Shape.Features && lastCheck is not { Update: > 0 }
                ? string.Create(CultureInfo.InvariantCulture, $"The readout has {fit.Shape.Features} weights for each output, but there {(fit.Samples == 1 ? "was" : "were")} only {Counted.Of((int)fit.Samples, "sample")} to learn them from, so ")
                    + "only the regularisation decides between readouts that fit all of them. More or longer training trials, or fewer units, usually help."
                : null,
        };
        var status = tracker.Observe(new(Updates, found.Loss, found.Error, found.Performance));
        ended = status.Outcome == Outcome.Continue ? null
            : status.Outcome == Outcome.Exhausted && isBoundless ? new(Outcome.Reached, string.Create(
                CultureInfo.InvariantCulture, $"The readout was learned from {fit.Samples} samples by {configuration.ReadoutRule!.Name} (validation error {lastCheck.Error:G3})."))
            : status.Outcome == Outcome.Diverged ? NotFinite(Updates, "The validation loss")
            : status;
        if (status.Outcome != Outcome.Diverged)
        {
            raw.CopyTo(good, 0);
        }

        if (tracker.LastWasBest)
        {
            raw.CopyTo(best, 0);
        }

        hooks.OnCheck?.Invoke(lastCheck);
        hooks.OnCheckpoint?.Invoke(Capture());
    }

    // What is not the readout never changes.
    private double? Radius(CancellationToken cancel) => recurrent is null ? null
        : lastCheck?.SpectralRadius ?? SpectralRadius.Unless(initial.Effective(recurrent).ToArray(), initial.Units, cancel)
            ?? throw new OperationCanceledException(cancel);

    private void Load(float[] values) => initial.WithRaw(values).Load(engine);

    private TrainingResult Result(TrainingStatus status)
    {
        earlierSeconds = Seconds;
        clock.Reset();
        return new(
            status.Outcome, Updates, Updates * options.Trials, earlierSeconds, lastCheck?.Loss ?? double.NaN, lastCheck?.Error ?? double.NaN,
            lastCheck?.Performance, status.Advice);
    }
}

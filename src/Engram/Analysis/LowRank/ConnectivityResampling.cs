using System.Runtime.ExceptionServices;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Numerics;
using Engram.Tasks;

namespace Engram.Analysis;

/// <summary>
/// Draws networks from a fitted mixture and runs them on a task: whether the mixture's means and covariances are all that the computation
/// needs. All draws see the same trials. The same seed gives the same bits on any number of threads.
/// </summary>
[Cite(
    "10.1038/s41593-022-01088-4",
    "Dubreuil, Valente, Beiran, Mastrogiuseppe & Ostojic (2022). The role of population structure in computations through neural dynamics.")]
public sealed record ConnectivityResampling
{
    /// <summary>Networks that are drawn.</summary>
    [Range(1, 100_000)]
    public int Draws { get; init; } = 20;

    /// <summary>N of each; 0 for as many units as were fitted.</summary>
    [Range(0, 100_000)]
    public int Units { get; init; }

    /// <summary>Test trials that each is run on.</summary>
    [Range(1, 10_000_000)]
    public int Trials { get; init; } = 1000;

    /// <summary>Decides draws, trials and noise.</summary>
    public ulong Seed { get; init; }

    /// <summary>Threads that work, each on draws of its own.</summary>
    [Range(1, 1024)]
    public int Threads { get; init; } = 1;

    /// <summary>Draws the networks and runs them.</summary>
    /// <param name="fit">The mixture.</param>
    /// <param name="task">The task that the fitted network was trained on, or one with the same channels.</param>
    /// <param name="dt">Length of a step.</param>
    /// <exception cref="UsageException">A setting is out of range, or the task does not fit the network; all faults together.</exception>
    public ResampledPerformance Run(ConnectivityFit fit, CognitiveTask task, TimeSpan dt)
    {
        Check(fit, task, dt);
        var threads = Math.Min(Threads, Draws);
        var engines = new Engine<float>?[threads];
        var results = new EvaluationResult[Draws];
        try
        {
            using var workers = new Workers(threads);
            workers.Run(Draws, (worker, draw) =>
            {
                var space = fit.Resample(Units, Seed, draw);
                var network = space.ToNetwork();
                var engine = engines[worker] ??= Evaluation.Engine<float>(network, task, dt, Trials, 1);
                engine.Load(network.EffectiveValues);
                var evaluator = new Evaluator(task, new SquaredError(), dt, Trials, Seed, Purpose.TestTrials);
                results[draw] = evaluator.Run(engine, task, 0)!;
            });
        }
        catch (InvalidOperationException exception) when (exception.InnerException is UsageException refused)
        {
            ExceptionDispatchInfo.Throw(refused);
        }
        finally
        {
            Array.ForEach(engines, engine => engine?.Dispose());
        }

        return new([.. results.Select(result => result.Loss)], [.. results.Select(result => result.Overall?.Share).OfType<double>()]);
    }

    private void Check(ConnectivityFit fit, CognitiveTask task, TimeSpan dt)
    {
        var faults = Settings.Faults(this).ToList();
        if (dt <= TimeSpan.Zero)
        {
            faults.Add($"`dt` is {TimeText.Format(dt)}; give a duration above 0ms.");
        }

        if ((task.Inputs.Count, task.Outputs.Count) != (fit.Inputs, fit.Outputs))
        {
            faults.Add($"{task.Name} has {Counted.Of(task.Inputs.Count, "input")} and {Counted.Of(task.Outputs.Count, "output")}, but the fitted network has "
                + $"{fit.Inputs} and {fit.Outputs}; give the task that the network was trained on, or one with the same channels.");
        }

        if (faults.Count > 0)
        {
            throw new UsageException(faults);
        }

        task.Validate();
    }
}

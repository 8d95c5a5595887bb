using Engram.Learning;
using Engram.Storage;

namespace Engram.Studies.DynamicWorkingMemory;

/// <summary>At which delays a network is tested, and how.</summary>
/// <param name="Delays">In seconds.</param>
/// <param name="Trials">Of each delay.</param>
internal sealed record ProfileSettings(IReadOnlyList<double> Delays, int Trials);

/// <summary>Correct answers of one network at several delays, condition by condition.</summary>
/// <param name="Delays">In seconds.</param>
/// <param name="Conditions">Labels.</param>
/// <param name="Correct">Delays × conditions.</param>
/// <param name="Trials">Delays × conditions.</param>
internal sealed record DelayProfile(
    IReadOnlyList<double> Delays, IReadOnlyList<string> Conditions, IReadOnlyList<int[]> Correct, IReadOnlyList<int[]> Trials)
{
    /// <summary>Share of correct answers at one delay.</summary>
    public double Share(int delay) => (double)Correct[delay].Sum() / Trials[delay].Sum();

    /// <summary>Share of correct answers at one delay under one condition.</summary>
    public double ShareOf(int delay, int condition) => (double)Correct[delay][condition] / Trials[delay][condition];

    /// <summary>The worst condition at one delay.</summary>
    public double Worst(int delay) => Enumerable.Range(0, Conditions.Count).Min(condition => ShareOf(delay, condition));

    /// <summary>Tests a network on fresh trials.</summary>
    public static DelayProfile Of(TrainedRun run, ProfileSettings settings)
    {
        var task = run.Configuration.Task;
        var found = Evaluation.Run(
            run.Network,
            run.Configuration.Cell,
            [.. settings.Delays.Select(delay => task.Pin("delay", TimeSpan.FromSeconds(delay)))],
            run.Configuration.Training.Dt,
            settings.Trials,
            seed: 2,
            loss: LossCatalog.Create(run.Configuration.Training.Loss));
        int[] Of(EvaluationResult result, Func<ConditionPerformance, int> count) =>
            [.. task.Conditions.Select(name => count(result.Performance!.Conditions.First(condition => condition.Condition == name)))];
        return new(
            settings.Delays, task.Conditions, [.. found.Select(result => Of(result, condition => condition.Correct))],
            [.. found.Select(result => Of(result, condition => condition.Trials))]);
    }
}

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
    public double Share(int delay, int condition) => (double)Correct[delay][condition] / Trials[delay][condition];

    /// <summary>The worst condition at one delay.</summary>
    public double Worst(int delay) => Enumerable.Range(0, Conditions.Count).Min(condition => Share(delay, condition));

    /// <summary>Tests a network on fresh trials.</summary>
    public static DelayProfile Of(TrainedRun run, ProfileSettings settings)
    {
        var (correct, trials) = (new List<int[]>(), new List<int[]>());
        var conditions = run.Configuration.Task.Conditions;
        foreach (var delay in settings.Delays)
        {
            var found = Evaluation.Run(
                run.Network,
                run.Configuration.Cell,
                run.Configuration.Task.Pin("delay", TimeSpan.FromSeconds(delay)),
                run.Configuration.Training.Dt,
                settings.Trials,
                seed: 2,
                loss: LossCatalog.Create(run.Configuration.Training.Loss)).Performance!;
            var byName = found.Conditions.ToDictionary(condition => condition.Condition);
            correct.Add([.. conditions.Select(name => byName[name].Correct)]);
            trials.Add([.. conditions.Select(name => byName[name].Trials)]);
        }

        return new(settings.Delays, conditions, correct, trials);
    }
}

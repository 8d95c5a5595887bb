using Engram.Analysis;
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

    /// <summary>The place of the tested delay that is nearest to one in seconds.</summary>
    public int Place(double delay) => Enumerable.Range(0, Delays.Count).MinBy(place => Math.Abs(Delays[place] - delay));

    /// <summary>Matches as signals: conditions whose two pulses, the words around the hyphen, are the same.</summary>
    public SignalDetection Detection(int delay)
    {
        var (hits, signals, falseAlarms, others) = (0, 0, 0, 0);
        for (var condition = 0; condition < Conditions.Count; condition++)
        {
            var (correct, trials) = (Correct[delay][condition], Trials[delay][condition]);
            if (Conditions[condition].Split('-') is [var first, var second] && first == second)
            {
                (hits, signals) = (hits + correct, signals + trials);
            }
            else
            {
                (falseAlarms, others) = (falseAlarms + trials - correct, others + trials);
            }
        }

        return SignalDetection.Of(hits, signals, falseAlarms, others);
    }

    /// <summary>Tests a network on fresh trials, which no other network meets.</summary>
    public static DelayProfile Of(TrainedRun run, ProfileSettings settings)
    {
        var task = run.Configuration.Task;
        var found = Evaluation.Run(
            run.Network,
            [.. settings.Delays.Select(delay => task.Pin("delay", TimeSpan.FromSeconds(delay)))],
            run.Configuration.Training.Dt,
            settings.Trials,
            seed: Plan.TestSeed(run),
            loss: Loss.Catalog.Create(run.Configuration.Training.Loss));
        int[] Of(EvaluationResult result, Func<ConditionPerformance, int> count) =>
            [.. task.Conditions.Select(name => count(result.Performance!.Conditions.First(condition => condition.Condition == name)))];
        return new(
            settings.Delays, task.Conditions, [.. found.Select(result => Of(result, condition => condition.Correct))],
            [.. found.Select(result => Of(result, condition => condition.Trials))]);
    }
}

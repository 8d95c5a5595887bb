using Engram.Figures;
using Engram.Configuration;
using Engram.Learning;
using Engram.Numerics;
using Engram.Tasks;

namespace Engram.Studies;

/// <summary>How an objective is read, compared and shown.</summary>
/// <param name="Objective">The objective.</param>
internal sealed record SearchGoal(SearchObjective Objective)
{
    private const int Looks = 200;

    /// <summary>Whether more is better.</summary>
    public bool IsShare => Objective is SearchObjective.Overall or SearchObjective.Minimum;

    /// <summary>The objective in a few words.</summary>
    public string Words => Objective switch
    {
        SearchObjective.Loss => "validation loss",
        SearchObjective.Error => "root mean squared error",
        SearchObjective.Overall => "share correct over all trials",
        SearchObjective.Minimum => "share correct in the worst condition",
        _ => "updates to the criterion",
    };

    /// <summary>The objective along an axis of a figure.</summary>
    public Axis Axis => Objective switch
    {
        SearchObjective.Overall => Axis.Share("Correct over all trials"),
        SearchObjective.Minimum => Axis.Share("Correct in the worst condition"),
        SearchObjective.Updates => new("Updates to the criterion") { Whole = true },
        _ => new(char.ToUpperInvariant(Words[0]) + Words[1..]),
    };

    /// <summary>The objective of a network; NaN where it has none.</summary>
    /// <param name="row">How the network ended.</param>
    public double Of(SweepTableRow row) => row.Outcome is "diverged" || !row.Ended ? double.NaN : Objective switch
    {
        SearchObjective.Loss => Finite(row.Loss),
        SearchObjective.Error => Finite(row.Error),
        SearchObjective.Overall => Finite(row.Overall),
        SearchObjective.Minimum => Finite(row.Minimum),
        _ => row.Reached == true ? row.Updates!.Value : double.NaN,
    };

    /// <summary>How good a trial with such networks is.</summary>
    /// <param name="values">The objective of each network.</param>
    /// <param name="networks">Networks that a trial has.</param>
    public SearchScore Score(IReadOnlyList<double> values, int networks)
    {
        double[] there = [.. values.Where(double.IsFinite)];
        return new(networks - there.Length, there.Length == 0 ? double.NaN : IsShare ? -there.Average() : there.Average());
    }

    /// <summary>Refuses an objective that networks of a configuration cannot have.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <exception cref="UsageException">There are no right and wrong answers, or no criterion.</exception>
    public void Check(RunConfiguration configuration)
    {
        if (IsShare && !HasAnswers(configuration.Task))
        {
            throw new UsageException(
                $"`Objective = {Kebab.Of(Objective.ToString())}` needs right and wrong answers, which {configuration.Task.Name} does not have; set `Objective = loss` or `Objective = error`.");
        }

        if (Objective == SearchObjective.Updates && configuration.Stopping is { Threshold: 0, TargetError: 0 })
        {
            throw new UsageException(
                "`Objective = updates` needs a criterion, but `Threshold` and `TargetError` are 0; set one of them, or another `Objective`.");
        }
    }

    private static double Finite(double? number) => number is { } value && double.IsFinite(value) ? value : double.NaN;

    private static bool HasAnswers(CognitiveTask task)
    {
        var trial = new Trial();
        return Enumerable.Range(0, Looks).Any(index =>
        {
            task.Draw(trial, new StreamKey(0, Purpose.ValidationTrials), index);
            return trial.IsScored;
        });
    }
}

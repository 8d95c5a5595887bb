using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// A task that starts with fixation and ends with a choice: in the decision period the output of the correct choice should be high and
/// the others low. The loss counts in fixation and decision alone.
/// </summary>
public abstract record ChoiceTask : CognitiveTask
{
    /// <summary>How long the animal fixates before anything is shown. All outputs should be low.</summary>
    public Duration Fixation { get; init; } = 100.Ms;

    /// <summary>How long the decision period at the end lasts.</summary>
    public Duration Decision { get; init; } = 300.Ms;

    /// <summary>Target of the correct output in the decision period.</summary>
    [Range(-1e6, 1e6)]
    public double HighTarget { get; init; } = 1;

    /// <summary>Target of all outputs in fixation, of the wrong ones in the decision period, and of all throughout a catch trial.</summary>
    [Range(-1e6, 1e6)]
    public double LowTarget { get; init; } = 0.2;

    /// <inheritdoc/>
    protected override void ComposeCatch(Trial trial) => trial.Target(LowTarget, during: trial.Period("catch", CatchDuration));

    /// <summary>Appends the fixation period.</summary>
    /// <param name="trial">The trial.</param>
    protected void Fixate(Trial trial) => trial.Target(LowTarget, during: trial.Period("fixation", Fixation));

    /// <summary>Appends the decision period, in which one output should be high.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="choice">The output of the correct choice.</param>
    protected void Decide(Trial trial, int choice)
    {
        var decision = trial.Period("decision", Decision);
        trial.Target(LowTarget, during: decision);
        trial.Target(choice, HighTarget, during: decision);
        trial.Answer = choice;
    }

    /// <inheritdoc/>
    protected override void Check(IList<string> faults)
    {
        CheckTargets(faults, HighTarget, LowTarget);

        if (Decision.Minimum == TimeSpan.Zero)
        {
            faults.Add($"`Decision` is {Decision}, but the choice is read at its end; set a duration above 0ms.");
        }
    }
}

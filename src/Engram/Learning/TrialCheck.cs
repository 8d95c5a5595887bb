using Engram.Configuration;
using Engram.Numerics;
using Engram.Tasks;

namespace Engram.Learning;

/// <summary>
/// Looks at trials of every kind that a task has before anything is done with it: drawn ones, those of the shortest durations, and catch
/// trials. What can go wrong in one of them would otherwise go wrong in the middle of a training, or pass unnoticed.
/// </summary>
internal static class TrialCheck
{
    private const int Drawn = 64;

    /// <summary>Checks a task at a step.</summary>
    /// <param name="task">The task.</param>
    /// <param name="dt">Length of a step.</param>
    /// <exception cref="UsageException">Some trials cannot be used; each kind of fault once.</exception>
    public static void Run(CognitiveTask task, TimeSpan dt)
    {
        task.Validate();
        var (faults, trial) = (new List<string>(), new Trial());
        foreach (var kind in Enum.GetValues<TrialKind>())
        {
            for (var index = 0; index < (kind == TrialKind.Catch ? 1 : Drawn) && faults.Count == 0; index++)
            {
                if (kind != TrialKind.Catch || task.CatchProbability > 0)
                {
                    task.DrawKind(trial, new StreamKey(0, Purpose.TestTrials), index, kind);
                    Look(task, trial, dt, faults);
                }
            }
        }

        if (faults.Count > 0)
        {
            throw new UsageException(faults);
        }
    }

    private static void Look(CognitiveTask task, Trial trial, TimeSpan dt, List<string> faults)
    {
        var what = trial.IsCatch ? $"A catch trial of {task.Name}" : $"A trial of {task.Name}";
        foreach (var period in trial.Periods)
        {
            if (period.Duration > TimeSpan.Zero && StepGrid.Count(period.Duration, dt) < 1 && trial.IsUsed(period))
            {
                faults.Add(
                    $"{what} has a period '{period.Name}' of {TimeText.Format(period.Duration)}, less than one step of {TimeText.Format(dt)}, so "
                    + $"that no step need lie in it; write a longer {period.Name}, or a dt of at most {TimeText.Format(period.Duration)}.");
                return;
            }
        }

        if (StepGrid.Count(trial.Duration, dt) < 1)
        {
            faults.Add($"{what} lasts {TimeText.Format(trial.Duration)}, less than one step of {TimeText.Format(dt)}; lengthen its periods or "
                + "write a smaller dt.");
            return;
        }

        if (trial.MaskSum(dt) <= 0)
        {
            faults.Add($"{what} asks for nothing: no step of it has a target, so that nothing can be learned from it; give a target in a period "
                + "that lasts at least one step.");
        }
        else if (trial.IsScored)
        {
            task.CheckCondition(trial);
            Answer(task, trial, dt, faults);
        }
    }

    // Outputs of zero: what they are worth does not matter, only that the rule can be asked.
    private static void Answer(CognitiveTask task, Trial trial, TimeSpan dt, List<string> faults)
    {
        var outputs = new float[trial.Steps(dt) * task.Outputs.Count];
        try
        {
            trial.IsCorrect(outputs, 0, task.Outputs.Count, dt);
        }
        catch (Exception fault) when (fault is not (UsageException or OutOfMemoryException))
        {
            faults.Add(
                $"The rule of {task.Name} that says whether a trial is correct failed: {fault.GetType().Name}, "
                + $"{fault.Message.ReplaceLineEndings(" ")} It is given outputs of {trial.Steps(dt)} steps; mend IsCorrect.");
        }
        catch (UsageException fault)
        {
            faults.AddRange(fault.Faults);
        }
    }
}

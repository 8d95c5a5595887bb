using Engram.Configuration;
using Engram.Numerics;
using Engram.Tasks;

namespace Engram.Learning;

/// <summary>
/// Looks at trials of every kind that a task has before anything is done with it: drawn ones of every condition, those of the shortest
/// durations, and catch trials. What can go wrong in one of them would otherwise go wrong in the middle of a training, or pass unnoticed.
/// </summary>
internal sealed class TrialCheck
{
    // Draws go on until every condition has come up, for as long as that can be expected of the rarest.
    private const int Drawn = 64, Most = 20_000;
    private readonly CognitiveTask task;
    private readonly TimeSpan dt;
    private readonly bool learns;
    private readonly long mostSteps;
    private readonly string[] conditions, factors;
    private readonly bool[] judged;
    private readonly List<string> faults = [];

    private TrialCheck(CognitiveTask task, TimeSpan dt, bool learns, long mostSteps)
    {
        (this.task, this.dt, this.learns, this.mostSteps) = (task, dt, learns, mostSteps);
        task.CheckFactors(faults);
        (conditions, factors) = ([.. task.Conditions], [.. task.Factors.Select(factor => factor.Name)]);
        judged = new bool[conditions.Length];
    }

    /// <summary>Checks a task at a step.</summary>
    /// <param name="task">The task.</param>
    /// <param name="dt">Length of a step.</param>
    /// <param name="learns">Whether it is to be learned, for which what it shows must be seen; a test may leave it out.</param>
    /// <param name="mostSteps">
    /// Longer trials are composed, but their inputs and targets are not laid out: they do not fit into memory, which is refused once this has
    /// been checked.
    /// </param>
    /// <exception cref="UsageException">Some trials cannot be used; each kind of fault once.</exception>
    public static void Run(CognitiveTask task, TimeSpan dt, bool learns = true, long mostSteps = long.MaxValue)
    {
        task.Validate();
        var check = new TrialCheck(task, dt, learns, mostSteps);
        foreach (var kind in Enum.GetValues<TrialKind>())
        {
            check.Look(kind);
        }

        if (check.faults.Count > 0)
        {
            throw new UsageException(check.faults);
        }
    }

    private void Look(TrialKind kind)
    {
        var trial = new Trial();
        var (least, most) = kind switch
        {
            TrialKind.Drawn => (Drawn, (int)Math.Min(Most / Math.Max(1 - task.CatchProbability, 1e-9), 10 * Most)),
            TrialKind.Catch when task.CatchProbability > 0 => (1, 1),
            TrialKind.Catch => (0, 0),
            _ => (Drawn, Drawn),
        };
        for (var index = 0; (index < least || (index < most && judged.Contains(false))) && faults.Count == 0; index++)
        {
            task.DrawKind(trial, new StreamKey(0, Purpose.TestTrials), index, kind);
            Look(trial);
        }

        if (kind == TrialKind.Drawn && learns && faults.Count == 0 && Array.IndexOf(judged, false) is >= 0 and var missing)
        {
            faults.Add(task.CatchProbability == 1
                ? $"`CatchProbability` is 1, so no trial of {task.Name} asks for anything; set less than 1."
                : $"No trial of {task.Name} has the condition '{conditions[missing]}', although {most} were drawn; set it in Compose, or remove it "
                    + "from Conditions.");
        }
    }

    private void Look(Trial trial)
    {
        var what = trial.IsCatch ? $"A catch trial of {task.Name}" : $"A trial of {task.Name}";
        task.CheckCondition(trial);
        if (!trial.IsCatch && !trial.FactorValues.Select(factor => factor.Name).SequenceEqual(factors))
        {
            faults.Add($"{what} draws {string.Join(", ", trial.FactorValues.Select(factor => factor.Name))}, but another draws {string.Join(", ", factors)}; "
                + "draw the same factors in the same order in every trial.");
        }
        else if (VanishedPeriod(trial) is { } vanished)
        {
            faults.Add(
                $"{what} has a period '{vanished.Name}' of {TimeText.Format(vanished.Duration)}, less than one step of {TimeText.Format(dt)}, so "
                + $"no step may fall within it; {Longer(vanished.Name)}"
                + $"{(vanished.Duration > TimeSpan.Zero ? $", or set `Dt` to at most {TimeText.Format(vanished.Duration)}" : "")}.");
        }
        else if (StepGrid.Count(trial.Duration, dt) < 1)
        {
            faults.Add($"{what} lasts {TimeText.Format(trial.Duration)}, less than one step of {TimeText.Format(dt)}; lengthen its periods, or "
                + "set a smaller `Dt`.");
        }
        else if (trial.MaskSum(dt) <= 0 && !trial.IsCatch)
        {
            faults.Add($"{what} has no step with a target, so nothing can be learned from it; set a target in a period "
                + "of at least one step.");
        }
        else if (trial.Condition >= 0 && !judged[trial.Condition])
        {
            judged[trial.Condition] = true;
            if (StepGrid.Count(trial.Duration, dt) <= mostSteps)
            {
                Judge(trial);
            }
        }
    }

    // A period that is used and shorter than a step, or that is left out although the answer is asked for in it, or the one stimulus given.
    private Period? VanishedPeriod(Trial trial)
    {
        foreach (var period in trial.Periods)
        {
            if (period.Duration > TimeSpan.Zero && StepGrid.Count(period.Duration, dt) < 1 && trial.IsUsed(period))
            {
                return period;
            }
        }

        if (trial.PartShorterThan(dt) is { } part)
        {
            return part;
        }

        return trial.LastAsked() is { } last && last.Steps(dt) is var (first, end) && end <= first ? last
            : learns ? trial.NeverShown() : null;
    }

    private string Longer(string period)
    {
        string[] names = [period, period.TrimEnd([.. "0123456789"]).TrimEnd('-'), $"{period}-duration"];
        var settings = Binding.Of(task.GetType());
        return names.Select(name => settings.FirstOrDefault(setting => setting.Name == name)).FirstOrDefault(setting => setting is not null) is { } found
            ? $"set a longer {found.Subject}" : $"make the period '{period}' longer";
    }

    // Outputs equal to the targets must be right and outputs that are no numbers wrong, or nothing that is reported of a network means anything.
    private void Judge(Trial trial)
    {
        var (steps, o) = (trial.Steps(dt), task.Outputs.Count);
        var (u, y, mask) = (new float[steps * task.Inputs.Count], new float[steps * o], new float[steps * o]);
        trial.RenderInputs(u, 0, task.Inputs.Count, steps, dt, new StreamKey(0, Purpose.TestInputNoise), 0);
        trial.RenderTargets(y, mask, 0, o, steps, dt);
        if (u.Concat(y).FirstOrDefault(value => !float.IsFinite(value)) is var odd && !float.IsFinite(odd))
        {
            faults.Add(FormattableString.Invariant($"A trial of {task.Name} has an input or target of {odd}, with the condition ")
                + $"'{conditions[trial.Condition]}'; fix the waveforms of its signals, and keep numbers below 1e38.");
            return;
        }

        var nothing = new float[y.Length];
        Array.Fill(nothing, float.NaN);
        Guard("Respond", steps, () => trial.Play(u, y, y, mask, dt));
        if (faults.Count == 0 && u.Concat(y).FirstOrDefault(value => !float.IsFinite(value)) is var wrong && !float.IsFinite(wrong))
        {
            faults.Add(FormattableString.Invariant($"{task.Name} responds to outputs equal to its targets with inputs or targets of {wrong}; fix ")
                + "Respond, and keep numbers below 1e38.");
        }

        if (faults.Count > 0)
        {
            return;
        }

        Guard("IsCorrect", steps, () =>
        {
            trial.Choice(y, 0, o, dt);
            var condition = $"with the condition '{conditions[trial.Condition]}'";

            // A test may change how the task responds, so that other actions would be right than those that were learned.
            var isRight = trial.IsCorrect(y, 0, o, dt);
            if (isRight == false && (learns || task is not ClosedLoopTask))
            {
                faults.Add($"Outputs equal to the targets count as wrong in a trial of {task.Name} {condition}; give the answer the highest target at "
                    + "the trial's last step, or override IsCorrect to say which outputs are correct.");
                return;
            }

            trial.Play(new float[u.Length], nothing, new float[y.Length], mask, dt);
            if (trial.IsCorrect(nothing, 0, o, dt) == true)
            {
                faults.Add($"Outputs of NaN count as correct in a trial of {task.Name} {condition}, so every network would be correct; let "
                    + "IsCorrect make a comparison that only a correct answer passes.");
            }
        });
    }

    private void Guard(string what, int steps, Action act)
    {
        try
        {
            act();
        }
        catch (Exception fault) when (fault is not (UsageException or OutOfMemoryException))
        {
            faults.Add(
                $"{what} of {task.Name} failed: {fault.GetType().Name}, {fault.Message.ReplaceLineEndings(" ")} It was given outputs of {steps} steps; fix it.");
        }
        catch (UsageException fault)
        {
            faults.AddRange(fault.Faults);
        }
    }
}

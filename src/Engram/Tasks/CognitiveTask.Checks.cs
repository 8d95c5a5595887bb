using Engram.Configuration;

namespace Engram.Tasks;

/// <content>What can be wrong with a user's own task, said in a sentence instead of as a failure of the program.</content>
public abstract partial record CognitiveTask
{
    /// <summary>Refuses a trial whose condition is none of the task's; only one that is not scored may have none.</summary>
    internal void CheckCondition(Trial trial)
    {
        if (trial.Condition >= trial.ConditionCount || trial.Condition < (trial.IsScored ? 0 : -1))
        {
            throw new UsageException(
                $"A trial of {Name} has the condition {trial.Condition}, but its conditions are "
                + $"{(trial.ConditionCount == 0 ? "none" : $"0 to {trial.ConditionCount - 1} ({string.Join(", ", Conditions)})")}; set "
                + "trial.Condition to one of these, or trial.IsScored to false where there is nothing to score.");
        }
    }

    /// <summary>Adds the faults of the names that flags, files and figures show: those of factors and of their labels.</summary>
    internal void CheckFactors(List<string> faults)
    {
        foreach (var factor in Factors)
        {
            if (factor.Name is not [not '-', ..] || !factor.Name.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.'))
            {
                faults.Add($"{Name} has a factor or period named '{Shown(factor.Name)}', which cannot be used as a flag; use only letters, "
                    + "digits and hyphens.");
            }

            if (factor.Kind == FactorKind.Label)
            {
                CheckNames(faults, "label", factor.Labels, $" of '{Shown(factor.Name)}'");
            }
        }
    }

    /// <summary>A name for each of several numbers from 1, such as <c>well-1</c>.</summary>
    private protected static string[] Numbered(string what, int count) =>
        [.. Enumerable.Range(1, count).Select(k => FormattableString.Invariant($"{what}-{k}"))];

    /// <summary>Adds a fault where what is asked for is no higher than what is not.</summary>
    private protected static void CheckTargets(IList<string> faults, double high, double low)
    {
        if (high <= low)
        {
            faults.Add(FormattableString.Invariant($"`HighTarget` is {high}, but must be above `LowTarget`, which is {low}; set a higher `HighTarget`, or a lower `LowTarget`."));
        }
    }

    private void CheckNames(List<string> faults)
    {
        var reading = "";
        void Check(string what, string property, Func<IReadOnlyList<string>?> names)
        {
            reading = property;
            CheckNames(faults, what, names());
        }

        try
        {
            Check("input", nameof(Inputs), () => Inputs);
            Check("output", nameof(Outputs), () => Outputs);
            Check("condition", nameof(Conditions), () => Conditions);
            Check("covariate", nameof(Covariates), () => Covariates);
            Check("measure", nameof(Measures), () => Measures);
            Check("context", nameof(ContextNames), () => ContextNames);
            if (faults.Count == 0)
            {
                Check("choice", nameof(Choices), () => Choices);
            }

            reading = nameof(Heads);

            if (Outputs is { Count: 0 })
            {
                faults.Add($"{Name} has no outputs, so a network has nothing to learn; name at least one.");
            }
            else if (faults.Count == 0)
            {
                CheckHeads(faults);
            }
        }
        catch (Exception fault) when (Mistakes.IsMistake(fault))
        {
            faults.Add($"{Name} cannot tell its {reading}: {Mistakes.Told(fault, GetType())} Fix that property.");
        }
    }

    private void CheckHeads(List<string> faults)
    {
        CheckNames(faults, "head", Heads?.Select(head => head?.Name!).ToList());
        foreach (var head in faults.Count > 0 ? [] : Heads!)
        {
            if (head.Channels < 1)
            {
                faults.Add(FormattableString.Invariant(
                    $"The head '{Shown(head.Name)}' of {Name} has {head.Channels} channels; give it at least 1, or leave it out."));
            }

            if (!(head.Weight > 0 && double.IsFinite(head.Weight)))
            {
                faults.Add(FormattableString.Invariant(
                    $"The head '{Shown(head.Name)}' of {Name} has the weight {head.Weight}; give it a finite weight above 0, or leave it out."));
            }
        }

        if (faults.Count == 0 && Heads!.Sum(head => head.Channels) is var channels && channels != Outputs.Count)
        {
            faults.Add(FormattableString.Invariant(
                $"The heads of {Name} have {channels} channels ({string.Join(" + ", Heads!.Select(head => head.Channels))}), but it has {Outputs.Count} outputs; ")
                + "assign each output to exactly one head.");
        }
    }

    private void CheckNames(List<string> faults, string what, IReadOnlyList<string>? names, string of = "")
    {
        var article = "aeiou".Contains(what[0], StringComparison.Ordinal) ? "an" : "a";
        if (names is null || names.Any(string.IsNullOrWhiteSpace))
        {
            faults.Add($"{Name} has {(names is null ? $"null for its {what}s" : $"{article} {what} without a name")}{of}; give each {what} a name.");
            return;
        }

        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            faults.Add($"{Name} has {twice.Count()} {what}s '{Shown(twice.Key)}'{of}; give each a different name.");
        }

        if (names.FirstOrDefault(name => Shown(name) != name) is { } strange)
        {
            faults.Add($"{Name} has {article} {what} whose name has control characters ({Shown(strange)}){of}; use only letters, digits and hyphens.");
        }
    }

    // Control characters and halves of surrogate pairs can be neither printed nor stored.
    private static string Shown(string name) => string.Concat(name.EnumerateRunes().Select(rune =>
        System.Text.Rune.IsControl(rune) || rune == System.Text.Rune.ReplacementChar ? Uri.EscapeDataString(rune.ToString()) : rune.ToString()));

    private void Guarded(Trial trial)
    {
        try
        {
            if (trial.IsCatch)
            {
                ComposeCatch(trial);
            }
            else
            {
                Compose(trial);
            }
        }
        catch (UsageException fault) when (!fault.Message.Contains($"of {Name} ", StringComparison.Ordinal))
        {
            throw Placed(fault, After(trial));
        }
        catch (Exception fault) when (Mistakes.IsMistake(fault))
        {
            throw new UsageException($"{Name} cannot compose a trial, {After(trial)}: {Mistakes.Told(fault, GetType())} Fix its Compose.");
        }
    }

    // Apart, so that composing captures nothing.
    private UsageException Placed(UsageException fault, string after) =>
        new([.. fault.Faults.Select(one => $"{Name} cannot compose a trial, {after}: {one}")]);

    private static string After(Trial trial) =>
        trial.Periods.Count == 0 ? "before its first period" : $"after the period '{trial.Periods[^1].Name}'";
}

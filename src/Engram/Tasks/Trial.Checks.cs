using Engram.Configuration;

namespace Engram.Tasks;

/// <content>What a task can get wrong while it composes a trial, told in the words in which it is composed.</content>
public sealed partial class Trial
{
    /// <summary>Whether something is shown or asked in a period.</summary>
    internal bool IsUsed(in Period period)
    {
        foreach (ref readonly var signal in inputs.Signals)
        {
            if (signal.Period == period && signal.Value != 0)
            {
                return true;
            }
        }

        foreach (ref readonly var entry in targets.Entries)
        {
            ref readonly var target = ref targets.Of(entry);
            if (target.Period == period && target.Weight > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A part of a period in which something is shown or asked and which is shorter than a step; null for none.</summary>
    /// <param name="dt">Length of a step.</param>
    internal Period? PartShorterThan(TimeSpan dt)
    {
        foreach (ref readonly var signal in inputs.Signals)
        {
            if (signal.Value != 0 && IsShort(signal.Period, dt))
            {
                return signal.Period;
            }
        }

        foreach (ref readonly var entry in targets.Entries)
        {
            ref readonly var target = ref targets.Of(entry);
            if (target.Weight > 0 && IsShort(target.Period, dt))
            {
                return target.Period;
            }
        }

        return null;
    }

    /// <summary>The period in which an output is asked for last; null where none is.</summary>
    internal Period? LastAsked()
    {
        Period? last = null;
        foreach (ref readonly var entry in targets.Entries)
        {
            ref readonly var target = ref targets.Of(entry);
            var isLater = last is not { } known || (target.Period.Start, target.Period.End).CompareTo((known.Start, known.End)) > 0;
            last = target.Weight > 0 && isLater ? target.Period : last;
        }

        return last;
    }

    /// <summary>A period of no length that is to show something, which no input of the same channel next to it shows; null for none.</summary>
    internal Period? NeverShown()
    {
        foreach (ref readonly var signal in inputs.Signals)
        {
            if (signal.Period.Duration == TimeSpan.Zero && signal.Value != 0 && !IsShownBeside(signal))
            {
                return signal.Period;
            }
        }

        return null;
    }

    private static bool IsShort(in Period period, TimeSpan dt)
    {
        var (first, end) = period.Steps(dt);
        return period.Duration > TimeSpan.Zero && (StepGrid.Count(period.Duration, dt) < 1 || (end <= first && end < StepGrid.Most));
    }

    private bool IsShownBeside(in Signal signal)
    {
        foreach (ref readonly var other in inputs.Signals)
        {
            if (other.First < signal.First + signal.Count && other.First + other.Count > signal.First && other.Period.Duration > TimeSpan.Zero
                && other.Period.Start <= signal.Period.End && other.Period.End >= signal.Period.Start)
            {
                return true;
            }
        }

        return false;
    }

    private int Total(string factor, int count, ReadOnlySpan<int> weights)
    {
        var total = 0;
        foreach (var weight in weights)
        {
            total = weight < 0 ? int.MinValue : total + weight;
        }

        return total > 0 && weights.Length == count ? total
            : throw Fault($"draws '{factor}' from {count} numbers with the weights {string.Join(", ", weights.ToArray())}; give each number a weight of at "
                + "least 0, and at least one a weight above 0.");
    }

    private double Total(string factor, int count, IReadOnlyList<double> weights)
    {
        var total = 0.0;
        for (var place = 0; place < weights.Count; place++)
        {
            total = weights[place] >= 0 ? total + weights[place] : double.NaN;
        }

        return total > 0 && double.IsFinite(total) && weights.Count == count ? total
            : throw Fault($"draws '{factor}' from {count} alternatives with the weights {string.Join(", ", weights)}; give each alternative a finite weight "
                + "of at least 0, and at least one a weight above 0.");
    }

    private void Check(in Signal signal, int channels, bool asks)
    {
        var isPeriod = signal.Period.Start >= TimeSpan.Zero && signal.Period.End <= Duration && signal.Period.Duration >= TimeSpan.Zero;
        if (signal.First < 0 || signal.First + signal.Count > channels || !double.IsFinite(signal.Value) || !isPeriod)
        {
            throw Wrong(signal, asks, isPeriod);
        }
    }

    private UsageException Wrong(in Signal signal, bool asks, bool isPeriod)
    {
        var (verb, channel, names) = asks ? ("sets a target for", "output", task!.Outputs) : ("sets a signal on", "input", task!.Inputs);
        var where = $"in the period '{signal.Period.Name}'";
        return Fault(
            !isPeriod ? $"{verb} {channel} {signal.First} {where}, which is not a period of this trial; use what trial.Period returned."
            : signal.First >= 0 && signal.First < names.Count
            ? $"{verb} {channel} '{names[signal.First]}' {where} of the value {signal.Value}; give a finite number."
            : $"{verb} {channel} {signal.First} {where}, but it has "
                + (names.Count == 0 ? $"no {channel}s; name them in the task, or leave this out."
                : $"{channel}s 0 to {names.Count - 1} ({string.Join(", ", names)}); name one of these."));
    }

    private UsageException NoChannels(Range channels, in Period during, bool asks)
    {
        var (verb, channel, names) = asks ? ("sets a target for", "output", task!.Outputs) : ("sets a signal on", "input", task!.Inputs);
        return Fault($"{verb} the {channel}s {channels} in the period '{during.Name}', but "
            + (names.Count == 0 ? $"it has no {channel}s; name them in the task, or leave this out."
            : $"it has {names.Count}, counted from 0; name at least one of them, such as 0..{names.Count}."));
    }

    private void Take(string name, double value)
    {
        RequireComposing("a period or a factor", "do it in Compose instead, and keep what Respond needs in trial.Memory");
        if (IsTaken(name))
        {
            throw Fault($"draws '{name}' twice, or has two periods of that name; give each a different name.");
        }

        if (!double.IsFinite(value))
        {
            throw Fault($"draws the value {value} for '{name}'; give finite numbers.");
        }

        factors.Add((name, value));
    }

    private bool IsTaken(string name)
    {
        foreach (var (factor, _) in factors)
        {
            if (factor == name)
            {
                return true;
            }
        }

        foreach (var period in periods)
        {
            if (period.Name == name)
            {
                return true;
            }
        }

        return false;
    }

    private UsageException Fault(string what) => new($"A trial of {task!.Name} {what}");
}

using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Tasks;

/// <summary>
/// What the animal sees and should answer. A task is a record: its properties are the settings, with the published values as defaults, and
/// <see cref="Compose"/> says how one trial runs, in periods and factors. Immutable; may be used by several threads.
/// </summary>
public abstract partial record CognitiveTask
{
    /// <summary>Input of every channel at all times, on top of which signals and noise come.</summary>
    [Range(0, 1e6)]
    public double BaselineInput { get; init; } = 0.2;

    /// <summary>
    /// Standard deviation σ_in of the input noise: each step of each channel gets √(2·τ_in/dt)·σ_in·N(0,1), and is then rectified, unless
    /// the task's inputs are signed.
    /// </summary>
    [Range(0, 1e6)]
    public double InputNoise { get; init; } = 0.01;

    /// <summary>Time constant τ_in of the input noise. It does not follow the time constant of the network.</summary>
    [Range(0, Above = true)]
    public TimeSpan InputNoiseTau { get; init; } = 100.Ms;

    /// <summary>Share of catch trials, in which nothing is shown. They are trained and not scored.</summary>
    [Range(0, 1)]
    public double CatchProbability { get; init; }

    /// <summary>How long a catch trial lasts.</summary>
    public Duration CatchDuration { get; init; } = 2.Seconds;

    /// <summary>Name of the task: that of its type in kebab-case, without "Task".</summary>
    public string Name => Kebab.Of(GetType().Name is [.. var name, 'T', 'a', 's', 'k'] ? name : GetType().Name);

    /// <summary>Names of the input channels.</summary>
    public abstract IReadOnlyList<string> Inputs { get; }

    /// <summary>Names of the output channels.</summary>
    public abstract IReadOnlyList<string> Outputs { get; }

    /// <summary>Labels of the conditions, by which performance is reported; <see cref="Trial.Condition"/> counts them from 0.</summary>
    public abstract IReadOnlyList<string> Conditions { get; }

    /// <summary>The factors in the order drawn, found by composing a trial.</summary>
    public IReadOnlyList<Factor> Factors
    {
        get
        {
            var factors = new List<Factor>();
            Discover(factors);
            return factors;
        }
    }

    /// <summary>How long the longest possible trial lasts.</summary>
    public TimeSpan Longest
    {
        get
        {
            var trial = Discover([]).Duration;
            return CatchProbability > 0 && CatchDuration.Maximum > trial ? CatchDuration.Maximum : trial;
        }
    }

    /// <summary>Fills a trial. What is drawn depends on the key and the index alone.</summary>
    /// <param name="trial">The trial; what it held before is gone.</param>
    /// <param name="key">Seed and purpose of the draws.</param>
    /// <param name="index">Which trial of that stream.</param>
    /// <exception cref="UsageException">The settings are not allowed (see <see cref="Validate"/>).</exception>
    public void Draw(Trial trial, StreamKey key, long index) => DrawKind(trial, key, index, TrialKind.Drawn);

    internal void DrawKind(Trial trial, StreamKey key, long index, TrialKind kind)
    {
        ArgumentNullException.ThrowIfNull(trial);
        trial.Begin(this, new RandomStream(key, index), kind);
        Guarded(trial);
    }

    /// <summary>Refuses a scored trial that belongs to no condition.</summary>
    internal void CheckCondition(Trial trial)
    {
        if (trial.IsScored && (trial.Condition < 0 || trial.Condition >= trial.ConditionCount))
        {
            throw new UsageException(
                $"A trial of {Name} has the condition {trial.Condition}, and its conditions are "
                + $"{(trial.ConditionCount == 0 ? "none" : $"0 to {trial.ConditionCount - 1} ({string.Join(", ", Conditions)})")}; set "
                + "trial.Condition to one of these, or trial.IsScored to false where there is nothing to score.");
        }
    }

    // What goes wrong in a task of one's own is told in a sentence, not as a failure of the program.
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
        catch (Exception fault) when (fault is not (UsageException or OutOfMemoryException or OperationCanceledException))
        {
            var place = new System.Diagnostics.StackTrace(fault, true).GetFrame(0);
            var line = place?.GetFileName() is { } file ? $" ({Path.GetFileName(file)}, line {place.GetFileLineNumber()})" : "";
            throw new UsageException(
                $"{Name} cannot compose a trial: {fault.GetType().Name}, {fault.Message.ReplaceLineEndings(" ")}{line} Mend its Compose.");
        }
    }

    /// <summary>Checks all settings.</summary>
    /// <exception cref="UsageException">Some are not allowed: one fault for each.</exception>
    public void Validate()
    {
        var faults = Settings.Faults(this).ToList();
        Check(faults);
        CheckNames(faults, "input", Inputs);
        CheckNames(faults, "output", Outputs);
        CheckNames(faults, "condition", Conditions);
        if (Outputs is { Count: 0 })
        {
            faults.Add($"{Name} has no outputs, so that nothing can be asked of a network; name at least one.");
        }

        if (faults.Count > 0)
        {
            throw new UsageException(faults);
        }
    }

    private void CheckNames(List<string> faults, string what, IReadOnlyList<string>? names)
    {
        if (names is null || names.Any(string.IsNullOrWhiteSpace))
        {
            faults.Add($"{Name} has {(names is null ? $"null for its {what}s" : $"an {what} without a name".Replace("an condition", "a condition"))}; "
                + $"give each {what} a name.");
            return;
        }

        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            faults.Add($"{Name} has {twice.Count()} {what}s '{twice.Key}'; give each a name of its own.");
        }

        if (names.FirstOrDefault(name => name.Any(char.IsControl)) is { } strange)
        {
            faults.Add($"{Name} has an {what} whose name has control characters ({Uri.EscapeDataString(strange)}); write it in letters, digits and "
                + "hyphens.");
        }
    }

    /// <summary>The name.</summary>
    public sealed override string ToString() => Name;

    /// <summary>
    /// Composes one trial that is not a catch trial: draws its factors, lays out its periods, and says what is shown and asked.
    /// </summary>
    /// <param name="trial">The trial, empty.</param>
    protected abstract void Compose(Trial trial);

    /// <summary>Composes a catch trial: nothing is shown, and all outputs should stay at zero.</summary>
    /// <param name="trial">The trial, empty.</param>
    protected virtual void ComposeCatch(Trial trial) => trial.Target(0, during: trial.Period("catch", CatchDuration));

    /// <summary>Adds the faults of settings that ranges alone cannot express.</summary>
    /// <param name="faults">Where to add them.</param>
    protected virtual void Check(IList<string> faults)
    {
    }

    /// <summary>Whether inputs below zero become zero; a task whose signals have both signs says no.</summary>
    protected internal virtual bool RectifiesInputs => true;

    /// <summary>Whether a channel gets the input noise.</summary>
    /// <param name="channel">Input channel.</param>
    protected internal virtual bool IsNoisy(int channel) => true;

    private Trial Discover(List<Factor> factors)
    {
        var trial = new Trial(factors);
        trial.Begin(this, new RandomStream(new StreamKey(0, Purpose.TestTrials), 0));
        Guarded(trial);
        return trial;
    }
}

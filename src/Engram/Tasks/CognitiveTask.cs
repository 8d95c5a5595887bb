using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Tasks;

/// <summary>
/// What the animal sees and should answer. A task is a record: its properties are the settings, with the published values as defaults, and
/// <see cref="Compose"/> says how one trial runs, in periods and factors. Immutable; may be used by several threads.
/// </summary>
public abstract partial record CognitiveTask
{
    /// <summary>The tasks of the library, with their published settings: every sealed record there that is a <see cref="CognitiveTask"/>.</summary>
    public static Catalog<CognitiveTask> Catalog { get; } = new();

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
    public string Name => Catalog<CognitiveTask>.NameOf(this);

    /// <summary>Names of the input channels.</summary>
    public abstract IReadOnlyList<string> Inputs { get; }

    /// <summary>Names of the output channels.</summary>
    public abstract IReadOnlyList<string> Outputs { get; }

    /// <summary>Names of the numbers that a trial is given before its first step, such as where an animal starts; none unless overridden.</summary>
    public virtual IReadOnlyList<string> ContextNames => [];

    /// <summary>
    /// Groups of output channels that have a loss of their own, in the order of <see cref="Outputs"/>. Unless overridden, one for all, with the
    /// loss of the training.
    /// </summary>
    public virtual IReadOnlyList<Head> Heads => [new("outputs", Outputs.Count)];

    /// <summary>Labels of the conditions, by which performance is reported; <see cref="Trial.Condition"/> counts them from 0.</summary>
    public abstract IReadOnlyList<string> Conditions { get; }

    /// <summary>
    /// Names of what else is known at each step, such as where an animal is; none unless overridden. Recordings keep them, and the network does
    /// not see them.
    /// </summary>
    public virtual IReadOnlyList<string> Covariates => [];

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
            var trial = LongestTrial;
            return CatchProbability > 0 && CatchDuration.Maximum > trial ? CatchDuration.Maximum : trial;
        }
    }

    /// <summary>Fills a trial. What is drawn depends on the key and the index alone.</summary>
    /// <param name="trial">The trial; what it held before is gone.</param>
    /// <param name="key">Seed and purpose of the draws.</param>
    /// <param name="index">Which trial of that stream.</param>
    /// <exception cref="UsageException">The settings are not allowed (see <see cref="Validate"/>).</exception>
    internal void Draw(Trial trial, StreamKey key, long index) => DrawKind(trial, key, index, TrialKind.Drawn);

    internal void DrawKind(Trial trial, StreamKey key, long index, TrialKind kind)
    {
        ArgumentNullException.ThrowIfNull(trial);
        trial.Begin(this, key, index, kind);
        Guarded(trial);
    }

    /// <summary>Checks all settings.</summary>
    /// <exception cref="UsageException">Some are not allowed: one fault for each.</exception>
    public void Validate()
    {
        var faults = Settings.Faults(this).ToList();
        Check(faults);
        if (faults.Count == 0)
        {
            // Names may depend on settings, and could not be asked for where these are out of range.
            CheckNames(faults);
        }

        if (faults.Count > 0)
        {
            throw new UsageException(faults);
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

    /// <summary>
    /// How long the longest trial is that is not a catch trial: one whose factors are at their longest. A task whose durations depend on a label
    /// says how long it is with the label that makes it longest.
    /// </summary>
    private protected virtual TimeSpan LongestTrial => Discover([]).Duration;

    private Trial Discover(List<Factor> factors)
    {
        var trial = new Trial(factors);
        trial.Begin(this, new StreamKey(0, Purpose.TestTrials), 0);
        Guarded(trial);
        return trial;
    }
}

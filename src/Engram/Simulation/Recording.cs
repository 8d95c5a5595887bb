using Engram.Configuration;
using Engram.Learning;
using Engram.Tasks;

namespace Engram.Simulation;

/// <summary>
/// Everything that happened in an <see cref="Experiment"/>. Arrays are time-major with units contiguous; step k, from 0, is at time
/// (k + 1)·dt, and rates, outputs and states are those after the step. After a trial's own end everything is zero.
/// </summary>
public sealed class Recording
{
    internal Recording(
        TimeSpan dt, IReadOnlyList<RecordedTrial> trials, IReadOnlyList<Factor> factors, int units, int inputs, int outputs, int stateWidth)
    {
        (Dt, Trials, Factors) = (dt, trials, factors);
        (Steps, Units, Inputs, Outputs, StateWidth) = (trials.Max(trial => trial.Steps), units, inputs, outputs, stateWidth);
        var rows = Steps * trials.Count;
        (Rates, Output, Input) = (new float[rows * units], new float[rows * outputs], new float[rows * inputs]);
        (Target, Mask, States) = (new float[rows * outputs], new float[rows * outputs], new float[rows * stateWidth]);
    }

    /// <summary>Length of a step.</summary>
    public TimeSpan Dt { get; }

    /// <summary>T, the steps of the longest trial.</summary>
    public int Steps { get; }

    /// <summary>B, the number of trials.</summary>
    public int TrialCount => Trials.Count;

    /// <summary>N, the number of units.</summary>
    public int Units { get; }

    /// <summary>I, the input channels.</summary>
    public int Inputs { get; }

    /// <summary>O, the output channels.</summary>
    public int Outputs { get; }

    /// <summary>S, the length of a state vector; 0 unless states were kept.</summary>
    public int StateWidth { get; }

    /// <summary>Rates r (T × B × N).</summary>
    public float[] Rates { get; }

    /// <summary>Outputs after the output non-linearity (T × B × O).</summary>
    public float[] Output { get; }

    /// <summary>Inputs u with their noise (T × B × I).</summary>
    public float[] Input { get; }

    /// <summary>Targets y (T × B × O); 0 where the mask is 0.</summary>
    public float[] Target { get; }

    /// <summary>Weight of each output in the loss (T × B × O).</summary>
    public float[] Mask { get; }

    /// <summary>State vectors s (T × B × S), all states of the cell in the order of their definition; empty unless kept.</summary>
    public float[] States { get; }

    /// <summary>The same before it was rounded, where it was kept in double precision; else null.</summary>
    public ExactRecording? Exact { get; internal set; }

    /// <summary>
    /// What else the task knows at each step (T × B × C), such as where an animal is; NaN where it gave nothing in a trial's own steps.
    /// </summary>
    public float[] Covariates { get; private init; } = [];

    /// <summary>C names, those of the <see cref="Covariates"/>; none for most tasks.</summary>
    public IReadOnlyList<string> CovariateNames
    {
        get;
        internal init => (field, Covariates) = (value, new float[Steps * TrialCount * value.Count]);
    } = [];

    /// <summary>Names of what the task read from the outputs of each trial beside the choice; none for most tasks.</summary>
    public IReadOnlyList<string> MeasureNames { get; internal init; } = [];

    /// <summary>The trials, in the order drawn.</summary>
    public IReadOnlyList<RecordedTrial> Trials { get; internal set; }

    /// <summary>The factors of the task, with their kinds and labels.</summary>
    public IReadOnlyList<Factor> Factors { get; }

    /// <summary>The answers that can be chosen, of which trials have the right one and the one made; empty where the task asks for no choice.</summary>
    public IReadOnlyList<string> Choices { get; internal init; } = [];

    /// <summary>Names of the units, where they are columns of a file; else none.</summary>
    public IReadOnlyList<string> UnitNames { get; internal init; } = [];

    /// <summary>Names of the inputs.</summary>
    public IReadOnlyList<string> InputNames { get; internal init; } = [];

    /// <summary>Names of the outputs.</summary>
    public IReadOnlyList<string> OutputNames { get; internal init; } = [];

    /// <summary>Names of the conditions, of which trials have places.</summary>
    public IReadOnlyList<string> ConditionNames { get; internal init; } = [];

    /// <summary>Correct answers per condition, catch trials left out, as <see cref="Evaluation"/> gives for the same trials.</summary>
    public Performance Performance
    {
        get
        {
            var counter = new PerformanceCounter();
            foreach (var trial in Trials)
            {
                if (trial.IsCorrect is { } isCorrect)
                {
                    counter.Add(trial.ConditionName, isCorrect);
                }
            }

            return counter.ToPerformance();
        }
    }

    /// <summary>Rates after one step of one trial (N).</summary>
    /// <param name="step">Step, from 0.</param>
    /// <param name="trial">Trial, from 0.</param>
    public Span<float> Rate(int step, int trial) => Row(Rates, step, trial, Units);

    /// <summary>Outputs after one step of one trial (O).</summary>
    /// <param name="step">Step, from 0.</param>
    /// <param name="trial">Trial, from 0.</param>
    public Span<float> OutputAt(int step, int trial) => Row(Output, step, trial, Outputs);

    /// <summary>Inputs in one step of one trial (I).</summary>
    /// <param name="step">Step, from 0.</param>
    /// <param name="trial">Trial, from 0.</param>
    public Span<float> InputAt(int step, int trial) => Row(Input, step, trial, Inputs);

    /// <summary>Targets of one step of one trial (O).</summary>
    /// <param name="step">Step, from 0.</param>
    /// <param name="trial">Trial, from 0.</param>
    public Span<float> TargetAt(int step, int trial) => Row(Target, step, trial, Outputs);

    /// <summary>Weights of one step of one trial in the loss (O).</summary>
    /// <param name="step">Step, from 0.</param>
    /// <param name="trial">Trial, from 0.</param>
    public Span<float> MaskAt(int step, int trial) => Row(Mask, step, trial, Outputs);

    /// <summary>Covariates of one step of one trial (C).</summary>
    /// <param name="step">Step, from 0.</param>
    /// <param name="trial">Trial, from 0.</param>
    public Span<float> CovariatesAt(int step, int trial) => Row(Covariates, step, trial, CovariateNames.Count);

    /// <summary>One covariate at all steps of all trials (T × B).</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="UsageException">The task has no such covariate.</exception>
    public float[] Covariate(string name)
    {
        var count = CovariateNames.Count;
        var place = Enumerable.Range(0, count).FirstOrDefault(place => CovariateNames[place] == name, -1);
        return place >= 0 ? [.. Enumerable.Range(0, Steps * TrialCount).Select(row => Covariates[(row * count) + place])]
            : throw new UsageException(count == 0 ? $"There is no covariate '{name}': the task of this recording has none."
                : $"There is no covariate '{name}'. {Nearest.Hint(name, CovariateNames)}");
    }

    /// <summary>State vector after one step of one trial (S); empty unless kept.</summary>
    /// <param name="step">Step, from 0.</param>
    /// <param name="trial">Trial, from 0.</param>
    public Span<float> State(int step, int trial) => Row(States, step, trial, StateWidth);

    /// <summary>The steps of a period of one trial, from the first up to but without the end; null where it has no such period.</summary>
    /// <param name="period">Name of the period.</param>
    /// <param name="trial">Trial, from 0.</param>
    public (int First, int End)? StepsOf(string period, int trial)
    {
        foreach (var known in Trials[trial].Periods)
        {
            if (known.Name == period)
            {
                return known.Steps(Dt);
            }
        }

        return null;
    }

    /// <summary>The same trials with other activity in place of the rates, and without states.</summary>
    /// <param name="rates">The activity (T × B × N′).</param>
    /// <param name="units">N′.</param>
    internal Recording With(float[] rates, int units)
    {
        var made = new Recording(Dt, Trials, Factors, units, Inputs, Outputs, 0)
        {
            InputNames = InputNames, OutputNames = OutputNames, ConditionNames = ConditionNames, Choices = Choices, CovariateNames = CovariateNames, MeasureNames = MeasureNames,
        };
        foreach (var (from, to) in new[] { (rates, made.Rates), (Output, made.Output), (Input, made.Input), (Target, made.Target), (Mask, made.Mask), (Covariates, made.Covariates) })
        {
            from.CopyTo(to, 0);
        }

        return made;
    }

    private Span<float> Row(float[] values, int step, int trial, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trial);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(trial, TrialCount);
        return values.AsSpan(((step * TrialCount) + trial) * width, width);
    }
}

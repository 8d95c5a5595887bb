using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Tasks;

/// <summary>
/// One trial: what is shown when, what should be answered, and which values its factors took. A task composes it in this language,
/// in durations; steps appear only when it is rendered at some dt. Use one object for trial after trial: it allocates nothing once
/// it has seen the longest. Not for several threads at once.
/// </summary>
/// <remarks>
/// Each factor takes exactly one number from the trial's stream, whether constant, drawn or pinned. Tasks that differ in the values of
/// one factor therefore draw the same values of all others for the same key and index. For this, a task draws the same factors in the
/// same order in every trial.
/// </remarks>
public sealed partial class Trial
{
    private readonly List<(string Name, double Value)> factors = new(16);
    private readonly List<Period> periods = new(16);
    private readonly SignalTable inputs = new(), targets = new(), covariates = new();
    private readonly List<Factor>? discovered;
    private CognitiveTask? task;
    private int inputCount;
    private TrialKind kind;
    private RandomStream stream;

    /// <summary>An empty trial, to be filled by <see cref="CognitiveTask.Draw"/>.</summary>
    internal Trial()
    {
    }

    /// <summary>A trial that lists the factors as they are composed, at their longest durations.</summary>
    internal Trial(List<Factor> discovered) => this.discovered = discovered;

    /// <summary>Whether this trial shows nothing and asks for nothing. It is trained but not scored.</summary>
    public bool IsCatch { get; private set; }

    /// <summary>Whether there is a right answer; not in a catch trial, nor where the task says that there is none.</summary>
    public bool IsScored { get; set; }

    /// <summary>Which of the task's <see cref="CognitiveTask.Conditions"/> this trial belongs to; −1 in a catch trial.</summary>
    public int Condition { get; set; }

    /// <summary>
    /// Which of the task's <see cref="CognitiveTask.Choices"/> is right; −1 where there is none, or where the task asks for no choice.
    /// </summary>
    public int Answer { get; set; }

    /// <summary>The right direction, in degrees, where one is asked for (see <see cref="RingTask"/>); NaN elsewhere.</summary>
    public double Direction { get; set; }

    /// <summary>How long the trial lasts: the sum of its periods.</summary>
    public TimeSpan Duration { get; private set; }

    /// <summary>The periods, in their order.</summary>
    public IReadOnlyList<Period> Periods => periods;

    /// <summary>The value a factor took: milliseconds for a time, the place of a label; NaN in a catch trial, which draws none.</summary>
    /// <param name="name">The factor's name.</param>
    public double Factor(string name)
    {
        foreach (var (factor, value) in factors)
        {
            if (factor == name)
            {
                return value;
            }
        }

        // Those drawn so far: a task that asks while it composes would be asked to compose another trial, without end.
        return IsCatch || task is null ? double.NaN : throw task.UnknownFactor(name, factors.Select(factor => factor.Name));
    }

    /// <summary>The factors with the values they took, in the order drawn.</summary>
    internal IReadOnlyList<(string Name, double Value)> FactorValues => factors;

    /// <summary>Appends a period. How long it lasts is a factor of the period's name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="duration">How long it lasts.</param>
    public Period Period(string name, Duration duration)
    {
        discovered?.Add(new(name, FactorKind.Time, duration.ToString(), []));
        var u = stream.NextUniform();
        var length = discovered is not null ? duration.Maximum : kind == TrialKind.Shortest ? duration.Minimum : duration.Quantile(u);
        if (task!.Altered(name) is { } alteration)
        {
            length = alteration.Apply(length.TotalMilliseconds).Ms;
        }

        Take(name, length.TotalMilliseconds);
        var period = new Period(name, Duration, Duration + length);
        periods.Add(period);
        Duration = period.End;
        return period;
    }

    /// <summary>Draws one of several alternatives, each equally likely.</summary>
    /// <param name="factor">Name of the factor.</param>
    /// <param name="labels">The alternatives.</param>
    /// <returns>The place of the one drawn.</returns>
    public int Choose(string factor, IReadOnlyList<string> labels)
    {
        discovered?.Add(new(factor, FactorKind.Label, string.Join('|', labels), labels));
        var drawn = (int)(stream.NextUniform() * labels.Count);
        var label = (int)(task!.Altered(factor)?.Apply(drawn) ?? drawn);
        if (labels.Count == 0)
        {
            throw Fault($"draws '{factor}' from an empty list; give at least one alternative.");
        }

        Take(factor, label);
        return label;
    }

    /// <summary>Draws one of several alternatives, each as likely as its weight says.</summary>
    /// <param name="factor">Name of the factor.</param>
    /// <param name="labels">The alternatives.</param>
    /// <param name="weights">One for each alternative, not negative and not all zero; one of weight 0 is never drawn.</param>
    /// <returns>The place of the one drawn.</returns>
    public int Choose(string factor, IReadOnlyList<string> labels, IReadOnlyList<double> weights)
    {
        discovered?.Add(new(factor, FactorKind.Label, string.Join('|', labels), labels));
        var left = stream.NextUniform() * Total(factor, labels.Count, weights);
        var drawn = labels.Count - 1;
        for (var place = 0; place < drawn; place++)
        {
            left -= weights[place];
            drawn = left < 0 ? place : drawn;
        }

        // What rounding leaves over belongs to the last one that can be drawn.
        while (weights[drawn] == 0)
        {
            drawn--;
        }

        var label = (int)(task!.Altered(factor)?.Apply(drawn) ?? drawn);
        Take(factor, label);
        return label;
    }

    /// <summary>Draws one of several numbers, each equally likely.</summary>
    /// <param name="factor">Name of the factor.</param>
    /// <param name="levels">The numbers.</param>
    public Level Choose(string factor, Levels levels)
    {
        discovered?.Add(new(factor, FactorKind.Number, levels.ToString(), []) { Numbers = levels });
        return Taken(factor, levels, Drawn(levels), isOpen: false);
    }

    /// <summary>
    /// Draws one of several numbers, each equally likely, of a factor that can be pinned to other numbers too. Pinned, it has one level: the
    /// task names its conditions after <see cref="CognitiveTask.LevelsOf"/>.
    /// </summary>
    /// <param name="factor">Name of the factor.</param>
    /// <param name="levels">The numbers.</param>
    /// <param name="least">The least that it can be pinned to.</param>
    /// <param name="greatest">The greatest that it can be pinned to.</param>
    public Level Choose(string factor, Levels levels, double least, double greatest)
    {
        discovered?.Add(new(factor, FactorKind.Number, levels.ToString(), []) { Numbers = levels, Range = (least, greatest) });
        return Taken(factor, levels, Drawn(levels), isOpen: true);
    }

    /// <summary>Draws one of several numbers, each as likely as its weight says, of a factor that can be pinned to other numbers too.</summary>
    /// <param name="factor">Name of the factor.</param>
    /// <param name="levels">The numbers.</param>
    /// <param name="weights">One for each number, not negative and not all zero; a number of weight 0 is never drawn.</param>
    /// <param name="least">The least that it can be pinned to.</param>
    /// <param name="greatest">The greatest that it can be pinned to.</param>
    public Level Choose(string factor, Levels levels, ReadOnlySpan<int> weights, double least, double greatest)
    {
        var total = Total(factor, levels.Count, weights);

        discovered?.Add(new(factor, FactorKind.Number, levels.ToString(), []) { Numbers = levels, Range = (least, greatest) });
        var place = (int)(stream.NextUniform() * total);
        var index = 0;
        while (place >= weights[index])
        {
            place -= weights[index++];
        }

        return Taken(factor, levels, index, isOpen: true);
    }

    /// <summary>Draws a number uniformly from a range.</summary>
    /// <param name="factor">Name of the factor.</param>
    /// <param name="minimum">Lower end.</param>
    /// <param name="maximum">Upper end.</param>
    public double Draw(string factor, double minimum, double maximum)
    {
        discovered?.Add(new(factor, FactorKind.Number, FormattableString.Invariant($"{minimum}..{maximum}"), []));
        if (!(minimum <= maximum))
        {
            throw Fault(FormattableString.Invariant($"draws '{factor}' from {minimum} to {maximum}; give the lower end first."));
        }

        var drawn = stream.NextUniform(minimum, maximum);
        var value = task!.Altered(factor)?.Apply(drawn) ?? drawn;
        Take(factor, value);
        return value;
    }

    internal int OutputCount { get; private set; }

    internal int ConditionCount { get; private set; }

    internal int ChoiceCount { get; private set; }

    internal int CovariateCount { get; private set; }

    internal SignalTable Targets => targets;

    internal void Begin(CognitiveTask owner, StreamKey draws, long which, TrialKind asked = TrialKind.Drawn)
    {
        if (!ReferenceEquals(task, owner))
        {
            owner.Validate();
            (task, inputCount, OutputCount) = (owner, owner.Inputs.Count, owner.Outputs.Count);
            contextCount = owner.ContextNames.Count;
            (ConditionCount, ChoiceCount, CovariateCount) = (owner.Conditions.Count, owner.Choices.Count, owner.Covariates.Count);
        }

        factors.Clear();
        periods.Clear();
        inputs.Clear(inputCount);
        targets.Clear(OutputCount);
        covariates.Clear(CovariateCount);
        ClearContexts(contextCount);
        ClearLoop(owner is ClosedLoopTask loop ? loop.MemoryLength : 0);
        (key, index, seriesCount, streamCount) = (draws, which, 0, 0);
        (stream, Duration, Condition, Answer, Direction) = (new RandomStream(draws, which), TimeSpan.Zero, -1, -1, double.NaN);
        var u = stream.NextUniform();
        kind = asked;
        IsCatch = discovered is null && (kind == TrialKind.Catch || (kind == TrialKind.Drawn && u < owner.CatchProbability));
        IsScored = !IsCatch;
    }

    // Where factors are listed the greatest, as of durations the longest: periods may follow from it.
    private int Drawn(Levels levels)
    {
        var drawn = (int)(stream.NextUniform() * levels.Count);
        return discovered is null ? drawn : levels.Nearest(levels.Maximum);
    }

    private Level Taken(string factor, Levels levels, int index, bool isOpen)
    {
        var (value, count) = (levels[index], levels.Count);
        if (task!.Altered(factor) is { } alteration)
        {
            (index, count) = alteration.Pinned is not { } pinned ? (index, count) : isOpen ? (0, 1) : (levels.Nearest(pinned), count);
            value = alteration.Apply(value);
        }

        Take(factor, value);
        return new(index, value, count);
    }
}

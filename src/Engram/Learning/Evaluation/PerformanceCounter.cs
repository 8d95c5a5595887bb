namespace Engram.Learning;

/// <summary>
/// Counts correct answers per condition. Counts are whole numbers, so the order of adding and merging does not matter. Adding allocates
/// only when a condition is met for the first time; one counter is for one thread.
/// </summary>
internal sealed class PerformanceCounter
{
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    private readonly List<string> names = [];
    private readonly bool isExpected;
    private int[] correct = new int[8], trials = new int[8];

    /// <summary>A counter that knows no condition before it is met.</summary>
    public PerformanceCounter()
    {
    }

    /// <summary>A counter that knows which conditions there are, so that one without trials does not go unnoticed.</summary>
    /// <param name="expected">The conditions.</param>
    public PerformanceCounter(IEnumerable<string> expected)
    {
        foreach (var condition in expected)
        {
            Place(condition);
        }

        isExpected = true;
    }

    /// <summary>All trials counted.</summary>
    public int Trials => Sum(trials);

    /// <summary>Share of correct answers over all trials, 0 to 1; 0 without trials.</summary>
    public double Overall => Trials is var all and > 0 ? (double)Sum(correct) / all : 0;

    /// <summary>
    /// The least share of correct answers over the conditions that had trials; 0 without trials, and where an expected condition had none.
    /// </summary>
    public double Minimum
    {
        get
        {
            var least = double.PositiveInfinity;
            for (var i = 0; i < names.Count; i++)
            {
                if (trials[i] > 0)
                {
                    least = Math.Min(least, (double)correct[i] / trials[i]);
                }
                else if (isExpected)
                {
                    return 0;
                }
            }

            return double.IsInfinity(least) ? 0 : least;
        }
    }

    /// <summary>Counts one trial.</summary>
    /// <param name="condition">Its condition.</param>
    /// <param name="isCorrect">Whether it was answered correctly.</param>
    public void Add(string condition, bool isCorrect) => Add(condition, isCorrect ? 1 : 0, 1);

    /// <summary>Counts several trials of one condition.</summary>
    /// <param name="condition">Their condition.</param>
    /// <param name="correctTrials">How many were answered correctly.</param>
    /// <param name="allTrials">How many there were.</param>
    public void Add(string condition, int correctTrials, int allTrials)
    {
        var place = Place(condition);
        correct[place] += correctTrials;
        trials[place] += allTrials;
    }

    /// <summary>Adds the counts of another counter.</summary>
    /// <param name="other">The other; unchanged.</param>
    public void Add(PerformanceCounter other)
    {
        for (var i = 0; i < other.names.Count; i++)
        {
            Add(other.names[i], other.correct[i], other.trials[i]);
        }
    }

    /// <summary>Adds stored counts.</summary>
    /// <param name="performance">The counts.</param>
    public void Add(Performance performance)
    {
        foreach (var (condition, correctTrials, allTrials) in performance.Conditions)
        {
            Add(condition, correctTrials, allTrials);
        }
    }

    /// <summary>Takes the counts of another counter away again.</summary>
    /// <param name="other">The other; its counts must have been added before.</param>
    public void Subtract(PerformanceCounter other)
    {
        for (var i = 0; i < other.names.Count; i++)
        {
            Add(other.names[i], -other.correct[i], -other.trials[i]);
        }
    }

    /// <summary>Sets all counts to zero.</summary>
    public void Clear()
    {
        Array.Clear(correct);
        Array.Clear(trials);
    }

    /// <summary>The share that a criterion asks for.</summary>
    /// <param name="measure">Which.</param>
    public double Of(PerformanceMeasure measure) => measure == PerformanceMeasure.Minimum ? Minimum : Overall;

    /// <summary>The counts as they stand, in the ordinal order of the conditions' names; expected conditions without trials are among them.</summary>
    public Performance ToPerformance() => new(
        [.. names.Select((name, i) => new ConditionPerformance(name, correct[i], trials[i]))
            .Where(c => c.Trials > 0 || isExpected)
            .OrderBy(c => c.Condition, StringComparer.Ordinal)]);

    private int Place(string condition)
    {
        if (places.TryGetValue(condition, out var place))
        {
            return place;
        }

        place = names.Count;
        places.Add(condition, place);
        names.Add(condition);
        if (place == correct.Length)
        {
            Array.Resize(ref correct, 2 * place);
            Array.Resize(ref trials, 2 * place);
        }

        return place;
    }

    private int Sum(int[] counts)
    {
        var sum = 0;
        for (var i = 0; i < names.Count; i++)
        {
            sum += counts[i];
        }

        return sum;
    }
}

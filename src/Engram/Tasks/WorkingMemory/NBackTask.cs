using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// Symbols come one after another, and to each one must answer whether it is the same as the one n before it. From the first that has one n before
/// it, half of them are. A trial is correct when all its answers are.
/// </summary>
/// <remarks>
/// Recordings have of each trial the shares of hits (matches that were called so) and of false alarms (others that were called matches), as the
/// measures <c>hits</c> and <c>false-alarms</c>. The answer to a symbol is the higher output just before the next symbol.
/// </remarks>
[Cite("10.1002/hbm.20131", "Owen, McMillan, Laird & Bullmore 2005, N-back working memory paradigm: a meta-analysis of normative functional neuroimaging studies")]
public sealed record NBackTask : CognitiveTask
{
    private const int MostSymbols = 12, MostItems = 40, MostBack = 6;
    private static readonly string[] Answers = ["match", "non-match"];
    private static readonly string[] MeasureNames = ["hits", "false-alarms"];
    private static readonly string[][] Letters =
        [.. Enumerable.Range(0, MostSymbols + 1).Select(count => "abcdefghijkl"[..count].Select(letter => $"{letter}").ToArray())];

    private static readonly string[][] Changes =
        [.. Enumerable.Range(0, MostSymbols + 1).Select(count => Enumerable.Range(1, Math.Max(0, count - 1)).Select(by => $"by-{by}").ToArray())];

    private static readonly string[] SymbolNames = Numbered("symbol", MostItems), AnswerNames = Numbered("answer", MostItems), ChangeNames = Numbered("change", MostItems);
    private static readonly string[] ItemNames = Numbered("item", MostItems), GapNames = Numbered("gap", MostItems);

    /// <summary>n, how far back the symbol is that counts.</summary>
    [Range(1, MostBack)]
    public int Back { get; init; } = 2;

    /// <summary>How many symbols there are.</summary>
    [Range(2, MostSymbols)]
    public int Symbols { get; init; } = 4;

    /// <summary>How many symbols a trial shows.</summary>
    [Range(2, MostItems)]
    public int Items { get; init; } = 8;

    /// <summary>How long the animal fixates before the first symbol. Both outputs should be low.</summary>
    public Duration Fixation { get; init; } = 100.Ms;

    /// <summary>Target of the right answer.</summary>
    [Range(-1e6, 1e6)]
    public double HighTarget { get; init; } = 1;

    /// <summary>Target of the other, and of both where nothing is asked.</summary>
    [Range(-1e6, 1e6)]
    public double LowTarget { get; init; } = 0.2;

    /// <summary>Input of a symbol, on top of the baseline.</summary>
    [Range(0, 1e6, Above = true)]
    public double StimulusInput { get; init; } = 1;

    /// <summary>How long a symbol is shown.</summary>
    public Duration Item { get; init; } = 300.Ms;

    /// <summary>From the end of a symbol to the next, or to the end of the trial. The answer is asked for in this time.</summary>
    public Duration Gap { get; init; } = 400.Ms;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Letters[Symbols];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => Answers;

    /// <summary>None: each symbol has an answer of its own.</summary>
    public override IReadOnlyList<string> Choices => [];

    /// <summary>The right answer to the last symbol.</summary>
    public override IReadOnlyList<string> Conditions => Answers;

    /// <summary>Shares of the trial's matches and of its other symbols that were called matches.</summary>
    public override IReadOnlyList<string> Measures => MeasureNames;

    /// <inheritdoc/>
    protected override void Compose(Trial trial)
    {
        trial.Target(LowTarget, during: trial.Period("fixation", Fixation));
        Span<int> shown = stackalloc int[Items];
        for (var k = 0; k < Items; k++)
        {
            var first = trial.Choose(SymbolNames[k], Letters[Symbols]);
            var answer = trial.Choose(AnswerNames[k], Answers);
            var change = 1 + trial.Choose(ChangeNames[k], Changes[Symbols]);
            shown[k] = k < Back ? first : (shown[k - Back] + (answer * change)) % Symbols;
            var item = trial.Period(ItemNames[k], Item);
            var gap = trial.Period(GapNames[k], Gap);
            trial.Input(shown[k], StimulusInput, during: item);
            if (k < Back)
            {
                trial.Target(LowTarget, during: item);
                trial.Target(LowTarget, during: gap);
                continue;
            }

            trial.Condition = answer;
            trial.Target(LowTarget, during: gap);
            trial.Target(answer, HighTarget, during: gap);
        }
    }

    /// <inheritdoc/>
    protected override void ComposeCatch(Trial trial) => trial.Target(LowTarget, during: trial.Period("catch", CatchDuration));

    /// <inheritdoc/>
    protected override void Check(IList<string> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        CheckTargets(faults, HighTarget, LowTarget);

        if (Items <= Back)
        {
            faults.Add(FormattableString.Invariant($"`Items` is {Items}, but the first symbol with one {Back} before it is number {Back + 1}; set `Items` to at least that, or a smaller `Back`."));
        }

        foreach (var (name, duration) in new[] { (nameof(Item), Item), (nameof(Gap), Gap) })
        {
            if (duration.Minimum == TimeSpan.Zero)
            {
                faults.Add($"`{name}` is {duration}; set a duration above 0ms.");
            }
        }
    }

    /// <summary>Whether every symbol from the first that has one n before it was answered right.</summary>
    /// <inheritdoc/>
    protected internal override bool IsCorrect(Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt)
    {
        for (var k = Back; k < Items; k++)
        {
            if (AnswerTo(k, trial, outputs, offset, stepStride, dt) != (int)trial.Factor(AnswerNames[k]))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    protected internal override void Measure(
        Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt, Span<double> values)
    {
        Span<int> called = stackalloc int[2];
        Span<int> shown = stackalloc int[2];
        called.Clear();
        shown.Clear();
        for (var k = Back; k < Items; k++)
        {
            var right = (int)trial.Factor(AnswerNames[k]);
            shown[right]++;
            called[right] += AnswerTo(k, trial, outputs, offset, stepStride, dt) == 0 ? 1 : 0;
        }

        for (var kind = 0; kind < 2; kind++)
        {
            values[kind] = (double)called[kind] / shown[kind];
        }
    }

    // Fixation is period 0; symbol k is period 2k + 1 and the gap after it period 2k + 2.
    private static int AnswerTo(int k, Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt)
    {
        var (first, end) = trial.Periods[(2 * k) + 2].Steps(dt);
        return end > first ? Highest(outputs.Slice(offset + ((end - 1) * stepStride), trial.OutputCount)) : -1;
    }
}

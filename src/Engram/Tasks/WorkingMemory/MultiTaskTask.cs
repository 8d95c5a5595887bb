using System.Collections.Concurrent;
using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// The twenty tasks of Yang et al. (2019), any of them, in one network. Inputs are a fixation point, two rings of units, one for each modality, and one
/// unit for each of the twenty rules; outputs are a fixation unit, which should be high until the response, and a ring, which should then point
/// where the eyes are to go. An answer is correct when the fixation unit is on the right side of the middle of its targets and, where the eyes are
/// to move, the ring points to the right direction within 36°.
/// </summary>
/// <remarks>
/// As published: 32 units a ring, y = 0.05 + 0.8·exp(−Δ²/(2·22.5°²)), fixation 0.85 and 0.05, a response of 500 ms of which the first 100 ms do not
/// count, the loss five times as strong in the response and twice for the fixation unit. Inputs have both signs and no baseline. Where stimuli of both modalities
/// count together, they favour the same side, each by a difference of its own. How long the parts of a trial last depends on its task, as published. A part that
/// a task does not have lasts 0 s; pinned to another duration, it holds what is shown for that long.
/// </remarks>
[Cite("10.1038/s41593-018-0310-2", "Yang, Joglekar, Song, Newsome & Wang 2019, Task representations in neural networks trained to perform many cognitive tasks")]
public sealed record MultiTaskTask : RingTask
{
    private const int FixationUnit = 0, FirstOfStimuli = 1, Places = 10;
    private const double Height = 0.8, FixationWeight = 2;
    private static readonly MultiTaskRule[] Twenty = Enum.GetValues<MultiTaskRule>();
    private static readonly string[] AllNames = [.. Twenty.Select(rule => Kebab.Of($"{rule}"))];
    private static readonly double[] AllShares = [.. Twenty.Select(ShareOf)];
    private static readonly string[] Modalities = ["1", "2"];
    private static readonly string[] Answers = ["match", "non-match"];
    private static readonly string[] FirstPlaces = [.. Enumerable.Range(0, Places).Select(place => FormattableString.Invariant($"{18 + (36 * place)}°"))];
    private static readonly string[] SecondPlaces = ["1", "2", "3", "4", "5"];
    private static readonly Levels Differences = [-0.32, -0.16, -0.08, 0.08, 0.16, 0.32];
    private static readonly ConcurrentDictionary<int, (string[] Inputs, string[] Outputs)> Channels = new();

    private readonly MultiTaskRule[] active = Twenty;
    private readonly string[] names = AllNames;
    private readonly double[] shares = AllShares;

    /// <summary>The published settings, without a baseline.</summary>
    public MultiTaskTask() => BaselineInput = 0;

    /// <summary>The tasks that are shown; none for all twenty. Input channels stay those of all twenty.</summary>
    public IReadOnlyList<MultiTaskRule>? Rules
    {
        get;
        init
        {
            field = value is { Count: > 0 } ? value : null;
            active = field is null ? Twenty : [.. field];
            names = field is null ? AllNames : [.. field.Select(rule => Kebab.Of($"{rule}"))];
            shares = field is null ? AllShares : [.. field.Select(ShareOf)];
        }
    }

    /// <summary>
    /// How often each of <see cref="Rules"/> is shown, relative to the others; none for 5 of context-decision1 and context-decision2 as published, 4 of
    /// non-match-to-sample, 2 of match-to-sample and of the contextual decisions with a delay, which are the last to be learned, and 1 of the others.
    /// </summary>
    [Range(0, 1e6)]
    public IReadOnlyList<double>? Shares { get; init; }

    /// <summary>How long the response lasts; it is read at the end.</summary>
    public Duration Response { get; init; } = 500.Ms;

    /// <summary>The beginning of the response, which the loss leaves out.</summary>
    [Range(0, 1e6)]
    public TimeSpan Grace { get; init; } = 100.Ms;

    /// <summary>Weight of the response in the loss; that of the time before is 1.</summary>
    [Range(0, 1e6, Above = true)]
    public double ResponseWeight { get; init; } = 5;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Named().Inputs;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => Named().Outputs;

    /// <summary>The tasks that are shown.</summary>
    public override IReadOnlyList<string> Conditions => names;

    /// <inheritdoc/>
    protected internal override bool RectifiesInputs => false;

    /// <inheritdoc/>
    protected override int FirstOfRing => 1;

    /// <inheritdoc/>
    private protected override TimeSpan LongestTrial =>
        Altered("rule") is not null ? base.LongestTrial : names.Max(rule => Pin("rule", rule).Longest);

    /// <inheritdoc/>
    protected override void Compose(Trial trial)
    {
        trial.Condition = trial.Choose("rule", names, Shares ?? shares);
        var rule = active[trial.Condition];
        var draws = MultiTaskDraws.Of(trial);
        var parts = MultiTaskTiming.Of(rule);
        var fixation = trial.Period("fixation", parts.Fixation);
        var first = trial.Period("first", parts.First);
        var delay = trial.Period("delay", parts.Delay);
        var second = trial.Period("second", parts.Second);
        var wait = trial.Period("wait", parts.Wait);
        var response = trial.Period("response", Response);
        var all = fixation with { End = response.End };
        var before = fixation with { End = response.Start };

        var staysOn = rule is MultiTaskRule.ReactionGo or MultiTaskRule.ReactionAnti or >= MultiTaskRule.MatchToSample;
        trial.Input(FixationUnit, 1, during: staysOn ? all : before);
        trial.Input(FirstOfStimuli + (2 * RingUnits) + (int)rule, 1, during: all);
        var target = rule switch
        {
            <= MultiTaskRule.DelayedAnti => ShowOne(trial, rule, draws, first, response),
            <= MultiTaskRule.MultiSensoryDecision => ShowTwo(trial, rule, draws, first, first),
            <= MultiTaskRule.MultiSensoryDelayedDecision => ShowTwo(trial, rule, draws, first, second),
            _ => Compare(trial, rule, draws, first, response),
        };

        trial.Target(FixationUnit, HighTarget, before, FixationWeight);
        Rest(trial, before);

        // A response that was made shorter than what is to be left out counts from its beginning.
        Answer(trial, target, response.Duration > Grace ? response with { Start = response.Start + Grace } : response);
    }

    /// <inheritdoc/>
    protected override void ComposeCatch(Trial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        base.ComposeCatch(trial);
        trial.Input(FixationUnit, 1, during: trial.Periods[0]);
        trial.Target(FixationUnit, HighTarget, trial.Periods[0], FixationWeight);
    }

    /// <inheritdoc/>
    protected override void Check(IList<string> faults)
    {
        base.Check(faults);
        if (active.Distinct().Count() != active.Length || active.Any(rule => !Enum.IsDefined(rule)))
        {
            faults.Add($"`Rules` is {string.Join(", ", names)}; name each of the twenty at most once.");
        }

        if (Shares is not null && (Shares.Count != active.Length || !(Shares.Sum() > 0)))
        {
            faults.Add(FormattableString.Invariant($"`Shares` is {string.Join(", ", Shares)}, but `Rules` names {Counted.Of(active.Length, "rule")} ({string.Join(", ", names)}); ")
                + "give each a number of at least 0, not all of them 0.");
        }

        if (Response.Minimum <= Grace)
        {
            faults.Add($"`Response` is {Response}, but its first {TimeText.Format(Grace)}, which are `Grace`, do not count; set a longer `Response`, or a shorter `Grace`.");
        }
    }

    /// <summary>Whether the eyes stay where they should stay, or go where they should go.</summary>
    /// <inheritdoc/>
    protected internal override bool IsCorrect(Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt)
    {
        ArgumentNullException.ThrowIfNull(trial);
        var middle = (HighTarget + LowTarget) / 2;
        var fixation = outputs[offset + ((trial.Steps(dt) - 1) * stepStride)];
        return double.IsFinite(trial.Direction)
            ? fixation < middle && Math.Abs(PopulationVector.Error(Answered(trial, outputs, offset, stepStride, dt), trial.Direction)) <= Tolerance
            : fixation > middle;
    }

    private static double ShareOf(MultiTaskRule rule) => rule switch
    {
        MultiTaskRule.ContextDecision1 or MultiTaskRule.ContextDecision2 => 5,
        MultiTaskRule.NonMatchToSample => 4,
        MultiTaskRule.MatchToSample or MultiTaskRule.ContextDelayedDecision1 or MultiTaskRule.ContextDelayedDecision2 => 2,
        _ => 1,
    };

    private static bool IsAnti(MultiTaskRule rule) => rule is MultiTaskRule.Anti or MultiTaskRule.ReactionAnti or MultiTaskRule.DelayedAnti;

    // The stimulus stays on until the end, unless it must be remembered.
    private double ShowOne(Trial trial, MultiTaskRule rule, in MultiTaskDraws draws, Period first, Period response)
    {
        var isRemembered = rule is MultiTaskRule.DelayedGo or MultiTaskRule.DelayedAnti;
        Show(trial, Ring(draws.Modality), draws.Direction, Height, isRemembered ? first : first with { End = response.End });
        return draws.Direction + (IsAnti(rule) ? 180 : 0);
    }

    // Two stimuli of strength m + c and m − c in a modality: the first is the stronger where c > 0.
    private double ShowTwo(Trial trial, MultiTaskRule rule, in MultiTaskDraws draws, Period first, Period second)
    {
        var kind = (MultiTaskRule)((((int)rule - (int)MultiTaskRule.Decision1) % 5) + (int)MultiTaskRule.Decision1);
        var other = draws.Direction + draws.Separation;
        var (c1, c2) = (draws.Difference1, draws.Difference2);
        c2 = kind == MultiTaskRule.MultiSensoryDecision ? Math.CopySign(c2, c1) : c2;
        if (kind != MultiTaskRule.Decision2)
        {
            Show(trial, Ring(0), draws.Direction, Height * (draws.Strength1 + c1), first);
            Show(trial, Ring(0), other, Height * (draws.Strength1 - c1), second);
        }

        if (kind != MultiTaskRule.Decision1)
        {
            Show(trial, Ring(1), draws.Direction, Height * (draws.Strength2 + c2), first);
            Show(trial, Ring(1), other, Height * (draws.Strength2 - c2), second);
        }

        var c = kind is MultiTaskRule.Decision2 or MultiTaskRule.ContextDecision2 ? c2 : c1;
        return c > 0 ? draws.Direction : other;
    }

    // Not a number where the eyes are to stay.
    private double Compare(Trial trial, MultiTaskRule rule, in MultiTaskDraws draws, Period first, Period response)
    {
        var isOfCategory = rule >= MultiTaskRule.MatchToCategory;
        var goesOnMatch = rule is MultiTaskRule.MatchToSample or MultiTaskRule.MatchToCategory;
        var sample = isOfCategory ? draws.FirstPlace : draws.Direction;
        var test = isOfCategory ? draws.SecondPlace : draws.IsMatch ? sample : sample + draws.Change;
        Show(trial, Ring(draws.Modality), sample, Height, first);
        Show(trial, Ring(draws.Modality), test, Height, response);
        return draws.IsMatch == goesOnMatch ? test : double.NaN;
    }

    private void Answer(Trial trial, double target, Period during)
    {
        if (double.IsFinite(target))
        {
            trial.Target(FixationUnit, LowTarget, during, FixationWeight * ResponseWeight);
            Respond(trial, target, during, ResponseWeight);
        }
        else
        {
            trial.Target(FixationUnit, HighTarget, during, FixationWeight * ResponseWeight);
            Rest(trial, during, ResponseWeight);
        }
    }

    private Range Ring(int modality) => (FirstOfStimuli + (modality * RingUnits))..(FirstOfStimuli + ((modality + 1) * RingUnits));

    private (string[] Inputs, string[] Outputs) Named() => Channels.GetOrAdd(
        RingUnits,
        _ => (["fixation", .. Ring("modality-1-"), .. Ring("modality-2-"), .. AllNames.Select(name => $"rule-{name}")], ["fixation", .. Ring("")]));

    // Every trial draws all of them, whichever its task needs.
    private readonly record struct MultiTaskDraws(
        double Direction, int Modality, double Separation, double Strength1, double Strength2, double Difference1, double Difference2, bool IsMatch,
        double Change, double FirstPlace, double SecondPlace)
    {
        public static MultiTaskDraws Of(Trial trial)
        {
            var direction = trial.Draw("direction", 0, 360);
            var modality = trial.Choose("modality", Modalities);
            var separation = trial.Draw("separation", 90, 270);
            var (strength1, strength2) = (trial.Draw("strength-1", 0.8, 1.2), trial.Draw("strength-2", 0.8, 1.2));
            var (difference1, difference2) = (trial.Choose("difference-1", Differences).Value, trial.Choose("difference-2", Differences).Value);
            var isMatch = trial.Choose("match", Answers) == 0;
            var change = trial.Draw("change", 20, 340);
            var first = trial.Choose("first-place", FirstPlaces);
            var second = trial.Choose("second-place", SecondPlaces);
            var half = (first < Places / 2) == isMatch ? 0 : Places / 2;
            return new(
                direction, modality, separation, strength1, strength2, difference1, difference2, isMatch, change, Degrees(first), Degrees(half + second));
        }

        // Five places in each half of the circle, at 0.1π, 0.3π, … as published.
        private static double Degrees(int place) => 18 + (36 * place);
    }
}

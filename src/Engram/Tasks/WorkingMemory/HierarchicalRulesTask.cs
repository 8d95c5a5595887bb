using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// Rules at four levels of abstraction. A context is shown, after a delay a colour, and after another delay a stimulus, which has a value v_d in
/// each of four dimensions d; then one of R buttons must be pressed. With colour c and context k it is
/// button v_0 at the level of the response, (v_0 + c mod F) mod R at the level of the feature, v_(c mod D) at that of the dimension, and
/// v_((c + k) mod D) at that of the context. What is more abstract must be remembered for longer.
/// </summary>
/// <remarks>
/// Everything is shown at all levels, so that they differ only in which of it counts. F, D and the number of contexts set the competition at their
/// levels: with one alternative there is none. In Badre and D'Esposito's experiments they are 1, 2 and 4, each level is an experiment of its own, and a
/// context lasts a block of trials; here it is held within the trial. The hierarchy is reviewed in Badre and D'Esposito (2009),
/// <see href="https://doi.org/10.1038/nrn2667"/>.
/// </remarks>
[Cite("10.1162/jocn.2007.19.12.2082", "Badre & D'Esposito 2007, Functional magnetic resonance imaging evidence for a hierarchical organization of the prefrontal cortex")]
public sealed record HierarchicalRulesTask : DelayedChoiceTask
{
    private const int Most = 4;
    private static readonly string[] Levels = ["response", "feature", "dimension", "context"];
    private static readonly string[][] One = [.. Levels.Select(level => new[] { level })];
    private static readonly string[] Dimensions = Numbered("dimension", Most);
    private static readonly string[][] Contexts = ForEach(Most, count => Numbered("context", count));
    private static readonly string[][] Colours = ForEach(Most, count => Numbered("colour", count));
    private static readonly string[][] Buttons = ForEach(Most, count => Numbered("button", count));
    private static readonly string[][] Values = ForEach(Most, count => Numbered("value", count));
    private static readonly string[][] Channels = ForEach<string[]>(Most, count =>
    [
        GoName, .. Levels.Select(level => $"level-{level}"), .. Contexts[Most], .. Colours[Most],
        .. Dimensions.SelectMany(dimension => Values[count].Select(value => $"{dimension}-{value}")),
    ]);

    /// <summary>The level of the rules, or all four in one.</summary>
    public RuleLevel Level { get; init; } = RuleLevel.All;

    /// <summary>R, the number of buttons, and of values in each dimension.</summary>
    [Range(2, Most)]
    public int ResponseAlternatives { get; init; } = 2;

    /// <summary>F, how many ways there are in which features stand for responses: 1, 2 or 4, not more than R.</summary>
    [Range(1, Most)]
    public int FeatureAlternatives { get; init; } = 2;

    /// <summary>D, how many dimensions can count: 1, 2 or 4.</summary>
    [Range(1, Most)]
    public int DimensionAlternatives { get; init; } = 2;

    /// <summary>How many contexts there are: 1, 2 or 4, not more than D.</summary>
    [Range(1, Most)]
    public int ContextAlternatives { get; init; } = 2;

    /// <summary>How long the context is shown.</summary>
    public Duration Context { get; init; } = 500.Ms;

    /// <summary>From the end of the context to the colour.</summary>
    public Duration FirstDelay { get; init; } = 1.Seconds;

    /// <summary>How long the colour is shown.</summary>
    public Duration Colour { get; init; } = 500.Ms;

    /// <summary>From the end of the colour to the stimulus.</summary>
    public Duration Delay { get; init; } = 500.Ms;

    /// <summary>From when the stimulus appears to the GO signal; it stays until the end.</summary>
    public Duration Stimulus { get; init; } = 500.Ms;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Channels[ResponseAlternatives];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => Buttons[ResponseAlternatives];

    /// <summary>The levels.</summary>
    public override IReadOnlyList<string> Conditions => Level == RuleLevel.All ? Levels : One[(int)Level];

    /// <inheritdoc/>
    protected override void Compose(Trial trial)
    {
        trial.Condition = trial.Choose("level", Conditions);
        var level = Level == RuleLevel.All ? (RuleLevel)trial.Condition : Level;
        var k = trial.Choose("context-cue", Contexts[ContextAlternatives]);
        var c = trial.Choose("colour-cue", Colours[Math.Max(FeatureAlternatives, DimensionAlternatives)]);
        Span<int> v = stackalloc int[Most];
        for (var d = 0; d < Most; d++)
        {
            v[d] = trial.Choose(Dimensions[d], Values[ResponseAlternatives]);
        }

        var button = level switch
        {
            RuleLevel.Response => v[0],
            RuleLevel.Feature => (v[0] + (c % FeatureAlternatives)) % ResponseAlternatives,
            RuleLevel.Dimension => v[c % DimensionAlternatives],
            _ => v[(c + k) % DimensionAlternatives],
        };

        Fixate(trial);
        var context = Wait(trial, "context", Context);
        Wait(trial, "first-delay", FirstDelay);
        var colour = Wait(trial, "colour", Colour);
        Wait(trial, "delay", Delay);
        var stimulus = Wait(trial, "stimulus", Stimulus);
        stimulus = stimulus with { End = Ask(trial, button).End };

        trial.Input(1 + (int)level, StimulusInput, during: context with { End = stimulus.End });
        trial.Input(1 + Most + k, StimulusInput, during: context);
        trial.Input(1 + (2 * Most) + c, StimulusInput, during: colour);
        for (var d = 0; d < Most; d++)
        {
            trial.Input(1 + (3 * Most) + (d * ResponseAlternatives) + v[d], StimulusInput, during: stimulus);
        }
    }

    /// <inheritdoc/>
    protected override void Check(IList<string> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        base.Check(faults);
        foreach (var (name, count, greatest, limit) in new[]
        {
            (nameof(FeatureAlternatives), FeatureAlternatives, nameof(ResponseAlternatives), ResponseAlternatives),
            (nameof(DimensionAlternatives), DimensionAlternatives, "", Most),
            (nameof(ContextAlternatives), ContextAlternatives, nameof(DimensionAlternatives), DimensionAlternatives),
        })
        {
            if (count == 3)
            {
                faults.Add($"`{name}` is 3, of which the colours cannot make equal shares; set 1, 2 or 4.");
            }
            else if (count > limit)
            {
                faults.Add(FormattableString.Invariant($"`{name}` is {count}, but more than `{greatest}`, which is {limit}, would repeat rules; set at most {limit}."));
            }
        }
    }
}

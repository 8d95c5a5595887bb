using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// The delayed-response task for objects: one symbol says under which card the food is, and after a delay all symbols appear, each at a place
/// that is drawn anew in every trial. The animal must choose the place of the symbol that it saw; it must remember what, for where says
/// nothing.
/// </summary>
/// <remarks>Without a delay the first symbol stays in view. An arrangement is written as the symbols from the first place to the last: <c>ba</c> has b at the first place.</remarks>
[Cite("10.1126/science.8316836", "Wilson, Ó Scalaidhe & Goldman-Rakic 1993, Dissociation of object and spatial processing domains in primate prefrontal cortex")]
public sealed record DelayedResponseWhatTask : DelayedChoiceTask
{
    private const int MostSymbols = 4;
    private static readonly string[][] Letters = ForEach(MostSymbols, count => "abcd"[..count].Select(letter => $"{letter}").ToArray());
    private static readonly string[][] Places = ForEach(MostSymbols, count => Numbered("place", count));
    private static readonly string[][] Arrangements = ForEach(MostSymbols, count => Orders("abcd"[..count]).ToArray());
    private static readonly string[][] Channels = ForEach<string[]>(MostSymbols, count =>
    [
        GoName, .. Letters[count].Select(letter => $"cue-{letter}"),
        .. Places[count].SelectMany(place => Letters[count].Select(letter => $"{place}-{letter}")),
    ]);

    private static readonly string[][] SymbolsAndPlaces = ForEach(MostSymbols, count =>
        Letters[count].SelectMany(letter => Places[count].Select(place => $"{letter} at {place}")).ToArray());

    /// <summary>How many symbols there are, and as many places.</summary>
    [Range(2, MostSymbols)]
    public int Symbols { get; init; } = 2;

    /// <summary>How long the symbol is shown alone.</summary>
    public Duration Cue { get; init; } = 500.Ms;

    /// <summary>From the end of the cue until all symbols appear.</summary>
    public Duration Delay { get; init; } = Duration.Uniform(500.Ms, 3.Seconds);

    /// <summary>From when all symbols appear to the GO signal; they stay until the end.</summary>
    public Duration Test { get; init; } = 500.Ms;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Channels[Symbols];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => Places[Symbols];

    /// <summary>The symbol that was shown, and the place where it appears.</summary>
    public override IReadOnlyList<string> Conditions => SymbolsAndPlaces[Symbols];

    /// <inheritdoc/>
    protected override void Compose(Trial trial)
    {
        var symbol = trial.Choose("symbol", Letters[Symbols]);
        var arrangement = Arrangements[Symbols][trial.Choose("arrangement", Arrangements[Symbols])];
        var place = arrangement.IndexOf((char)('a' + symbol), StringComparison.Ordinal);
        trial.Condition = (symbol * Symbols) + place;

        Fixate(trial);
        var cue = Wait(trial, "cue", Cue);
        var delay = Wait(trial, "delay", Delay);
        var test = Wait(trial, "test", Test);
        var decision = Ask(trial, place);

        trial.Input(1 + symbol, StimulusInput, during: InView(cue, delay, decision));
        for (var at = 0; at < Symbols; at++)
        {
            trial.Input(1 + Symbols + (at * Symbols) + arrangement[at] - 'a', StimulusInput, during: test with { End = decision.End });
        }
    }

    private static IEnumerable<string> Orders(string letters) => letters.Length < 2 ? [letters]
        : letters.SelectMany(first => Orders(letters.Replace($"{first}", "", StringComparison.Ordinal)).Select(rest => first + rest));
}

using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// Remember ten symbols over a delay of T symbols, then write them in their order: blanks are shown in the delay, whose last symbol is a signal to go, and
/// are to be written until then.
/// </summary>
/// <remarks>
/// The loss covers all T + 20 steps. Without memory the best is to write blanks and then guess, which costs 10 ln 8 / (T + 20) for a step of one symbol:
/// 0.173 at T = 100. A trial is correct when all ten symbols are; the measure <c>symbol-error</c> is the share of them that is not. Symbols can also be drawn
/// one by one, as factors.
/// </remarks>
[Cite("10.1162/neco.1997.9.8.1735", "Hochreiter & Schmidhuber 1997, Long short-term memory")]
[Cite("10.48550/arXiv.1511.06464", "Arjovsky, Shah & Bengio 2015, Unitary evolution recurrent neural networks")]
public sealed record CopyMemoryTask : SymbolTask
{
    private const int MostLength = 100;
    private static readonly string[] Places = [.. Enumerable.Range(1, MostLength).Select(k => $"symbol-{k}")];
    private static readonly string[][] Written = [.. FirstLetters.Select(letters => (string[])[.. letters, "blank"])];
    private static readonly string[][] Shown = [.. Written.Select(letters => (string[])[.. letters, "go"])];
    private static readonly Head[][] Judged = [.. Written.Select(letters => (Head[])[new("symbol", letters.Length, "cross-entropy")])];
    private static readonly string[] Errors = ["symbol-error"];

    /// <summary>K, how many different symbols there are.</summary>
    [Range(2, MostSymbols)]
    public int Symbols { get; init; } = 8;

    /// <summary>How many symbols are to be remembered.</summary>
    [Range(1, MostLength)]
    public int Length { get; init; } = 10;

    /// <summary>T symbols from the last that is to be remembered to the first that is to be written, the signal to go included.</summary>
    public Duration Delay { get; init; } = 2.Seconds;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Shown[Symbols];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => Written[Symbols];

    /// <inheritdoc/>
    public override IReadOnlyList<Head> Heads => Judged[Symbols];

    /// <summary>None: an answer is a sequence.</summary>
    public override IReadOnlyList<string> Choices => [];

    /// <summary>The first symbol.</summary>
    public override IReadOnlyList<string> Conditions => FirstLetters[Symbols];

    /// <summary>The share of symbols that are wrong.</summary>
    public override IReadOnlyList<string> Measures => Errors;

    /// <inheritdoc/>
    protected override void Compose(Trial trial)
    {
        Span<int> symbols = stackalloc int[Length];
        for (var k = 0; k < Length; k++)
        {
            symbols[k] = trial.Choose(Places[k], FirstLetters[Symbols]);
        }

        trial.Condition = symbols[0];
        var sequence = trial.Following("sequence", Lasting(Length));
        var delay = trial.Period("delay", Delay);
        var recall = trial.Following("recall", Lasting(Length));
        trial.Input(Symbols, 1, during: delay);
        trial.Input(Symbols, 1, during: recall);
        if (CountOf(delay) is > 0 and var steps)
        {
            var go = At(delay, steps - 1);
            trial.Input(Symbols, -1, during: go);
            trial.Input(Symbols + 1, 1, during: go);
        }

        trial.OneHot(.., Symbols, sequence);
        trial.OneHot(.., Symbols, delay);
        for (var k = 0; k < Length; k++)
        {
            trial.Input(symbols[k], 1, during: At(sequence, k));
            trial.OneHot(.., symbols[k], At(recall, k));
        }
    }

    /// <summary>Whether all symbols are written in their order.</summary>
    /// <inheritdoc/>
    protected internal override bool IsCorrect(Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt) =>
        Wrong(trial, outputs, offset, stepStride, dt) == 0;

    /// <inheritdoc/>
    protected internal override void Measure(
        Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt, Span<double> values) =>
        values[0] = (double)Wrong(trial, outputs, offset, stepStride, dt) / Length;

    private int Wrong(Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt)
    {
        var wrong = 0;
        for (var k = 0; k < Length; k++)
        {
            wrong += Highest(Read(trial, trial.Periods[^1], k, outputs, offset, stepStride, dt)) == (int)trial.Factor(Places[k]) ? 0 : 1;
        }

        return wrong;
    }
}

using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>A task of symbols that come one after the other, each for the same time.</summary>
/// <remarks>
/// A symbol lasts one step where <see cref="Symbol"/> is dt, and as many steps as fit where dt is shorter; a longer dt is refused. Inputs have neither a
/// baseline nor noise unless they are set, and are not rectified.
/// </remarks>
public abstract record SymbolTask : CognitiveTask
{
    /// <summary>What <see cref="At"/> calls the time of a symbol.</summary>
    private protected const string Part = "symbol";

    /// <summary>The most symbols that are letters.</summary>
    private protected const int MostSymbols = 24;

    /// <summary>The first letters of the alphabet, by how many.</summary>
    private protected static readonly string[][] FirstLetters =
        [.. Enumerable.Range(0, MostSymbols + 1).Select(count => Enumerable.Range(0, count).Select(k => $"{(char)('a' + k)}").ToArray())];

    /// <summary>Without a baseline and without noise.</summary>
    protected SymbolTask() => (BaselineInput, InputNoise) = (0, 0);

    /// <summary>How long one symbol lasts.</summary>
    [Range(0, 1e6, Above = true)]
    public TimeSpan Symbol { get; init; } = 20.Ms;

    /// <inheritdoc/>
    protected internal override bool RectifiesInputs => false;

    /// <summary>The time of one symbol of a period.</summary>
    /// <param name="period">The period.</param>
    /// <param name="place">Which symbol, from 0.</param>
    protected Period At(in Period period, int place)
    {
        // A period that was drawn may be less than a whole number of symbols by the rounding that CountOf forgives.
        var part = period.Part(Part, place, Symbol);
        return part.End <= period.End ? part : part with { End = period.End };
    }

    /// <summary>How long so many symbols last.</summary>
    /// <param name="symbols">How many.</param>
    protected TimeSpan Lasting(int symbols) => StepGrid.Time(symbols, Symbol);

    /// <summary>How many whole symbols a period has time for.</summary>
    /// <param name="period">The period.</param>
    protected int CountOf(in Period period) => StepGrid.Count(period.Duration, Symbol);

    /// <summary>The outputs at the last step of a symbol.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="period">The period.</param>
    /// <param name="place">Which symbol of the period, from 0.</param>
    /// <param name="outputs">Outputs of many trials.</param>
    /// <param name="offset">Place of step 0, channel 0.</param>
    /// <param name="stepStride">Values from one step to the next.</param>
    /// <param name="dt">Length of a step.</param>
    private protected ReadOnlySpan<float> Read(
        Trial trial, in Period period, int place, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt) =>
        outputs.Slice(offset + ((At(period, place).Steps(dt).End - 1) * stepStride), trial.OutputCount);
}

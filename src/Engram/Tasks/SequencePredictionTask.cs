using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Tasks;

/// <summary>
/// Predict the next symbol of a sequence of which there are a few, drawn once and shown again and again. Symbols recur, so that what comes next follows
/// from what came before, not from the present symbol alone.
/// </summary>
/// <remarks>
/// Where several sequences begin alike and go on differently, each symbol that can come next is asked for with its probability, and does not count.
/// The measure <c>wrong</c> is the share of the symbols that can be predicted which are not.
/// </remarks>
[Cite("10.1101/2023.02.23.529770", "Cheng & Brown 2025, Replay as a basis for backpropagation through time in the brain")]
public sealed record SequencePredictionTask : SymbolTask
{
    private const int MostSequences = 20, MostLength = 200;
    private static readonly string[][] Names = [.. Enumerable.Range(0, MostSequences + 1).Select(count => Numbered("sequence", count))];
    private static readonly Head[][] Judged = [.. FirstLetters.Select(letters => (Head[])[new("symbol", letters.Length, "cross-entropy")])];
    private static readonly string[] Errors = ["wrong"];

    /// <summary>K, how many different symbols there are.</summary>
    [Range(2, MostSymbols)]
    public int Symbols { get; init; } = 6;

    /// <summary>How many symbols a sequence has.</summary>
    [Range(2, MostLength)]
    public int Length { get; init; } = 20;

    /// <summary>How many sequences there are.</summary>
    [Range(1, MostSequences)]
    public int Sequences { get; init; } = 4;

    /// <summary>Decides which sequences they are.</summary>
    public ulong SequenceSeed { get; init; } = 1;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => FirstLetters[Symbols];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => FirstLetters[Symbols];

    /// <inheritdoc/>
    public override IReadOnlyList<Head> Heads => Judged[Symbols];

    /// <summary>None: an answer is a sequence.</summary>
    public override IReadOnlyList<string> Choices => [];

    /// <summary>The sequence.</summary>
    public override IReadOnlyList<string> Conditions => Names[Sequences];

    /// <summary>The share of the symbols that can be predicted which are not.</summary>
    public override IReadOnlyList<string> Measures => Errors;

    /// <inheritdoc/>
    protected override void Check(IList<string> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        if (!Settings.Faults(this).Any() && Enumerable.Range(0, Sequences).FirstOrDefault(sequence => Enumerable.Range(0, Length - 1).All(k => Following(sequence, k) < 0), -1) is >= 0 and var blind)
        {
            faults.Add(FormattableString.Invariant(
                $"No symbol of sequence {blind + 1} can be predicted with `Length` {Length}, `Sequences` {Sequences} and `SequenceSeed` {SequenceSeed}; set a greater `Length`, or fewer `Sequences`."));
        }
    }

    /// <inheritdoc/>
    protected override void Compose(Trial trial)
    {
        var sequence = trial.Choose("sequence", Names[Sequences]);
        trial.Condition = sequence;
        var shown = trial.Following("symbols", Lasting(Length - 1));
        Span<double> shares = stackalloc double[Symbols];
        for (var k = 0; k + 1 < Length; k++)
        {
            var now = At(shown, k);
            trial.Input(SymbolAt(sequence, k), 1, during: now);
            Shares(sequence, k, shares);
            for (var symbol = 0; symbol < Symbols; symbol++)
            {
                trial.Target(symbol, shares[symbol], during: now);
            }
        }
    }

    /// <summary>Whether every symbol that can be predicted is.</summary>
    /// <inheritdoc/>
    protected internal override bool IsCorrect(Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt) =>
        Wrong(trial, outputs, offset, stepStride, dt) == 0;

    /// <inheritdoc/>
    protected internal override void Measure(
        Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt, Span<double> values) =>
        values[0] = Wrong(trial, outputs, offset, stepStride, dt);

    private double Wrong(Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt)
    {
        var (wrong, asked) = (0, 0);
        for (var k = 0; k + 1 < Length; k++)
        {
            if (Following(trial.Condition, k) is >= 0 and var symbol)
            {
                asked++;
                wrong += Highest(Read(trial, trial.Periods[0], k, outputs, offset, stepStride, dt)) == symbol ? 0 : 1;
            }
        }

        return (double)wrong / asked;
    }

    // The symbol that follows after place k of a sequence; -1 where it cannot be known.
    private int Following(int sequence, int k)
    {
        Span<double> shares = stackalloc double[Symbols];
        Shares(sequence, k, shares);
        return shares.IndexOf(1);
    }

    // Of the sequences that are the same up to place k, the share that goes on with each symbol.
    private void Shares(int sequence, int k, Span<double> shares)
    {
        shares.Clear();
        var alike = 0;
        for (var other = 0; other < Sequences; other++)
        {
            var place = 0;
            while (other != sequence && place <= k && SymbolAt(other, place) == SymbolAt(sequence, place))
            {
                place++;
            }

            if (other == sequence || place > k)
            {
                shares[SymbolAt(other, k + 1)]++;
                alike++;
            }
        }

        foreach (ref var share in shares)
        {
            share /= alike;
        }
    }

    private int SymbolAt(int sequence, int place) => new RandomStream(new StreamKey(SequenceSeed, Purpose.Replay), (sequence * MostLength) + place).NextInt(Symbols);
}

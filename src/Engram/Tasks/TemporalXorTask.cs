using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Tasks;

/// <summary>
/// Predict the next bit of a sequence in which every third bit is the exclusive or of the two before it. Only every third bit can be predicted.
/// </summary>
/// <remarks>
/// The published network hears one sequence of 3000 bits 600 times; here each trial has its own bits and begins with the first bit of a triple. The
/// condition is which bit of a triple is asked for last: even a perfect network has the first and the second right in half of the trials. The measures
/// are the root mean squared errors at each bit of the triple, which Elman plots. Two outputs with a softmax replace the published one with a squared
/// error.
/// </remarks>
[Cite("10.1207/s15516709cog1402_1", "Elman 1990, Finding structure in time")]
public sealed record TemporalXorTask : SymbolTask
{
    private const int Cycle = 3;
    private static readonly string[] Bits = ["bit"], Values = ["zero", "one"], Positions = ["first", "second", "third"];
    private static readonly string[] Errors = ["error-first", "error-second", "error-third"];
    private static readonly Head[] Judged = [new("bit", 2, "cross-entropy")];

    /// <summary>How many triples are shown. Up to two more bits lead to the last bit that is asked for.</summary>
    [Range(1, 10_000)]
    public int Triples { get; init; } = 20;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Bits;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => Values;

    /// <inheritdoc/>
    public override IReadOnlyList<Head> Heads => Judged;

    /// <summary>Which bit of a triple is asked for last.</summary>
    public override IReadOnlyList<string> Conditions => Positions;

    /// <summary>Root mean squared errors of the probability of a one, by the place of the bit in its triple.</summary>
    public override IReadOnlyList<string> Measures => Errors;

    /// <inheritdoc/>
    protected override void Compose(Trial trial)
    {
        trial.Condition = trial.Choose("position", Positions);
        var count = (Cycle * Triples) + (trial.IsLongest ? Cycle - 1 : trial.Condition);
        var shown = trial.Following("bits", Lasting(count));
        var bits = new Sequence(trial.Stream());
        for (int k = 0, bit = bits.Next(); k < count; k++)
        {
            var at = At(shown, k);
            trial.Input(0, bit, during: at);
            bit = bits.Next();
            trial.OneHot(.., bit, at);
            trial.Answer = bit;
        }
    }

    /// <inheritdoc/>
    protected internal override void Measure(
        Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt, Span<double> values)
    {
        Span<int> counts = stackalloc int[Cycle];
        counts.Clear();
        values.Clear();
        var (shown, bits) = (trial.Periods[0], new Sequence(trial.Stream(1)));
        bits.Next();
        for (int k = 0, count = CountOf(shown); k < count; k++)
        {
            var error = Read(trial, shown, k, outputs, offset, stepStride, dt)[1] - bits.Next();
            values[(k + 1) % Cycle] += error * error;
            counts[(k + 1) % Cycle]++;
        }

        for (var position = 0; position < Cycle; position++)
        {
            values[position] = Math.Sqrt(values[position] / counts[position]);
        }
    }

    // Two random bits, then their exclusive or, and so on.
    private struct Sequence(RandomStream draws)
    {
        private RandomStream draws = draws;
        private int place, first, second;

        public int Next()
        {
            var bit = place == 2 ? first ^ second : draws.NextUniform() < 0.5 ? 0 : 1;
            (first, second, place) = (second, bit, (place + 1) % Cycle);
            return bit;
        }
    }
}

using System.Globalization;
using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// Predict the next symbol of aⁿbⁿ, after a start symbol: once the first b has come, how many more there are and where the string ends follow from how many
/// a there were.
/// </summary>
/// <remarks>
/// After an a, both a and b can come: each is then asked for with probability 1/2, so that nothing says which n were trained. A string is accepted when every
/// symbol that can be predicted is: the first a, every b but the first, and the end. The measure <c>wrong</c> is the share of these that is not. The factor
/// <c>count</c> is n, and can be pinned above those that were trained.
/// </remarks>
[Cite("10.1109/72.963769", "Gers & Schmidhuber 2001, LSTM recurrent networks learn simple context-free and context-sensitive languages")]
public sealed record A_n_b_nTask : SymbolTask
{
    private const int Most = 10_000;
    private const string CountFactor = "count";
    private static readonly string[] Shown = ["start", "a", "b"], Next = ["a", "b", "end"], Errors = ["wrong"];
    private static readonly Head[] Judged = [new("symbol", 3, "cross-entropy")];

    /// <summary>n, how many a and how many b.</summary>
    [Range(1, Most)]
    public Levels Count { get; init; } = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Shown;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => Next;

    /// <inheritdoc/>
    public override IReadOnlyList<Head> Heads => Judged;

    /// <summary>None: every symbol is asked for.</summary>
    public override IReadOnlyList<string> Choices => [];

    /// <summary>n.</summary>
    public override IReadOnlyList<string> Conditions => [.. LevelsOf(CountFactor, Count).Select(n => n.ToString(CultureInfo.InvariantCulture))];

    /// <summary>The share of the symbols that can be predicted which are not.</summary>
    public override IReadOnlyList<string> Measures => Errors;

    /// <inheritdoc/>
    protected override void Check(IList<string> faults)
    {
        if (LevelsOf(CountFactor, Count) is var counts && counts.Any(n => !double.IsInteger(n)))
        {
            faults.Add($"`Count` is {counts}, but a string has a whole number of each symbol; write whole numbers, such as {Count.Select(Whole).Max()}.");
        }
    }

    /// <inheritdoc/>
    protected override void Compose(Trial trial)
    {
        var level = trial.Choose(CountFactor, Count, 1, Most);
        trial.Condition = level.Index;
        var n = Whole(level.Value);
        var shown = trial.Following("string", Lasting((2 * n) + 1));
        var (start, a, b) = (At(shown, 0), Stretch(shown, 1, n), Stretch(shown, n + 1, n));
        trial.Input(0, 1, during: start);
        trial.Input(1, 1, during: a);
        trial.Input(2, 1, during: b);
        trial.OneHot(.., 0, start);
        trial.Target(..2, 0.5, during: a);
        trial.Target(2, 0, during: a);
        if (n > 1)
        {
            trial.OneHot(.., 1, Stretch(shown, n + 1, n - 1));
        }

        trial.OneHot(.., 2, At(shown, 2 * n));
    }

    /// <summary>Whether every symbol that can be predicted is, the end included.</summary>
    /// <inheritdoc/>
    protected internal override bool IsCorrect(Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt) =>
        Wrong(trial, outputs, offset, stepStride, dt) == 0;

    /// <inheritdoc/>
    protected internal override void Measure(
        Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt, Span<double> values) =>
        values[0] = Wrong(trial, outputs, offset, stepStride, dt);

    private static int Whole(double n) => (int)Math.Clamp(Math.Round(n), 1, Most);

    private double Wrong(Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt)
    {
        var (n, shown) = (Whole(trial.Factor(CountFactor)), trial.Periods[0]);
        var wrong = Highest(Read(trial, shown, 0, outputs, offset, stepStride, dt)) == 0 ? 0 : 1;
        for (var k = n + 1; k <= 2 * n; k++)
        {
            wrong += Highest(Read(trial, shown, k, outputs, offset, stepStride, dt)) == (k < 2 * n ? 1 : 2) ? 0 : 1;
        }

        return wrong / (n + 1.0);
    }

    private Period Stretch(in Period shown, int first, int count) => new(Part, shown.Start + Lasting(first), shown.Start + Lasting(first + count));
}

using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// Add two numbers of a long sequence: one channel has random numbers from 0 to 1, the other marks two of them, and at the last number their sum is asked
/// for.
/// </summary>
/// <remarks>
/// Always to answer 1 has a mean squared error of 1/6. An answer is correct within 0.04. One number is marked in each half of the sequence, as in Le et al.
/// (2015) and later work; the published task has numbers from −1 to 1, its first mark among the first ten, and a scaled sum.
/// </remarks>
[Cite("10.1162/neco.1997.9.8.1735", "Hochreiter & Schmidhuber 1997, Long short-term memory")]
[Cite("10.48550/arXiv.1504.00941", "Le, Jaitly & Hinton 2015, A simple way to initialize recurrent networks of rectified linear units")]
public sealed record AddingTask : SymbolTask
{
    private const double Tolerance = 0.04;
    private static readonly string[] Channels = ["number", "marker"], Sum = ["sum"];
    private static readonly Head[] Judged = [new("sum", 1, "squared-error")];

    /// <summary>How long the sequence lasts: T numbers, each as long as <see cref="SymbolTask.Symbol"/>.</summary>
    public Duration Numbers { get; init; } = 2.Seconds;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Channels;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => Sum;

    /// <inheritdoc/>
    public override IReadOnlyList<Head> Heads => Judged;

    /// <summary>One: all trials are alike.</summary>
    public override IReadOnlyList<string> Conditions => Sum;

    /// <inheritdoc/>
    protected override void Check(IList<string> faults)
    {
        if (Numbers.Minimum < 2 * Symbol)
        {
            faults.Add($"`Numbers` is {Numbers}, but two numbers of {TimeText.Format(Symbol)} are to be added; set at least {TimeText.Format(2 * Symbol)}.");
        }
    }

    /// <inheritdoc/>
    protected override void Compose(Trial trial)
    {
        trial.Condition = 0;
        var (first, second) = (trial.Draw("first-number", 0, 1), trial.Draw("second-number", 0, 1));
        var (firstAt, secondAt) = (trial.Draw("first-place", 0, 1), trial.Draw("second-place", 0, 1));
        var shown = trial.Period("numbers", Numbers);
        var count = CountOf(shown);
        if (count < 2)
        {
            throw new UsageException(
                $"numbers is {TimeText.Format(shown.Duration)}, too short for two numbers of {TimeText.Format(Symbol)}; give at least {TimeText.Format(2 * Symbol)}.");
        }

        // The places are shares of the two halves of the sequence.
        var half = count / 2;
        var (one, other) = (Place(firstAt, half), half + Place(secondAt, count - half));
        var (numbers, draws) = (trial.Series(1, Symbol, shown, Reading.Hold), trial.Stream());
        for (var k = 0; k < numbers.Samples; k++)
        {
            var drawn = draws.NextUniform();
            numbers[k] = k == one ? first : k == other ? second : drawn;
        }

        trial.Input(0, numbers, shown);
        trial.Input(1, 1, during: At(shown, one));
        trial.Input(1, 1, during: At(shown, other));
        trial.Target(0, first + second, during: At(shown, count - 1));
    }

    /// <summary>Whether the last output is within 0.04 of the sum.</summary>
    /// <inheritdoc/>
    protected internal override bool IsCorrect(Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt)
    {
        var (shown, sum) = (trial.Periods[0], trial.Factor("first-number") + trial.Factor("second-number"));
        return Math.Abs(Read(trial, shown, CountOf(shown) - 1, outputs, offset, stepStride, dt)[0] - sum) < Tolerance;
    }

    private static int Place(double share, int count) => (int)Math.Clamp(share * count, 0, count - 1);
}

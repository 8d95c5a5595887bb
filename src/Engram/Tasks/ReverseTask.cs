using System.Globalization;
using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>Read a few symbols, then write them in reverse order and end.</summary>
/// <remarks>
/// A network that reads the whole sequence before it writes must hold it in its state. Symbols are drawn independently; lengths that a network was not
/// trained on can be pinned.
/// </remarks>
public sealed record ReverseTask : TransductionTask
{
    private const int MostSymbols = 52, MostLength = 1000;
    private const string LengthFactor = "length";
    private static readonly Alphabets[] ByCount =
    [
        .. Enumerable.Range(1, MostSymbols).Select(count => Letters(count)).Select(letters => new Alphabets(letters, letters)),
    ];

    /// <summary>K, how many different symbols there are.</summary>
    [Range(1, MostSymbols)]
    public int Symbols { get; init; } = 10;

    /// <summary>How many symbols a sequence has.</summary>
    [Range(1, MostLength)]
    public Levels Length { get; init; } = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

    /// <inheritdoc/>
    public override Alphabets Alphabets => ByCount[Symbols - 1];

    /// <summary>The length of the sequence.</summary>
    public override IReadOnlyList<string> Conditions =>
        [.. LevelsOf(LengthFactor, Length).Select(length => length.ToString(CultureInfo.InvariantCulture))];

    // A shorter one that is pinned is answered for as long as it would be among the others.
    /// <inheritdoc/>
    protected override int LongestSource => Whole(Math.Max(Length.Maximum, GreatestOf(LengthFactor, Length)));

    /// <inheritdoc/>
    protected override int LongestTarget => LongestSource;

    /// <inheritdoc/>
    protected override (int Source, int Target) Write(Trial trial, Span<int> source, Span<int> target)
    {
        var level = trial.Choose(LengthFactor, Length, 1, MostLength);
        trial.Condition = level.Index;
        var (length, draws) = (Whole(level.Value), trial.Stream());
        for (var k = 0; k < length; k++)
        {
            source[k] = (int)(draws.NextUniform() * Symbols);
            target[length - 1 - k] = source[k];
        }

        return (length, length);
    }

    /// <inheritdoc/>
    protected override void Check(IList<string> faults)
    {
        if (LevelsOf(LengthFactor, Length) is var lengths && lengths.Any(length => !double.IsInteger(length)))
        {
            faults.Add($"`Length` is {lengths}, but a sequence has a whole number of symbols; write whole numbers, such as {Length.Select(Whole).Max()}.");
        }
    }

    private static int Whole(double length) => (int)Math.Clamp(Math.Round(length), 1, MostLength);

    private static string[] Letters(int count) => [.. Enumerable.Range(0, count).Select(k => $"{(char)(k < 26 ? 'a' + k : 'A' + k - 26)}")];
}

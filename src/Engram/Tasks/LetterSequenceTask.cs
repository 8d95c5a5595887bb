using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// Predict the next letter of random syllables <c>ba</c>, <c>dii</c> and <c>guuu</c>: which consonant comes cannot be known, which vowels follow it and how
/// many can.
/// </summary>
/// <remarks>
/// The published network hears one sequence of 1000 syllables 200 times; here each trial has its own. A letter is Elman's six articulatory features, each
/// judged by itself, or one of six channels. A trial is correct where all that can be predicted is: every vowel after its consonant, and that a consonant
/// comes where one does, whichever it is. The measures are the root mean squared errors at vowels and at consonants.
/// </remarks>
[Cite("10.1207/s15516709cog1402_1", "Elman 1990, Finding structure in time")]
public sealed record LetterSequenceTask : SymbolTask
{
    private const int Consonants = LetterSequence.Consonants, Letters = 2 * Consonants;
    private static readonly string[] Names = ["b", "d", "g", "a", "i", "u"], Syllable = ["ba", "dii", "guuu"];
    private static readonly string[] FeatureNames = ["consonant", "vowel", "interrupted", "high", "back", "voiced"];
    private static readonly string[] Errors = ["error-vowel", "error-consonant"];
    private static readonly Head[] ByFeature = [new("letter", Letters, "binary-cross-entropy")], ByLetter = [new("letter", Letters, "cross-entropy")];

    // Rows are letters, columns features.
    private static readonly double[] Features =
    [
        1, 0, 1, 0, 0, 1,
        1, 0, 1, 1, 0, 1,
        1, 0, 1, 0, 1, 1,
        0, 1, 0, 0, 1, 1,
        0, 1, 0, 1, 0, 1,
        0, 1, 0, 1, 1, 1,
    ];

    private static readonly Profile OfFeatures = static (int unit, int count, in Shape shape) => Features[((int)shape.A * Letters) + unit];

    /// <summary>How a letter is shown and predicted.</summary>
    public LetterCode Code { get; init; }

    /// <summary>How many syllables a trial has.</summary>
    [Range(1, 10_000)]
    public int Syllables { get; init; } = 20;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Code == LetterCode.Features ? FeatureNames : Names;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => Inputs;

    /// <inheritdoc/>
    public override IReadOnlyList<Head> Heads => Code == LetterCode.Features ? ByFeature : ByLetter;

    /// <summary>None: every letter is asked for.</summary>
    public override IReadOnlyList<string> Choices => [];

    /// <summary>The last syllable.</summary>
    public override IReadOnlyList<string> Conditions => Syllable;

    /// <summary>Root mean squared errors over outputs where a vowel comes next, and where a consonant does.</summary>
    public override IReadOnlyList<string> Measures => Errors;

    /// <inheritdoc/>
    protected override void Compose(Trial trial)
    {
        trial.Condition = trial.Choose("last", Syllable);
        var count = trial.IsLongest ? Syllables * (Consonants + 1) : Sequence(trial).Count();
        var (shown, letters) = (trial.Following("letters", Lasting(count)), Sequence(trial));
        for (int k = 0, letter = letters.Next(); k < count; k++)
        {
            var at = At(shown, k);
            if (Code == LetterCode.Features)
            {
                trial.Input(.., new Shape(1, letter), at, OfFeatures);
                letter = letters.Next();
                trial.Target(.., new Shape(1, letter), at, OfFeatures);
            }
            else
            {
                trial.Input(letter, 1, during: at);
                letter = letters.Next();
                trial.OneHot(.., letter, at);
            }
        }
    }

    /// <summary>Whether every vowel is predicted, and that a consonant comes wherever one does.</summary>
    /// <inheritdoc/>
    protected internal override bool IsCorrect(Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt)
    {
        var (shown, letters) = (trial.Periods[0], Sequence(trial));
        letters.Next();
        for (int k = 0, count = CountOf(shown); k < count; k++)
        {
            if (!IsRight(Read(trial, shown, k, outputs, offset, stepStride, dt), letters.Next()))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    protected internal override void Measure(
        Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt, Span<double> values)
    {
        var (vowels, consonants) = (0, 0);
        values.Clear();
        var (shown, letters) = (trial.Periods[0], Sequence(trial));
        letters.Next();
        for (int k = 0, count = CountOf(shown); k < count; k++)
        {
            var z = Read(trial, shown, k, outputs, offset, stepStride, dt);
            var letter = letters.Next();
            ref var sum = ref values[letter < Consonants ? 1 : 0];
            for (var c = 0; c < Letters; c++)
            {
                var error = z[c] - (Code == LetterCode.Features ? Features[(letter * Letters) + c] : c == letter ? 1 : 0);
                sum += error * error / Letters;
            }

            (vowels, consonants) = letter < Consonants ? (vowels, consonants + 1) : (vowels + 1, consonants);
        }

        (values[0], values[1]) = (Math.Sqrt(values[0] / vowels), Math.Sqrt(values[1] / consonants));
    }

    private LetterSequence Sequence(Trial trial) => new(trial.Stream(1), Syllables, trial.Condition);

    private bool IsRight(ReadOnlySpan<float> z, int letter)
    {
        if (Code == LetterCode.OneHot)
        {
            return letter < Consonants ? z[0] + z[1] + z[2] > z[3] + z[4] + z[5] : Highest(z) == letter;
        }

        for (var feature = 0; feature < (letter < Consonants ? 2 : Letters); feature++)
        {
            if (!(Features[(letter * Letters) + feature] > 0 ? z[feature] > 0.5f : z[feature] < 0.5f))
            {
                return false;
            }
        }

        return true;
    }
}

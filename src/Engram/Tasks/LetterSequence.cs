using Engram.Numerics;

namespace Engram.Tasks;

/// <summary>
/// Letters of Elman's syllables ba, dii, guuu, counted b, d, g, a, i, u: random ones up to the last, which is given, and random ones again.
/// </summary>
/// <param name="draws">Where the random ones come from.</param>
/// <param name="syllables">How many there are up to the last.</param>
/// <param name="last">The last one, by its place.</param>
internal struct LetterSequence(RandomStream draws, int syllables, int last)
{
    /// <summary>How many consonants there are, of which each has a vowel of its own.</summary>
    public const int Consonants = 3;

    private RandomStream draws = draws;
    private int begun, consonant, vowels;

    /// <summary>How many letters the syllables have up to the last; whatever was taken, those that are left are lost.</summary>
    public int Count()
    {
        var count = 0;
        while (begun < syllables)
        {
            count += 2 + NextConsonant();
        }

        return count;
    }

    /// <summary>The next letter.</summary>
    public int Next()
    {
        if (vowels > 0)
        {
            vowels--;
            return Consonants + consonant;
        }

        consonant = NextConsonant();
        vowels = consonant + 1;
        return consonant;
    }

    private int NextConsonant()
    {
        begun++;
        return begun == syllables ? last : (int)(draws.NextUniform() * Consonants);
    }
}

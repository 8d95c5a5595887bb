namespace Engram.Tasks;

/// <summary>How a letter is shown and predicted.</summary>
public enum LetterCode
{
    /// <summary>Six features: consonant, vowel, interrupted, high, back, voiced (Elman 1990).</summary>
    Features,

    /// <summary>One channel for each letter.</summary>
    OneHot,
}

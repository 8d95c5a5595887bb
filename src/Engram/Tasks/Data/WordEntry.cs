namespace Engram.Tasks;

/// <summary>A word.</summary>
/// <param name="Spelled">Its letters, a to z.</param>
/// <param name="Spoken">Its phonemes, by their places.</param>
internal readonly record struct WordEntry(string Spelled, byte[] Spoken)
{
    /// <summary>The lengths by which words are told apart; each has about a third of the words.</summary>
    public static IReadOnlyList<string> Lengths { get; } = ["2-to-6", "7-to-8", "9-to-12"];

    /// <summary>Which of them it has.</summary>
    public int Length => Spelled.Length <= 6 ? 0 : Spelled.Length <= 8 ? 1 : 2;
}

using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Tasks;

/// <summary>Words with their pronunciations, in three sets that share none. make-words writes the file and says which words they are.</summary>
internal sealed class Lexicon
{
    /// <summary>The longest word and the longest pronunciation.</summary>
    public const int MostLetters = 12, MostPhonemes = 13;

    /// <summary>How many words the file has for training.</summary>
    public const int MostTraining = 27_485;

    private const string Checksum = "79e0a24690dd5c94644f7da1b17e04b0ac09a8d16f2747fd0b1566f4ba2d2379";
    private static readonly Lazy<Lexicon> Made = new(() => Read(Resource()));
    private readonly WordSet test, validation, training;

    private Lexicon(WordSet test, WordSet validation, WordSet training) =>
        (this.test, this.validation, this.training) = (test, validation, training);

    /// <summary>The words of the library, read when first asked for.</summary>
    public static Lexicon Instance => Made.Value;

    /// <summary>The 26 letters.</summary>
    public static IReadOnlyList<string> Letters { get; } = [.. Enumerable.Range(0, 26).Select(k => $"{(char)('a' + k)}")];

    /// <summary>The 39 phonemes of the CMU dictionary.</summary>
    public static IReadOnlyList<string> Phonemes { get; } =
        "aa ae ah ao aw ay b ch d dh eh er ey f g hh ih iy jh k l m n ng ow oy p r s sh t th uh uw v w y z zh".Split(' ');

    /// <summary>The words of a set.</summary>
    /// <param name="set">What trials are for; those that are neither of training nor of validation have the words of the test.</param>
    public WordSet Of(Purpose set) => set switch
    {
        Purpose.TrainingTrials => training,
        Purpose.ValidationTrials => validation,
        _ => test,
    };

    /// <summary>Reads the file that make-words writes.</summary>
    /// <param name="packed">Its bytes.</param>
    /// <exception cref="UsageException">They are not those that were made.</exception>
    public static Lexicon Read(Stream packed)
    {
        byte[] text;
        try
        {
            using var unpacked = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionMode.Decompress))
            {
                gzip.CopyTo(unpacked);
            }

            text = unpacked.ToArray();
        }
        catch (InvalidDataException)
        {
            text = [];
        }

        return Convert.ToHexStringLower(SHA256.HashData(text)) == Checksum ? Parsed(Encoding.ASCII.GetString(text))
            : throw new UsageException("The words of grapheme-to-phoneme in this build of Engram are damaged; build or install it again.");
    }

    /// <summary>The file of the library.</summary>
    internal static Stream Resource() => typeof(Lexicon).Assembly.GetManifestResourceStream("words.txt.gz")!;

    // The checksum vouches for the rest: a first line with the sizes of the sets, one with the phonemes, and a line for each word.
    private static Lexicon Parsed(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var sizes = lines[0].Split(' ').Where((_, place) => place % 2 == 1).Select(size => int.Parse(size, CultureInfo.InvariantCulture)).ToArray();
        var places = lines[1].Split(' ').Index().ToDictionary(phoneme => phoneme.Item, phoneme => (byte)phoneme.Index, StringComparer.Ordinal);
        WordEntry[] words = [.. lines.Skip(2).Select(line => line.Split(' ')).Select(parts => new WordEntry(parts[0], [.. parts[1..].Select(one => places[one])]))];
        return new(new(words[..sizes[0]]), new(words[sizes[0]..(sizes[0] + sizes[1])]), new(words[(sizes[0] + sizes[1])..]));
    }
}

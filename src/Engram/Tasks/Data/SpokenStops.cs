using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Tasks;

/// <summary>
/// Syllables of b, d or g and a vowel, 15 frames of 16 coefficients each, in three sets that share no voice. make-stops writes the file and says how.
/// </summary>
/// <remarks>Syllables are in the order of their sets, voices, stops, vowels and takes, a take being one pitch and one speed; every voice has all.</remarks>
internal sealed class SpokenStops
{
    /// <summary>Frames of a syllable, coefficients of a frame, and pitches times speeds.</summary>
    public const int Frames = 15, Bands = 16, Takes = 6;

    private const string Checksum = "080018c3380443e485f7cad1a3df2317aecb514bab08caed27814d8c4e86b873";
    private const float Zero = 4, Scale = 32;
    private static readonly Lazy<SpokenStops> Made = new(() => Read(Resource()));
    private static readonly string[] Arrays = ["frames", "set", "voice", "stop", "vowel"];
    private readonly byte[] frames;
    private readonly int[] firsts;

    private SpokenStops(byte[] frames, ReadOnlySpan<byte> sets) =>
        (this.frames, firsts) = (frames, [0, sets.IndexOf((byte)1), sets.IndexOf((byte)2), sets.Length]);

    /// <summary>The syllables of the library, read when first asked for.</summary>
    public static SpokenStops Instance => Made.Value;

    /// <summary>What is told apart.</summary>
    public static IReadOnlyList<string> Stops { get; } = ["b", "d", "g"];

    /// <summary>The vowels, as in spa, bee, boo, bed, bird and law.</summary>
    public static IReadOnlyList<string> Vowels { get; } = ["ah", "ee", "oo", "eh", "er", "aw"];

    /// <summary>The voices, as espeak-ng names them but in lower case: those for training, for validation and for tests.</summary>
    public static IReadOnlyList<string> Voices { get; } =
    [
        .. "m1 m3 m5 m6 m8 f2 f4 klatt klatt2 klatt3 klatt4 andy denis diogo gene lee michael adam belinda edward linda paul".Split(' '),
        .. "m2 f5 mario steph anika".Split(' '),
        .. "m4 m7 f1 f3 jacky annie benjamin quincy zac".Split(' '),
    ];

    /// <summary>How many syllables a voice says.</summary>
    public static int PerVoice => Stops.Count * Vowels.Count * Takes;

    /// <summary>Where the syllables of a set begin, and how many there are.</summary>
    /// <param name="set">What trials are for; those that are neither of training nor of validation have the voices of the test.</param>
    public (int First, int Count) Of(Purpose set)
    {
        var place = set switch { Purpose.TrainingTrials => 0, Purpose.ValidationTrials => 1, _ => 2 };
        return (firsts[place], firsts[place + 1] - firsts[place]);
    }

    /// <summary>A coefficient, in deviations from the mean of the voices for training.</summary>
    /// <param name="syllable">Which syllable.</param>
    /// <param name="frame">Which frame, from 0.</param>
    /// <param name="band">Which coefficient, from the lowest.</param>
    public float this[int syllable, int frame, int band] => (frames[(((syllable * Frames) + frame) * Bands) + band] / Scale) - Zero;

    /// <summary>Reads the file that make-stops writes.</summary>
    /// <param name="packed">Its bytes.</param>
    /// <exception cref="UsageException">They are not those that were made.</exception>
    public static SpokenStops Read(Stream packed)
    {
        var arrays = PackedArrays.Read(packed, Arrays, Checksum, "syllables of spoken-stops");
        return new(arrays[0], arrays[1]);
    }

    /// <summary>The file of the library.</summary>
    internal static Stream Resource() => typeof(SpokenStops).Assembly.GetManifestResourceStream("stops.npz")!;
}

using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Tasks;

/// <summary>Pictures of clothes of ten kinds, from Fashion-MNIST, in three sets. make-clothes writes the file and says which pictures were chosen.</summary>
/// <remarks>Pictures are in the order of their sets; in a set, one of each kind follows the other.</remarks>
internal sealed class Clothes
{
    /// <summary>Rows of a picture, pixels of a row, and pictures of each kind for training.</summary>
    public const int Rows = 28, Columns = 28, MostTraining = 400;

    private const int Validation = 50, Test = 100;
    private const string Checksum = "c8bf69123a33d96f43e3a7c9c0b32e7806c2aaae2a30632104fcd6fed64f49b3";
    private static readonly Lazy<Clothes> Made = new(() => Read(Resource()));
    private static readonly string[] Arrays = ["pictures", "set", "kind"];
    private readonly byte[] pictures;

    private Clothes(byte[] pictures) => this.pictures = pictures;

    /// <summary>The pictures of the library, read when first asked for.</summary>
    public static Clothes Instance => Made.Value;

    /// <summary>The kinds, in the order of Fashion-MNIST.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
        ["t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle-boot"];

    /// <summary>Where the pictures of a set begin, and how many of each kind there are.</summary>
    /// <param name="set">What trials are for; those that are neither of training nor of validation have the pictures of the test.</param>
    public static (int First, int OfEach) Of(Purpose set) => set switch
    {
        Purpose.TrainingTrials => (0, MostTraining),
        Purpose.ValidationTrials => (MostTraining * Kinds.Count, Validation),
        _ => ((MostTraining + Validation) * Kinds.Count, Test),
    };

    /// <summary>A pixel, from 0 to 255.</summary>
    /// <param name="picture">Which picture.</param>
    /// <param name="row">Which row, from the top.</param>
    /// <param name="column">Which pixel of the row, from the left.</param>
    public byte this[int picture, int row, int column] => pictures[(((picture * Rows) + row) * Columns) + column];

    /// <summary>Reads the file that make-clothes writes.</summary>
    /// <param name="packed">Its bytes.</param>
    /// <exception cref="UsageException">They are not those that were made.</exception>
    public static Clothes Read(Stream packed) => new(PackedArrays.Read(packed, Arrays, Checksum, "pictures of row-by-row-images")[0]);

    /// <summary>The file of the library.</summary>
    internal static Stream Resource() => typeof(Clothes).Assembly.GetManifestResourceStream("clothes.npz")!;
}

using Engram.Configuration;

namespace Engram.Storage;

/// <summary>
/// Names, orders and scales in which a program keeps the weights of its networks. One file per dialect; the first that recognises a file,
/// in the order of <see cref="Order"/>, reads it.
/// </summary>
internal abstract class WeightDialect
{
    /// <summary>The dialects that there are.</summary>
    public static Catalog<WeightDialect> Catalog { get; } = new();

    /// <summary>Lower ones are asked first.</summary>
    public abstract int Order { get; }

    /// <summary>Whether layers that make the outputs are known by names, so that one can be asked for.</summary>
    public virtual bool NamesReadouts => false;

    /// <summary>Whether the file is written in this dialect and the user asked for no other.</summary>
    public abstract bool Recognises(ForeignFile file, ImportRequest request);

    /// <summary>Reads the network.</summary>
    /// <exception cref="UsageException">Something is missing or cannot be had in Engram; all together.</exception>
    public abstract ForeignNetwork Read(ForeignFile file, ImportRequest request);
}

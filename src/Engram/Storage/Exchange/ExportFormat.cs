using Engram.Configuration;

namespace Engram.Storage;

/// <summary>
/// A form in which other programs take a network. One file per form: <c>OnnxFormat</c> is the flag <c>--onnx</c> of <c>engram export</c>.
/// </summary>
internal abstract class ExportFormat
{
    /// <summary>The forms that there are.</summary>
    public static Catalog<ExportFormat> Catalog { get; } = new();

    /// <summary>The flag without dashes: the type's name without <c>Format</c> at its end, in kebab-case.</summary>
    public string Name => Catalog<ExportFormat>.NameOf(this);

    /// <summary>What messages call it: a program shows it as its flag.</summary>
    protected string Property => GetType().Name[..^"Format".Length];

    /// <summary>What is written, for the help of the flag.</summary>
    public abstract string Summary { get; }

    /// <summary>What the name of the file ends in, such as <c>.npz</c>.</summary>
    public abstract string Ending { get; }

    /// <summary>Writes the network, each file whole or not at all.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file; it ends in <see cref="Ending"/>.</param>
    /// <returns>The files that were written, the one that was asked for first.</returns>
    /// <exception cref="UsageException">The network cannot be written in this form, or the folder cannot be written.</exception>
    public abstract IReadOnlyList<string> Write(ExportedNetwork network, string path);

    /// <summary>Refuses a file whose name other programs would not take for one of this form.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="UsageException">It ends otherwise.</exception>
    public virtual void Check(string path)
    {
        if (!path.EndsWith(Ending, StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException($"`{Property} = {path}`: give a file that ends in {Ending}, such as `{Property} = network{Ending}`.");
        }
    }
}

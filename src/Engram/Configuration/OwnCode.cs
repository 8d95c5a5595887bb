using System.Reflection;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;

namespace Engram.Configuration;

/// <summary>
/// A source file of the user's own, compiled: its tasks, cells, losses and analyses are found by name, as those of the library are, within
/// <see cref="Enter"/>. What is trained with it remembers its name and hash.
/// </summary>
internal sealed class OwnCode
{
    private static readonly AsyncLocal<IReadOnlyList<OwnCode>?> Entered = new();
    private static readonly ConditionalWeakTable<Assembly, OwnCode> ByAssembly = [];

    private OwnCode(string path, byte[] content, Assembly assembly, XDocument documentation)
    {
        Path = path;
        Content = content;
        Assembly = assembly;
        Documentation = documentation;
        Sha256 = Hash(content);
    }

    /// <summary>The files of the command that runs; none where it was given none.</summary>
    public static IReadOnlyList<OwnCode> Known => Entered.Value ?? [];

    /// <summary>The file, as the user wrote it.</summary>
    public string Path { get; }

    /// <summary>Its name without folders.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Its bytes.</summary>
    public byte[] Content { get; }

    /// <summary>SHA-256 of its bytes, in hexadecimal.</summary>
    public string Sha256 { get; }

    /// <summary>What it was compiled to.</summary>
    public Assembly Assembly { get; }

    /// <summary>The documentation comments.</summary>
    public XDocument Documentation { get; }

    /// <summary>SHA-256 of a file's bytes, in hexadecimal.</summary>
    public static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Takes note of a compiled file.</summary>
    /// <param name="path">The file, as the user wrote it.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="assembly">What it was compiled to.</param>
    /// <param name="documentation">The documentation that the compiler wrote.</param>
    public static OwnCode Of(string path, byte[] content, Assembly assembly, string documentation)
    {
        XDocument parsed;
        try
        {
            parsed = XDocument.Parse(documentation);
        }
        catch (XmlException)
        {
            parsed = new XDocument();
        }

        return ByAssembly.GetValue(assembly, _ => new OwnCode(path, content, assembly, parsed));
    }

    /// <summary>The file that an assembly was compiled from; null for the library and programs.</summary>
    public static OwnCode? Of(Assembly assembly) => ByAssembly.TryGetValue(assembly, out var own) ? own : null;

    /// <summary>Makes files known to what runs until the answer is disposed of, and to the threads that it starts.</summary>
    public static IDisposable Enter(IReadOnlyList<OwnCode> files)
    {
        var before = Entered.Value;
        Entered.Value = files;
        return new Scope(before);
    }

    /// <summary>The own files among the ones that types are from, as a configuration lists them: name and hash, in the order of names.</summary>
    public static JsonArray Sources(IEnumerable<Type> types) =>
    [
        .. types.Select(type => Of(type.Assembly)).OfType<OwnCode>().Distinct().OrderBy(own => own.Name, StringComparer.Ordinal)
            .Select(own => new JsonObject { ["file"] = own.Name, ["sha256"] = own.Sha256 }),
    ];

    private sealed class Scope(IReadOnlyList<OwnCode>? before) : IDisposable
    {
        public void Dispose() => Entered.Value = before;
    }
}

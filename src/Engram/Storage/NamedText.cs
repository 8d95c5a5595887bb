namespace Engram.Storage;

/// <summary>Lines of text with a name, which stand beside arrays in npz and MATLAB files.</summary>
/// <param name="Name">The name in the file.</param>
/// <param name="Lines">The lines; at least one, of which none contains a null character.</param>
public sealed record NamedText(string Name, IReadOnlyList<string> Lines);

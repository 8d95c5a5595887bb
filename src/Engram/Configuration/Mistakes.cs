using System.Diagnostics;

namespace Engram.Configuration;

/// <summary>Turns failures inside the code of a user's own task or cell into sentences.</summary>
internal static class Mistakes
{
    /// <summary>Whether a failure is a mistake of that code, and not one that has been told, nor of the machine, nor a wish to stop.</summary>
    public static bool IsMistake(Exception fault) => fault is not (UsageException or OutOfMemoryException or OperationCanceledException);

    /// <summary>The kind of the failure, what it says, and the line of the author's type, not that of the library method that it called.</summary>
    public static string Told(Exception fault, Type author)
    {
        var place = new StackTrace(fault, true).GetFrames().FirstOrDefault(frame => frame.GetMethod()?.DeclaringType == author);
        var line = place?.GetFileName() is { } file ? $" ({Path.GetFileName(file)}, line {place.GetFileLineNumber()})" : "";
        return $"{fault.GetType().Name}, {fault.Message.ReplaceLineEndings(" ")}{line}";
    }
}

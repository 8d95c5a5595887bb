using System.Text.Json.Nodes;
using Engram.Configuration;

namespace Engram.App.Interop;

/// <summary>
/// What another language can ask beside the commands of the program: answers whose arrays stay in memory. One file for each; it is found by
/// its name, that of its type without <c>Operation</c>.
/// </summary>
internal abstract class Operation
{
    /// <summary>All that there are.</summary>
    public static Catalog<Operation> Catalog { get; } = new();

    /// <summary>Answers.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="cancel">Cancelled when the user interrupts.</param>
    /// <exception cref="UsageException">Bad input.</exception>
    public abstract JsonObject Answer(Question question, CancellationToken cancel);

    /// <summary>Names as JSON.</summary>
    protected static JsonArray Names(IEnumerable<string> names) => [.. names.Select(name => JsonValue.Create(name))];
}

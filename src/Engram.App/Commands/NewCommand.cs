using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Engram.App.Catalogue;
using Engram.App.Parsing;
using Engram.App.Terminal;
using Engram.Configuration;
using Engram.Storage;

namespace Engram.App.Commands;

/// <summary><c>engram new</c>: writes a commented C# file that runs as it is.</summary>
internal sealed partial class NewCommand : AppCommand
{
    private const int LongestName = 40;

    // What can be written, and how the file is then used.
    private static readonly (string Kind, string Use)[] Kinds =
    [
        ("task", "engram train NAME --with FILE"), ("cell", "engram train perceptual-decision --cell NAME --with FILE"),
        ("study", "engram study NAME --quick --with FILE"), ("analysis", "engram analyse NAME <run> --with FILE"),
    ];

    private readonly Argument<string> kind = Flag.Word("kind", $"what to write: {Listed}");
    private readonly Argument<string> name = Flag.Word("name", "what it is called, in lower case with hyphens, such as my-task");
    private readonly Option<string?> path = Flag.Text("--out", "file", "The file (default: NAME.cs here)");

    /// <inheritdoc/>
    public override string Summary => "Writes a commented C# file with a task, cell, study or analysis of your own that runs as it is.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
        ["engram new task my-task", "engram train my-task --with my-task.cs", "engram new cell tired --out cells/tired.cs"];

    private static string Listed => $"{string.Join(", ", Kinds[..^1].Select(one => $"`{one.Kind}`"))} or `{Kinds[^1].Kind}`";

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(kind);
        command.Arguments.Add(name);
        command.Options.Add(path);
    }

    /// <inheritdoc/>
    public override void CheckName(string word) => Of(word);

    /// <inheritdoc/>
    public override int Run(Call call, Output output, CancellationToken cancel)
    {
        var (kind, use) = Of(call.Get(this.kind)!);
        var name = call.Get(this.name)!;
        var stem = ClassName(kind, name);
        var file = call.Get(path) ?? $"{name}.cs";
        if (!file.EndsWith(".cs", StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException($"`--out {file}`: the name of a C# file ends in .cs; write `--out {file}.cs`.");
        }

        if (Path.Exists(file))
        {
            throw new UsageException($"'{file}' exists already and is left as it is. Give another `--out`, or remove it first.");
        }

        var shown = Quoting.Of(file);
        AtomicFile.WriteText(file, Filled(Template(kind)));
        var next = Filled(use);
        output.Line($"{file} defines the {kind} '{name}'. To use it: {next}");
        output.Result(new JsonObject { ["kind"] = kind, ["name"] = name, ["file"] = file, ["use"] = next });
        return ExitCode.Done;

        string Filled(string text) => text.Replace("CLASS", stem, StringComparison.Ordinal).Replace("NAME", name, StringComparison.Ordinal)
            .Replace("FILE", shown, StringComparison.Ordinal);
    }

    private static (string Kind, string Use) Of(string word) => Kinds.FirstOrDefault(one => one.Kind == word) is { Kind: not null } found ? found
        : throw new UsageException($"`engram new {word}`: give one of {Listed}.{ParseFaults.Question(word, Kinds.Select(one => one.Kind))}");

    // The name of a class that reads back as the name of the thing.
    private static string ClassName(string kind, string name)
    {
        var stem = string.Concat(name.Split('-', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => char.ToUpper(word[0], CultureInfo.InvariantCulture) + word[1..]));
        if (name.Length > LongestName || Kebab.Of(stem) != name || !Words().IsMatch(name))
        {
            throw new UsageException(
                $"`engram new {kind} {name}`: a name is at most {LongestName} lower-case letters and digits, in words with hyphens between them that begin with a "
                + $"letter; write for example `engram new {kind} my-{kind}`.");
        }

        return Taken(kind, name) is { } taken
            ? throw new UsageException($"There is {(taken[0] == 'a' ? "an" : "a")} {taken} '{name}' already; give yours another name, such as my-{name}.")
            : stem;
    }

    private static string? Taken(string kind, string name) =>
        Kind.Of(kind)!.Entries.Any(entry => entry.Name == name) ? kind : null;

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$")]
    private static partial Regex Words();

    private static string Template(string kind)
    {
        using var stream = typeof(NewCommand).Assembly.GetManifestResourceStream($"template-{kind}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

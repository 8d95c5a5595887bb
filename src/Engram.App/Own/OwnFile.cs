using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using Engram.App.Parsing;
using Engram.Cells;
using Engram.Configuration;
using Engram.Learning;
using Engram.Storage;
using Engram.Studies;
using Engram.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace Engram.App.Own;

/// <summary>
/// A C# file of the user's own (<c>--with my-task.cs</c>), compiled in this process against the library. A file that <c>dotnet run</c>
/// runs can be used as it is: its statements at the top are not executed.
/// </summary>
internal static class OwnFile
{
    private const int MostFaults = 5;
    private const long LongestFile = 4 << 20;

    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly Type[] Kinds =
        [typeof(CognitiveTask), typeof(Cell), typeof(Loss), typeof(Optimiser), typeof(Preset), typeof(RunAnalysis), typeof(Study)];

    // Compiled once by name and content, so that a program that calls commands again and again has one type for each.
    private static readonly ConcurrentDictionary<(string, string), Lazy<OwnCode>> Compiled = new();

    private static readonly Lazy<ImmutableArray<MetadataReference>> References = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ]);

    /// <summary>Compiles files.</summary>
    /// <param name="paths">As the user wrote them.</param>
    /// <exception cref="UsageException">A file is missing, is no C#, has errors or defines nothing; all together.</exception>
    public static IReadOnlyList<OwnCode> Read(IReadOnlyList<string> paths)
    {
        var (found, faults) = (new List<OwnCode>(), new List<string>());
        foreach (var path in paths.Distinct(StringComparer.Ordinal))
        {
            try
            {
                var own = Read(path);
                if (found.FirstOrDefault(other => other.Name == own.Name) is { } twin)
                {
                    throw new UsageException($"`{Flag.WithName}`: '{twin.Path}' and '{path}' have the same name, by which a run remembers them; rename one.");
                }

                found.Add(own);
            }
            catch (UsageException fault)
            {
                faults.AddRange(fault.Faults);
            }
        }

        return faults.Count == 0 ? found : throw new UsageException(faults);
    }

    /// <summary>What to add to a command that is shown, so that it knows the files of the one that runs; empty where there are none.</summary>
    public static string Flags => Written(OwnCode.Known.Select(own => own.Path));

    /// <summary>What to add to a command that is shown for a run, so that it knows the files that the run was trained with.</summary>
    public static string FlagsOf(string run, JsonObject configuration) => Written(RunSources.Paths(run, configuration));

    /// <summary>Files here that are named as what was not found is, in a sentence each.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="faults">What was wrong with it.</param>
    public static IEnumerable<string> Forgotten(IReadOnlyList<string> args, IReadOnlyList<string> faults) => args
        .Where(word => word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_') && File.Exists($"{word}.cs")
            && !args.Contains($"{word}.cs") && faults.Any(fault => fault.StartsWith("There is no", StringComparison.Ordinal) && fault.Contains($"'{word}'", StringComparison.Ordinal)))
        .Distinct().Select(word => $"The file {word}.cs is here; if it defines '{word}', add `{Flag.WithName} {word}.cs`.");

    private static string Written(IEnumerable<string> paths) => string.Concat(paths.Select(path => $" {Flag.WithName} {Quoting.Of(path)}"));

    private static OwnCode Read(string path)
    {
        if (!path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException($"`{Flag.WithName} {path}` is no C# file; give one whose name ends in .cs, as `engram new task my-task` writes it.");
        }

        if (!File.Exists(path))
        {
            throw new UsageException($"`{Flag.WithName} {path}`: there is no such file. `engram new task {Path.GetFileNameWithoutExtension(path)}` writes one.");
        }

        if (new FileInfo(path).Length > LongestFile)
        {
            throw new UsageException($"`{Flag.WithName} {path}` is longer than {LongestFile >> 20} MiB, which no source file is.");
        }

        byte[] content;
        try
        {
            content = File.ReadAllBytes(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"'{path}' cannot be read: {AtomicFile.Reason(fault)}. Allow reading it.");
        }

        return Compiled.GetOrAdd((path, OwnCode.Hash(content)), _ => new(() => Compile(path, content))).Value;
    }

    private static OwnCode Compile(string path, byte[] content)
    {
        var options = new CSharpParseOptions(LanguageVersion.CSharp14, DocumentationMode.Diagnose)
            .WithFeatures([new("FileBasedProgram", "true")]);
        var text = SourceText.From(content, content.Length, Encoding.UTF8, canBeEmbedded: true);
        var tree = CSharpSyntaxTree.ParseText(text, options, Path.GetFullPath(path));
        RefusePackages(path, tree);
        var hasStatements = tree.GetRoot().ChildNodes().OfType<GlobalStatementSyntax>().Any();
        var compilation = CSharpCompilation.Create(
            $"{Path.GetFileNameWithoutExtension(path)}-{OwnCode.Hash(content)[..8]}",
            [tree, CSharpSyntaxTree.ParseText(Usings, options)],
            References.Value,
            new CSharpCompilationOptions(hasStatements ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary)
                .WithOptimizationLevel(OptimizationLevel.Release).WithNullableContextOptions(NullableContextOptions.Enable)
                .WithDeterministic(true).WithAllowUnsafe(true));
        using MemoryStream assembly = new(), symbols = new(), documentation = new();
        var result = compilation.Emit(
            assembly, symbols, documentation, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        if (!result.Success)
        {
            Diagnostic[] errors = [.. result.Diagnostics.Where(one => one.Severity == DiagnosticSeverity.Error).OrderBy(one => one.Location.SourceSpan.Start)];
            throw new UsageException(
            [
                .. errors.Take(MostFaults).Select(Sentence),
                .. errors.Length > MostFaults ? [$"'{path}' has {errors.Length - MostFaults} more errors; correct these first."] : Enumerable.Empty<string>(),
            ]);
        }

        var own = OwnCode.Of(
            path, content, Assembly.Load(assembly.ToArray(), symbols.ToArray()), Encoding.UTF8.GetString(documentation.ToArray()));
        return own.Assembly.GetTypes().Any(type => !type.IsAbstract && Kinds.Any(type.IsSubclassOf)) ? own : throw new UsageException(
            $"'{path}' defines nothing that Engram could use: no class in it is a {string.Join(", ", Kinds[..^1].Select(kind => kind.Name))} or {Kinds[^1].Name}. "
            + "`engram new task my-task` writes a file that does.");

        string Sentence(Diagnostic error)
        {
            var place = error.Location.GetLineSpan().StartLinePosition;
            return string.Create(
                CultureInfo.InvariantCulture,
                $"'{path}', line {place.Line + 1}, column {place.Character + 1}: {error.GetMessage(CultureInfo.InvariantCulture).TrimEnd('.')} ({error.Id}).");
        }
    }

    private static void RefusePackages(string path, SyntaxTree tree)
    {
        var lines = tree.GetText().Lines.Select(line => line.ToString().TrimStart()).TakeWhile(line => line.Length == 0 || line[0] is '#' or '/');
        if (lines.FirstOrDefault(line => line.StartsWith("#:package", StringComparison.Ordinal)) is { } package)
        {
            throw new UsageException(
                $"'{path}' has `{package.Trim()}`, but `{Flag.WithName}` compiles with Engram and .NET alone. Leave the package out, or write a program of your own: "
                + "see docs/extending.md.");
        }
    }
}

using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Engram.Tests.Documents;

/// <summary>A program of examples/, compiled in this process against the library and .NET alone, and run in its own. That takes a second; <c>dotnet run</c> builds for ten.</summary>
internal static class ExampleProgram
{
    private const string Usings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;";

    private static readonly CSharpParseOptions Language = new CSharpParseOptions(LanguageVersion.CSharp14).WithFeatures([new("FileBasedProgram", "true")]);

    private static readonly Lazy<MetadataReference[]> References = new(() =>
    [
        .. Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll").Where(IsManaged).Append(Beside("Engram.dll")).Select(path => MetadataReference.CreateFromFile(path)),
    ]);

    /// <summary>Compiles a program and runs it to its end.</summary>
    public static (int Code, string Standard, string Error) Run(string file, string folder, string[] arguments) => Start("dotnet", [Compile(file, folder), .. arguments]);

    /// <summary>Compiles a program without a warning into a folder that then has all it needs, for <c>dotnet</c> to run.</summary>
    public static string Compile(string file, string folder)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        var program = Path.Combine(folder, $"{name}.dll");
        var compilation = CSharpCompilation.Create(
            name, [CSharpSyntaxTree.ParseText(Repository.Read("examples", file), Language, file), CSharpSyntaxTree.ParseText(Usings, Language)], References.Value,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication).WithOptimizationLevel(OptimizationLevel.Release).WithNullableContextOptions(NullableContextOptions.Enable));
        var result = compilation.Emit(program, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(result.Diagnostics.Where(one => one.Severity >= DiagnosticSeverity.Warning));
        foreach (var needed in new[] { "Engram.dll", "MathNet.Numerics.dll" })
        {
            File.Copy(Beside(needed), Path.Combine(folder, needed));
        }

        File.Copy(Beside("Engram.Tests.runtimeconfig.json"), Path.ChangeExtension(program, ".runtimeconfig.json"));
        return program;
    }

    /// <summary>Starts a program from the folder of the repository, and waits for its end.</summary>
    public static (int Code, string Standard, string Error) Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true };

        // No build server stays behind when the tests end.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var standard = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, standard, error.GetAwaiter().GetResult());
    }

    private static string Beside(string file) => Path.Combine(AppContext.BaseDirectory, file);

    private static bool IsManaged(string path)
    {
        using var stream = File.OpenRead(path);
        using var reader = new System.Reflection.PortableExecutable.PEReader(stream);
        try
        {
            return reader.HasMetadata;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }
}

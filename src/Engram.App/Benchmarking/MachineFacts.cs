using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Engram.App.Benchmarking;

/// <summary>What a measurement depends on.</summary>
internal static class MachineFacts
{
    /// <summary>Name of the processor as the operating system gives it.</summary>
    public static string Processor
    {
        get
        {
            const string Facts = "/proc/cpuinfo";
            var line = File.Exists(Facts)
                ? File.ReadLines(Facts).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
            return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? $"{RuntimeInformation.ProcessArchitecture}";
        }
    }

    /// <summary>All of them.</summary>
    public static JsonObject ToJson() => new()
    {
        ["processor"] = Processor,
        ["cores"] = Environment.ProcessorCount,
        ["instructions"] = FmaPeak.Instructions,
        ["runtime"] = RuntimeInformation.FrameworkDescription,
    };
}

using System.Globalization;
using System.Text.Json.Nodes;

namespace Engram.App.Benchmarking;

/// <summary>
/// Measures on request, so that another program can take turns with it: <c>ready</c> once compiled, then for each line read one line of
/// JSON. A number N asks for N updates and is answered with their milliseconds; <c>peak</c> is answered with GFLOP/s.
/// </summary>
/// <param name="input">Requests.</param>
/// <param name="output">Answers.</param>
internal sealed class BenchServer(TextReader input, TextWriter output)
{
    private const int WarmUp = 10;
    private const int PeakRepeats = 5_000_000;

    /// <summary>Serves until there are no more requests.</summary>
    /// <param name="shape">What is measured.</param>
    /// <param name="threads">Threads that work.</param>
    /// <param name="cancel">Cancelled when the user interrupts.</param>
    public void Run(BenchShape shape, int threads, CancellationToken cancel)
    {
        using var loop = new UpdateLoop(shape, threads);
        using var peak = new FmaPeak(threads);
        for (var i = 0; i < WarmUp; i++)
        {
            loop.Run();
        }

        Say("ready");
        while (!cancel.IsCancellationRequested && input.ReadLine() is { } line)
        {
            Say(Answer(loop, peak, line.Trim()));
        }
    }

    private static string Answer(UpdateLoop loop, FmaPeak peak, string request) =>
        request == "peak" ? peak.Measure(PeakRepeats).ToString("R", CultureInfo.InvariantCulture)
        : int.TryParse(request, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? new JsonArray([.. Enumerable.Range(0, count).Select(_ => JsonValue.Create(loop.Run()))]).ToJsonString()
        : new JsonObject { ["error"] = $"'{request}' is neither a number of updates nor peak." }.ToJsonString();

    private void Say(string line)
    {
        output.WriteLine(line);
        output.Flush();
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using Engram.App.Terminal;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Storage;

namespace Engram.App.Catalogue;

/// <summary>The time constants that a run has learned, and how many units have each.</summary>
internal static class LearnedTimeConstants
{
    private const int Bins = 10, Widest = 40;

    /// <summary>Writes them as a histogram.</summary>
    /// <returns>τ of each unit in seconds, by the name of the parameter; null where the run learns none, or has no weights yet.</returns>
    public static JsonNode? Write(RunFolder run, Output output)
    {
        if (Shapes(run) is not { Count: > 0 } shapes || !run.HasWeights)
        {
            return null;
        }

        var weights = run.LoadWeights();
        var answer = new JsonObject();
        foreach (var shape in shapes)
        {
            var taus = weights.Float32(shape.Name, shape.Rows);
            answer[shape.Name] = new JsonArray([.. taus.Select(tau => (JsonNode)tau)]);
            double[] sorted = [.. taus.Select(tau => (double)tau).Order()];
            output.Line();
            output.Heading($"Learned time constants {shape.Name}: {Text(sorted[0])} to {Text(sorted[^1])}, half of them below {Text(sorted[sorted.Length / 2])}");

            // As many units fall far above as below, which only a scale of ratios shows.
            var (low, ratio) = (sorted[0], Math.Pow(sorted[^1] / sorted[0], 1.0 / Bins));
            int[] counts = ratio > 1 + 1e-9 ? [.. Enumerable.Range(0, Bins).Select(bin => sorted.Count(tau => Bin(tau) == bin))] : [sorted.Length];
            output.Table(
                ["from", "to", "units", ""],
                [
                    .. counts.Select((count, bin) => new[]
                    {
                        Text(low * Math.Pow(ratio, bin)), Text(low * Math.Pow(ratio, bin + 1)), count.ToString(CultureInfo.InvariantCulture),
                        new string('█', (count * Widest + counts.Max() - 1) / counts.Max()),
                    }),
                ]);

            int Bin(double tau) => Math.Min(Bins - 1, (int)(Math.Log(tau / low) / Math.Log(ratio)));
        }

        return answer;
    }

    // A run of a program of its own says nothing of its cell here.
    private static IReadOnlyList<ParameterShape> Shapes(RunFolder run)
    {
        if (RunConfiguration.Unknown(run.Configuration).Any())
        {
            return [];
        }

        try
        {
            return [.. run.ReadConfiguration().Graph().Parameters.Where(shape => shape.Role == ParameterRole.TimeConstant)];
        }
        catch (UsageException)
        {
            // What is wrong with the configuration is told by the commands that need the network.
            return [];
        }
    }

    private static string Text(double seconds) => TimeText.Format((Math.Round(10_000 * seconds) / 10_000).Seconds);
}

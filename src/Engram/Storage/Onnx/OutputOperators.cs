using Engram.Configuration;
using Engram.Learning;
using Engram.Numerics;

namespace Engram.Storage;

/// <summary>
/// The operators of ONNX that make the outputs of each head of the readout, as the loss does. A loss is code, so it is told by what it does to
/// numbers: nothing, 1/(1 + e⁻ᶻ), or a softmax.
/// </summary>
internal static class OutputOperators
{
    private const int Rows = 5;

    /// <summary>How many channels each head has, and its operator; null for none.</summary>
    /// <exception cref="UsageException">The loss does something else.</exception>
    public static IReadOnlyList<(int Channels, string? Operator)> Of(RunConfiguration configuration) =>
        [.. configuration.Task.Heads.Select(head => (head.Channels, Of(Loss.Catalog.Create(head.Loss ?? configuration.Training.Loss), head.Channels)))];

    private static string? Of(Loss loss, int channels)
    {
        var random = new RandomStream(new StreamKey(1, Purpose.Analysis), 0);
        double[] z = [.. Enumerable.Range(0, Rows * channels).Select(_ => 2 * random.NextNormal())];
        double[] made = [.. z];
        loss.Output(made.AsSpan(), channels, channels);
        return Near(z) ? null
            : Near([.. z.Select(value => 1 / (1 + Math.Exp(-value)))]) ? "Sigmoid"
            : Near([.. z.Chunk(channels).SelectMany(row => row.Select(value => Math.Exp(value) / row.Sum(Math.Exp)))]) ? "Softmax"
            : throw new UsageException(
                $"The loss {loss.Name} makes outputs in a way that has no translation to ONNX; export arrays instead, or give it outputs that are z, "
                + "1/(1 + exp(−z)) or a softmax.");

        bool Near(double[] other) => made.Zip(other).All(pair => Math.Abs(pair.First - pair.Second) < 1e-6);
    }
}

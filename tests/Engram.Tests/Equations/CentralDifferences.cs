using Engram.Equations;

namespace Engram.Tests.Equations;

/// <summary>The gradient of a random batch in double precision against central differences, for every parameter.</summary>
internal static class CentralDifferences
{
    public static void Check(StepGraph graph)
    {
        using var engine = new Engine<double>(graph);
        var parameters = CellContract.Parameters<double>(graph, 3);
        var batch = new RandomBatch<double>(5, 19, graph.Inputs, graph.Outputs, 11);
        var (gradient, unused) = (new double[parameters.Length], new double[parameters.Length]);
        double Loss()
        {
            // Dropout belongs to gradients. Its masks are drawn by key, so they stay while a weight is nudged.
            engine.Load(parameters);
            engine.Gradient(batch, unused);
            return batch.Loss;
        }

        engine.Load(parameters);
        engine.Gradient(batch, gradient);
        var largest = gradient.Max(Math.Abs);
        Assert.True(largest > 1e-3 && double.IsFinite(largest), "The gradient must not vanish for the comparison to mean something.");
        const double H = 1e-5;
        var start = 0;
        foreach (var shape in graph.Parameters)
        {
            for (var i = start; i < start + shape.Count; i += 1 + (shape.Count / 23))
            {
                var value = parameters[i];
                parameters[i] = value + H;
                var above = Loss();
                parameters[i] = value - H;
                var below = Loss();
                parameters[i] = value;
                var difference = (above - below) / (2 * H);
                Assert.True(
                    Math.Abs(difference - gradient[i]) <= 1e-6 * Math.Max(1, largest),
                    $"{shape.Name}[{i - start}]: {gradient[i]}, not {difference}");
            }

            start += shape.Count;
        }
    }
}

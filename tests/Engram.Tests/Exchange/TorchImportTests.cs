using Engram.Analysis;
using Engram.Storage;
using Engram.Tests.Storage;

namespace Engram.Tests.Exchange;

/// <summary>Networks of PyTorch answer here as there, and rest in the same states.</summary>
public sealed class TorchImportTests
{
    private const int Steps = 200;

    [Fact]
    public void Layers_of_PyTorch_and_a_leaky_network_answer_and_rest_as_there()
    {
        using var folder = new TemporaryFolder();
        var batch = new QuietBatch(Steps, 2, 2);
        Npz.Write(folder["inputs.npz"], [new("inputs", batch.Inputs, Steps, Exported.Trials, 2)]);
        Torch.Run(Torch.Script("TorchNetworks.py"), folder.Path);
        foreach (var (name, points) in new[] { ("rnn", 3), ("relu", 1), ("gru", 1), ("lstm", 1), ("leaky", 3) })
        {
            var import = NetworkImport.Of(Request(folder[$"{name}.pt"], name));
            var network = new ExportedNetwork(import.Configuration, import.Network);
            var there = ArrayFiles.Read(folder[$"{name}.npz"]);
            var error = Exported.Answer(network, Steps).Outputs.Zip(there.Float64("outputs"), (a, b) => Math.Abs(a - b)).Max();
            Assert.True(error < 1e-6, $"{name}: {error}");

            var width = network.Graph.StateWidth;
            var found = new FixedPointFinder().Find(
                import.Network, import.Configuration.Training.Dt, there.Float64("starts"), [0.3, 0.3], cancel: TestContext.Current.CancellationToken);
            double[][] here = [.. found.Where(point => point.Kind == PointKind.Fixed).Select(point => point.State.ToArray())];
            double[][] known = [.. there.Float64("points").Chunk(width)];
            Assert.Equal((name, points, points), (name, known.Length, here.Length));
            Assert.All(known, point => Assert.Contains(here, other => other.Zip(point, (a, b) => Math.Abs(a - b)).Max() < 1e-6));
        }
    }

    private static ImportRequest Request(string file, string name) => name switch
    {
        "leaky" => new()
        {
            File = file, Cell = "leaky",
            Map = new("w_rec=recurrent.weight,b=recurrent.bias,w_in=input.weight,w_out=output.weight,b_out=output.bias"),
            Settings = [new("activation", "tanh"), new("tau", "100ms"), new("dt", "20ms")],
        },
        "relu" => new() { File = file, Settings = [new("activation", "rectify")] },
        _ => new() { File = file },
    };
}

using System.Globalization;
using Engram.Cells;
using Engram.Storage;
using Engram.Tests.Equations;
using Engram.Tests.Storage;

namespace Engram.Tests.Exchange;

/// <summary>What holds for every cell, found by reflection, and for each of its variants: it is exported and answers as it did.</summary>
public sealed class ExportContract
{
    // Every module in a folder answers the inputs beside it as the outputs beside it say.
    private const string Compare =
        """
        import importlib.util, pathlib, sys
        import numpy, torch
        for path in sorted(pathlib.Path(sys.argv[1]).glob("*.py")):
            spec = importlib.util.spec_from_file_location(path.stem, path)
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            case = numpy.load(path.with_suffix(".case"))
            z, r = module.Network()(torch.as_tensor(case["inputs"]))
            assert z.shape == case["outputs"].shape, (path.stem, z.shape)
            assert r.shape[:2] == z.shape[:2], (path.stem, r.shape)
            error = abs(z.detach().numpy() - case["outputs"]).max() / max(1, abs(case["outputs"]).max())
            print(path.stem, repr(float(error)))
        """;

    public static IReadOnlyList<Cell> Cells => [.. CellVariants.Of(9), .. NodeCells.All.Where(cell => cell.Key != "inputs-by-unit").Select(cell => cell.Value)];

    [Fact]
    public void Every_cell_answers_in_PyTorch_as_here()
    {
        using var folder = new TemporaryFolder();
        var cells = Cells;
        foreach (var (k, cell) in cells.Index())
        {
            var network = Exported.Of(cell);
            var path = Path.Combine(folder.Path, string.Create(CultureInfo.InvariantCulture, $"network_{k:000}.py"));
            new PytorchFormat().Write(network, path);
            var (inputs, outputs) = Exported.Answer(network);
            var graph = network.Graph;
            Npz.Write(Path.ChangeExtension(path, ".case"),
            [
                new("inputs", inputs, Exported.Steps, Exported.Trials, graph.Inputs), new("outputs", outputs, Exported.Steps, Exported.Trials, graph.Outputs),
            ]);
        }

        var errors = Torch.Run(Compare, folder.Path).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(cells.Count, errors.Length);
        Assert.All(errors, line =>
        {
            var words = line.Split(' ');
            Assert.True(double.Parse(words[1], CultureInfo.InvariantCulture) < 1e-9, $"{words[0]}: {words[1]}");
        });
    }

    [Fact]
    public void A_file_of_arrays_says_what_they_mean()
    {
        foreach (var cell in Cells)
        {
            var network = Exported.Of(cell);
            var about = network.About();
            Assert.All(network.Arrays, array => Assert.Contains($"\n  {array.Name} (", about, StringComparison.Ordinal));
            Assert.All(network.Parameters, shape => Assert.Contains(network.Arrays, array => array.Name == shape.Name));
        }
    }

    [Fact]
    public void Bounds_of_time_constants_are_there_where_these_are_learned()
    {
        string[] Times(Cell cell) => [.. Exported.Of(cell).Arrays.Select(array => array.Name).Where(name => name.StartsWith("tau", StringComparison.Ordinal))];
        Assert.Equal(["tau"], Times(new LeakyCell { Units = 4 }));
        Assert.Equal(["tau", "tau_min", "tau_max"], Times(new LeakyCell { Units = 4, TrainTau = true }));
    }
}

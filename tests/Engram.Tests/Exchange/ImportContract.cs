using System.Globalization;
using Engram.Cells;
using Engram.Networks;
using Engram.Storage;
using Engram.Tests.Equations;
using Engram.Tests.Learning;
using Engram.Tests.Storage;

namespace Engram.Tests.Exchange;

/// <summary>What holds for every cell, found by reflection, and for each of its variants: what was exported comes back and answers the same.</summary>
public sealed class ImportContract
{
    [Fact]
    public void Every_cell_comes_back_and_answers_as_before()
    {
        using var folder = new TemporaryFolder();
        foreach (var (k, cell) in CellVariants.Of(9).Index())
        {
            var path = folder[string.Create(CultureInfo.InvariantCulture, $"{k}.npz")];
            var network = Exported.Of(cell);
            new NpzFormat().Write(network, path);
            Assert.Equal(Exported.Answer(network).Outputs, Again(path));
        }
    }

    // Raw weights that were learned are not those that come back; what the network uses is.
    [Theory]
    [InlineData(Positivity.Rectify, ReadoutKind.Excitatory, null)]
    [InlineData(Positivity.Absolute, ReadoutKind.All, 0.5)]
    [InlineData(Positivity.Rectify, ReadoutKind.Positive, null)]
    [InlineData(Positivity.None, ReadoutKind.Identity, 0.3)]
    public void Constraints_come_back(Positivity law, ReadoutKind readout, double? density)
    {
        using var folder = new TemporaryFolder();
        var configuration = SmallRun.Easy() with
        {
            Cell = new LeakyCell { Units = 12, Noise = 0.1 },
            Network = new() { Dale = law, Readout = readout, PExcitatory = density, InitialBias = 0.2, TrainBias = true },
        };
        var network = new ExportedNetwork(configuration, Network.Create(configuration.Cell, configuration.Graph(), configuration.Network, configuration.Seed));
        new NpzFormat().Write(network, folder["a.npz"]);
        var import = NetworkImport.Of(new() { File = folder["a.npz"] });
        Assert.Equal(configuration.ToJson().ToJsonString(), import.Configuration.ToJson().ToJsonString());
        Assert.Equal(network.Everything.ToArray(), import.Network.EffectiveValues.ToArray());
    }

    private static double[] Again(string path)
    {
        var import = NetworkImport.Of(new() { File = path });
        return Exported.Answer(new(import.Configuration, import.Network)).Outputs;
    }
}

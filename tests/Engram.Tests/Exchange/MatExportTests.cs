using System.Globalization;
using Engram.Cells;
using Engram.Storage;
using Engram.Tests.Storage;

namespace Engram.Tests.Exchange;

/// <summary>A network answers in Octave as here, computed from the file alone.</summary>
public sealed class MatExportTests
{
    private const int Steps = 200;

    // x ← x + dt/τ (−x + W_rec [x]₊ + W_in u + b), z = W_out [x]₊ + b_out. Inputs and outputs are steps × trials × channels.
    private const string Loop =
        """
        f = load('network.mat'); u = load('inputs.mat').u; w = @(name) double(f.(name));
        for trial = 1:size(u, 2)
          x = w('x0');
          for t = 1:size(u, 1)
            x = x + w('dt') / w('tau') * (-x + w('w_rec') * max(x, 0) + w('w_in') * squeeze(u(t, trial, :)) + w('b'));
            z(t, trial, :) = w('w_out') * max(x, 0) + w('b_out');
          end
        end
        printf('%.17g\n', permute(z, [3 2 1]));
        assert(any(strncmp(f.about, 'A network of Engram: leaky cell', 31)));
        assert(any(strcmp(f.about, '  w_rec (10 x 10): recurrent weights')));
        assert(any(strcmp(f.about, '  x'' = x + 0.2 .* (p - x)')));
        """;

    [Fact]
    public void A_leaky_network_answers_in_Octave_as_here()
    {
        using var folder = new TemporaryFolder();
        var network = Exported.Of(new LeakyCell { Units = 10 });
        new MatFormat().Write(network, folder["network.mat"]);
        var (inputs, outputs) = Exported.Answer(network, Steps);
        MatFile.Write(folder["inputs.mat"], [new("u", inputs, Steps, Exported.Trials, network.Graph.Inputs)]);
        double[] there = [.. Programs.Octave($"cd '{folder.Path}'; {Loop}").Split('\n').Select(line => double.Parse(line, CultureInfo.InvariantCulture))];
        Assert.Equal(outputs.Length, there.Length);
        Assert.All(outputs.Zip(there), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    }

    [Fact]
    public void Texts_that_are_not_ASCII_are_spelled_in_it()
    {
        Assert.Equal("W*a, 2 x 3, -1, W^T, ?", AsciiText.Of("W·a, 2 × 3, −1, Wᵀ, ж"));
        Assert.Equal("{\"a\":\"\\u0436\"}", AsciiText.OfJson("{\"a\":\"ж\"}"));
    }

    [Fact]
    public void Every_cell_comes_back_from_it()
    {
        using var folder = new TemporaryFolder();
        foreach (var cell in Cell.Catalog.All)
        {
            var network = Exported.Of(cell with { Units = 7 });
            new MatFormat().Write(network, folder[$"{cell.Name}.mat"]);
            Assert.All(ArrayFiles.Read(folder[$"{cell.Name}.mat"]).Metadata.Values, text => Assert.True(text.All(char.IsAscii) && !text.Contains('?', StringComparison.Ordinal), text));
            var import = NetworkImport.Of(new() { File = folder[$"{cell.Name}.mat"] });
            Assert.Equal(Exported.Answer(network).Outputs, Exported.Answer(new(import.Configuration, import.Network)).Outputs);
        }
    }
}

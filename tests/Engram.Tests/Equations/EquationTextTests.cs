using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;

namespace Engram.Tests.Equations;

public sealed partial class EquationTextTests
{
    [Theory]
    [MemberData(nameof(CellContract.Cells), MemberType = typeof(CellContract))]
    public void Every_quantity_is_defined_before_it_is_read_and_only_once(Cell cell)
    {
        var graph = cell.Graph(3, 2, 20.Ms);
        var step = EquationText.Step(graph);
        var defined = InOrder([.. step.Where(line => !line.EndsWith("before the first step", StringComparison.Ordinal))]);
        Assert.All(graph.StateNames, name => Assert.Contains($"{name}'", defined));
        var adjoint = EquationText.Adjoint(graph);
        defined = InOrder([.. adjoint.Where(line => !line.StartsWith("dL/d", StringComparison.Ordinal))]);
        Assert.All(graph.StateNames, name => Assert.Contains($"d{name}", defined));
        foreach (var shape in graph.Parameters.Where(shape => shape.Role < ParameterRole.Gain))
        {
            Assert.Contains(adjoint, line => line.StartsWith($"dL/d{shape.Name} += ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Each_cell_reads_as_its_snapshot()
    {
        foreach (var cell in CellCatalog.All)
        {
            var graph = cell.Graph(2, 2, 20.Ms);
            Agrees(
                $"{cell.Name}.txt",
                [.. EquationText.Step(graph), "", .. EquationText.Adjoint(graph), "", .. EquationText.Schedule(graph)]);
        }
    }

    [Fact]
    public void Settings_change_what_is_printed()
    {
        Assert.Contains("r = a_x * a_x", EquationText.Step((new LeakyCell { Activation = Activation.RectifySquare }).Graph(1, 1, 20.Ms)));
        Assert.DoesNotContain(
            EquationText.Step((new LeakyCell { Noise = 0 }).Graph(1, 1, 20.Ms)), line => line.Contains("xi", StringComparison.Ordinal));
        Assert.Contains(
            EquationText.Step((new LeakyCell { Dropout = 0.5 }).Graph(1, 1, 20.Ms)),
            line => line.Contains("w_rec·(dropout * r)", StringComparison.Ordinal));
        Assert.Contains("dL/dw_h += dp_h (h * a_r)ᵀ", EquationText.Adjoint((new GruCell { Reset = Reset.Before }).Graph(1, 1, 20.Ms)));
    }

    private static List<string> InOrder(IReadOnlyList<string> lines)
    {
        var parts = lines.Select(line => line.Split(" = ")).Where(line => line.Length == 2).ToList();
        var names = parts.Select(line => line[0]).ToList();
        Assert.Equal(names.Distinct(), names);
        for (var i = 0; i < parts.Count; i++)
        {
            var read = Word().Matches(parts[i][1]).Select(match => match.Value).ToList();
            Assert.DoesNotContain(names[i..], name => read.Contains(name));
        }

        return names;
    }

    [GeneratedRegex(@"[\w']+")]
    private static partial Regex Word();

    /// <summary>Compares with a file beside this one; with ENGRAM_ACCEPT=1 the file is written instead.</summary>
    private static void Agrees(string file, IReadOnlyList<string> lines, [CallerFilePath] string here = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(here)!, "Snapshots", file);
        var shown = string.Join('\n', lines) + "\n";
        if (Environment.GetEnvironmentVariable("ENGRAM_ACCEPT") == "1")
        {
            File.WriteAllText(path, shown);
        }

        Assert.Equal(File.ReadAllText(path), shown);
    }
}

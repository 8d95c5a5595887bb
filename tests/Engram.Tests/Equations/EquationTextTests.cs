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

    public static TheoryData<string> Names => [.. Cell.Catalog.All.Select(cell => cell.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_cell_reads_as_its_snapshot(string name)
    {
        var graph = Cell.Catalog.Create(name).Graph(2, 2, 20.Ms);
        IEnumerable<string> lines = [.. EquationText.Step(graph), "", .. EquationText.Adjoint(graph), "", .. EquationText.Schedule(graph)];
        Snapshot.Agrees($"{name}.txt", string.Join('\n', lines) + "\n");
    }

    [Fact]
    public void No_snapshot_is_left_of_a_cell_that_is_gone() =>
        Assert.Empty(Snapshot.Files().Except(Cell.Catalog.All.Select(cell => $"{cell.Name}.txt")));

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
            // What comes back to a delay is that of a later step, wherever it is written.
            var read = Word().Matches(LaterStep().Replace(parts[i][1], "")).Select(match => match.Value).ToList();
            Assert.DoesNotContain(names[i..], name => read.Contains(name));
        }

        return names;
    }

    [GeneratedRegex(@"[\w']+")]
    private static partial Regex Word();

    [GeneratedRegex(@"[\w']+\[\d+ steps? ago\] \d+ steps? later")]
    private static partial Regex LaterStep();
}

using Engram.Cells;
using Engram.Equations;
using Engram.Networks;

namespace Engram.Analysis;

/// <summary>A network without constraints, whose weights are given.</summary>
internal static class PlainNetwork
{
    /// <summary>Builds it.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="inputs">I.</param>
    /// <param name="outputs">O.</param>
    /// <param name="dt">A step that the cell allows; the parameters do not depend on it.</param>
    /// <param name="values">The values of a parameter, (rows × columns) row-major; null for zeros.</param>
    public static Network Of(Cell cell, int inputs, int outputs, TimeSpan dt, Func<ParameterShape, IEnumerable<double>?> values)
    {
        var options = new NetworkOptions
        {
            Autapses = true, Readout = ReadoutKind.All, SpectralRadius = null, TrainBias = true, TrainReadoutBias = true,
            InitialState = 0,
        };
        var graph = cell.Graph(inputs, outputs, dt);
        var raw = graph.Parameters.SelectMany(shape => values(shape)?.Select(value => (float)value) ?? new float[shape.Count]);
        return Network.Create(cell, graph, options, 0).WithRaw([.. raw]);
    }
}

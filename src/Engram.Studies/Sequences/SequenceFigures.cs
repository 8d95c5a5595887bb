using Engram.Figures;

namespace Engram.Studies.Sequences;

/// <summary>Outputs over time.</summary>
internal static class SequenceFigures
{
    /// <summary>Outputs as lines in the order of their colours, with what they are compared with in grey.</summary>
    /// <param name="outputs">Outputs × steps.</param>
    /// <param name="beside">Likewise; null for none.</param>
    /// <param name="time">Time of each step, s.</param>
    /// <param name="name">What <paramref name="beside"/> is.</param>
    public static LinesFigure Lines(double[,] outputs, double[,]? beside, IReadOnlyList<double> time, string name = "target") => new()
    {
        Curves =
        [
            .. beside is null ? [] : Rows(beside).Select(row => new Curve(name, time, row) { Muted = true, Dashed = true }),
            .. Rows(outputs).Select((row, place) => new Curve($"{place + 1}", time, row)),
        ],
        X = Axis.Time,
        Y = new Axis("Output"),
        Ordered = true, Legend = "Output",
        Width = 520,
    };

    private static IEnumerable<double[]> Rows(double[,] values) => Enumerable.Range(0, values.GetLength(0))
        .Select(row => Enumerable.Range(0, values.GetLength(1)).Select(column => values[row, column]).ToArray());
}

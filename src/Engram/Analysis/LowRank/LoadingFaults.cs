using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;

namespace Engram.Analysis;

/// <summary>What keeps a network's connectivity from being a loading space.</summary>
internal static class LoadingFaults
{
    private static readonly string[] Needed = ["m", "n", "w_in", "w_out"];

    /// <exception cref="UsageException">All faults together.</exception>
    public static void Check(Network network, LowRankCell cell)
    {
        var missing = Needed.Where(name => !network.Parameters.Contains(name)).ToArray();
        if (missing.Length > 0)
        {
            throw new UsageException(
                $"The network has no parameter {string.Join(" or ", missing)}, which the cell low-rank has; "
                + "give the cell that the network was built for.");
        }

        DirectReadout.Require(network);
        if (network.Parameters.Shapes.FirstOrDefault(shape => shape.Role == ParameterRole.TimeConstant) is { } tau)
        {
            throw new UsageException(
                $"The network has a time constant for each unit ({tau.Name}), so that its state leaves the span of m and I; train it with `TrainTau = false`.");
        }

        var (m, n) = (network.Parameters.Shape("m"), network.Parameters.Shape("n"));
        var faults = new List<string>();
        if ((m.Rows, m.Columns, n.Rows, n.Columns) != (cell.Units, cell.Rank, cell.Rank, cell.Units))
        {
            faults.Add(FormattableString.Invariant(
                $"The network has {m.Rows} units and rank {m.Columns}, and the cell {cell.Units} units and rank {cell.Rank}; ")
                + "give the cell that the network was built for.");
        }

        foreach (var shape in network.Parameters.Shapes)
        {
            var values = network.Effective(shape.Name).ToArray();
            if (!Array.TrueForAll(values, float.IsFinite))
            {
                faults.Add($"The network's {shape.Name} has values that are not finite: training diverged. "
                    + "Train again with a smaller `LearningRate`, or a smaller `ClipNorm`.");
            }
            else if (Advice(shape.Role) is { } advice && values.Max(Math.Abs) is var most and > 0)
            {
                // x = Σ κ_r m_r + Σ v_c I_c holds from x(0) = 0 and without a constant drive.
                faults.Add(FormattableString.Invariant($"The network's {shape.Name} is not 0 (up to {most:G3} in magnitude), ")
                    + $"so the state leaves the span of m and I, or the output is shifted; {advice}.");
            }
        }

        if (faults.Count > 0)
        {
            throw new UsageException(faults);
        }
    }

    private static string? Advice(ParameterRole role) => role switch
    {
        ParameterRole.InitialState => "leave x0 at 0, where networks of this cell begin",
        ParameterRole.Bias => "train with `InitialBias = 0` and `TrainBias = false`",
        ParameterRole.ReadoutBias => "train with `TrainReadoutBias = false`",
        _ => null,
    };
}

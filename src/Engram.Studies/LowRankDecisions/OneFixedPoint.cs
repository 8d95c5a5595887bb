using Engram.Analysis;
using Engram.Storage;
using Engram.Studies.LowRank;

namespace Engram.Studies.LowRankDecisions;

/// <summary>Why a search from one start finds one fixed point where there are three.</summary>
internal static class OneFixedPoint
{
    private static readonly double[] Starts = [0, 0.01, 0.1, 0.2, 0.4, 1];

    /// <summary>Searches from single starts, and writes the section.</summary>
    public static void Run(Plan plan, Deciding part)
    {
        var study = plan.Study;
        var found = study.Measure("one start", part.Runs, Starts, (run, starts) => starts.Select(start => Descend(run, start)).ToList());
        study.Section("What the report got wrong: one fixed point");
        study.Text(
            "The report minimised (dκ/dt)² from one start and found 0. A minimiser returns the minimum in whose basin it starts, and says "
            + "nothing about the others. From near 0 it returns 0, which is the unstable point, where the network never rests. The two "
            + "stable points hold the decision. The table shows where the steepest descent of (dκ/dt)² ends from single starts.");
        study.Table(
            $"Where the descent ends: number of networks out of {part.Runs.Count}.",
            ["start κ", "at 0", "at ± κ*", "elsewhere"],
            [
                .. Starts.Select((start, place) => (IReadOnlyList<string>)
                [
                    Words.Exact(start), .. Enumerable.Range(0, 3).Select(end => $"{found.Count(one => one[place] == end)}"),
                ]),
            ]);
    }

    // κ' = κ − η d/dκ ½(−κ + F(κ))² = κ − η (−κ + F(κ)) (F'(κ) − 1)
    private static int Descend(TrainedRun run, double start)
    {
        var circuit = new FiniteCircuit(LoadingSpace.Of(run.Network));
        double[] kappa = [start], drive = [0], slope = [0], input = [0];
        for (var step = 0; step < 20_000; step++)
        {
            circuit.Drive(kappa, input, drive);
            circuit.Jacobian(kappa, input, slope);
            kappa[0] -= 0.2 * (drive[0] - kappa[0]) * (slope[0] - 1);
        }

        var points = FoundPoint.All(circuit);
        var nearest = points.MinBy(point => Math.Abs(point.Kappa[0] - kappa[0]))!;
        return Math.Abs(nearest.Kappa[0] - kappa[0]) > 1e-3 ? 2 : nearest.Stability == "stable" ? 1 : 0;
    }
}

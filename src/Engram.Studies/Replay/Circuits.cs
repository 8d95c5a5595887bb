using Engram.Cells;
using Engram.Figures;
using Engram.Learning;
using Engram.Studies.LowRank;
using Engram.Tasks;

namespace Engram.Studies.Replay;

/// <summary>The whole algorithm, with weights for the way back that are the network's own, that forward replays train, or that nothing trains.</summary>
internal static class Circuits
{
    private const int Smoothed = 50;

    private static readonly (BackwardCircuit Circuit, string Name)[] Kinds =
    [
        (BackwardCircuit.Copied, "the network's own weights"), (BackwardCircuit.Learned, "weights that forward replays train"), (BackwardCircuit.Initial, "the weights it began with"),
    ];

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study)
    {
        var (seeds, updates) = (study.Seeds(full: 10, quick: 2), study.Choose(1500, 60));
        var found = new ReplayLearningResult[Kinds.Length * seeds.Count];
        Parallel.For(0, found.Length, new ParallelOptions { MaxDegreeOfParallelism = study.Threads, CancellationToken = study.Cancel }, k =>
        {
            // The same sequences, caches and networks for each kind: it is the circuit that differs.
            var seed = seeds[k % seeds.Count];
            var task = new SequencePredictionTask { Sequences = 2, Length = 13, SequenceSeed = seed };
            var plan = new Cheng2025Preset().For(task, seed) with { Cell = new ConsolidatorCell { Units = 32 } };
            found[k] = new ReplayLearning { Sequences = 4, Updates = updates, Backward = Kinds[k / seeds.Count].Circuit, Cache = new() { Clock = CacheClock.SelfTimed, Seed = seed * 100 } }
                .Of(new Cheng2025Preset().Fitted(plan), study.Cancel);
        });
        double[][] losses = [.. found.Select(one => one.Replays.Where(replay => replay.Loss is not null).Select(replay => replay.Loss!.Value).ToArray())];
        IReadOnlyList<double> Ends(int kind) => [.. Enumerable.Range(0, seeds.Count).Select(s => Last(losses[(kind * seeds.Count) + s]) / losses[(kind * seeds.Count) + s][0])];
        study.Section("Three networks in reverse");
        study.Text(
            "The whole algorithm, step by step: a cache stores each of four showings of two sequences of 13 symbols. For each update it plays one of them forward, while a consolidator of 32 units runs; then from its end, while the consolidator undoes its "
            + "steps and errors go back through random matrices. The weights for the way back are the network's own, or weights of another circuit: one that changes after each forward replay by the least that makes it do what the network did, or one that nothing trains.");
        study.Figure(
            "circuits",
            new LinesFigure
            {
                Curves = [.. Kinds.Select((kind, k) => Curve.MedianAndQuartiles(kind.Name, [.. Enumerable.Range(0, seeds.Count).Select(s => Smooth(kind.Name, losses[(k * seeds.Count) + s]))]))],
                X = new("Update"), Y = new("Loss"),
            },
            $"Loss of the replayed sequence, smoothed over {Smoothed} updates: median and quartiles over {seeds.Count} networks.");
        study.Claim(
            "whole-learns", "The whole algorithm learns the sequences: loss at the end over that at the beginning.", "Consolidator learns to reconstruct sequence forward", Ends(0), new Below(0.5));
        study.Claim(
            "whole-trained", "It does with weights for the way back that forward replays train: loss at the end over that at the beginning.", "forward replay trains backward circuits", Ends(1), new Below(0.5));
        study.Claim(
            "whole-needed", "Without that it learns less: difference of the two ratios.", "forward replay trains backward circuits, & vice versa",
            [.. Ends(2).Zip(Ends(1), (without, with) => without - with)], new Above(0.1));
        study.Data(
            "circuits", ["circuit", "network", "update", "loss"],
            losses.SelectMany((one, k) => one.Select((loss, update) => (IReadOnlyList<string>)[Kinds[k / seeds.Count].Name, $"{seeds[k % seeds.Count]}", $"{update + 1}", Words.Exact(loss)])
                .Where((_, update) => update % 10 == 0)));
    }

    private static double Last(double[] losses) => losses.TakeLast(Smoothed).Average();

    private static Curve Smooth(string name, double[] losses)
    {
        int[] at = [.. Enumerable.Range(1, losses.Length / Smoothed).Select(k => k * Smoothed)];
        return new(name, [.. at.Select(end => (double)end)], [.. at.Select(end => losses[(end - Smoothed)..end].Average())]);
    }
}

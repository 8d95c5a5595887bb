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
    /// <param name="study">Where.</param>
    /// <param name="runs">Networks, whose seeds are those of the networks here.</param>
    public static void Write(StudyContext study, IReadOnlyList<SweepRun> runs)
    {
        var updates = study.Choose(1500, 60);
        IReadOnlyList<IReadOnlyList<double>>[] losses = [.. Kinds.Select(kind => study.Measure(
            $"circuits, {kind.Name}", runs, new { kind.Circuit, updates }, static (run, settings) => Learned(run.Configuration.Seed, settings.Circuit, settings.updates)))];
        IReadOnlyList<double> Ends(int kind) => [.. losses[kind].Select(own => own.TakeLast(Smoothed).Average() / own[0])];
        study.Section("Three networks in reverse");
        study.Text(
            "The whole algorithm, step by step: a cache stores each of four showings of two sequences of 13 symbols. For each update it plays one of them forward, while a consolidator of 32 units runs; then from its end, while the consolidator undoes its "
            + "steps and errors go back through random matrices. The weights for the way back are the network's own, or weights of another circuit: one that changes after each forward replay by the least that makes it do what the network did, or one that nothing trains.");
        study.Figure(
            "circuits",
            new LinesFigure
            {
                Curves = [.. Kinds.Select((kind, k) => Curve.MedianAndQuartiles(kind.Name, [.. losses[k].Select(own => Smooth(kind.Name, own))]))],
                X = new("Update"), Y = new("Loss"),
            },
            $"Loss of the replayed sequence, smoothed over {Smoothed} updates: median and quartiles over {runs.Count} networks.");
        study.Claim(
            "whole-learns", "The whole algorithm learns the sequences: loss at the end over that at the beginning.", "Consolidator learns to reconstruct sequence forward", Ends(0), new Below(0.5));
        study.Claim(
            "whole-trained", "It does with weights for the way back that forward replays train: loss at the end over that at the beginning.", "forward replay trains backward circuits", Ends(1), new Below(0.5));
        study.Claim(
            "whole-needed", "Without that it learns less: difference of the two ratios.", "forward replay trains backward circuits, & vice versa",
            [.. Ends(2).Zip(Ends(1), (without, with) => without - with)], new Above(0.1));
        study.Data(
            "circuits", ["circuit", "network", "update", "loss"],
            losses.SelectMany((kind, k) => kind.SelectMany((own, network) => own.Index().Where(loss => loss.Index % 10 == 0).Select(loss => (IReadOnlyList<string>)
                [Kinds[k].Name, $"{network + 1}", $"{loss.Index + 1}", Words.Exact(loss.Item)]))));
    }

    // The same sequences, caches and networks for each circuit: it is the circuit that differs.
    private static IReadOnlyList<double> Learned(ulong seed, BackwardCircuit circuit, int updates)
    {
        var plan = new Cheng2025Preset().For(new SequencePredictionTask { Sequences = 2, Length = 13, SequenceSeed = seed }, seed);
        plan = new Cheng2025Preset().Fitted(plan with { Cell = new ConsolidatorCell { Units = 32 } });
        var result = new ReplayLearning { Sequences = 4, Updates = updates, Backward = circuit, Cache = new() { Clock = CacheClock.SelfTimed, Seed = seed + 1 } }.Of(plan);
        return [.. result.Replays.Where(replay => replay.Loss is not null).Select(replay => replay.Loss!.Value)];
    }

    private static Curve Smooth(string name, IReadOnlyList<double> losses)
    {
        int[] at = [.. Enumerable.Range(1, losses.Count / Smoothed).Select(k => k * Smoothed)];
        return new(name, [.. at.Select(end => (double)end)], [.. at.Select(end => losses.Skip(end - Smoothed).Take(Smoothed).Average())]);
    }
}

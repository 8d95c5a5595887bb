using Engram.Analysis;
using Engram.Configuration;
using Engram.Storage;
using Engram.Studies.LowRank;

namespace Engram.Studies.LowRankDecisions;

/// <summary>Why the report's circuit of two variables has all signs reversed.</summary>
internal static class ReversedCircuit
{
    private sealed record Ways(PairScore Full, PairScore Diagonal, PairScore? Rotated, string Refusal);

    /// <summary>Measures each, and writes the section.</summary>
    public static void Run(Plan plan, Comparing part)
    {
        var study = plan.Study;
        var found = study.Measure("circuits of two variables", part.Runs, plan.Settings, Measure);
        var real = found.Count(one => one.Rotated is not null);
        study.Section("What the report got wrong: a circuit with all signs reversed");
        study.Text(
            "The paper's circuit of two variables has one coupling for each variable, σ_m1n1 and σ_m2n2. That is a statement about one choice "
            + "of axes: the one in which nᵀm is diagonal. In the axes that training happens to end in, the couplings between the variables "
            + "are as large, and dropping them changes what the circuit does; in some networks it reverses it. Keeping all four is right in "
            + $"any axes. Turning to the eigenvectors of nᵀm/N first is right where its eigenvalues are real, as in {real} of {found.Count} "
            + "networks; in the others they are a complex pair, the first stimulus is held in a slow rotation, and Engram refuses the diagonal "
            + $"circuit: “{found.Select(one => one.Refusal).FirstOrDefault(text => text.Length > 0) ?? "–"}”");
        study.Claim(
            "reversed-circuit", "Dropped couplings reverse the answer: accuracy of the diagonal circuit, 0.5 by chance.",
            "all signs reversed", [.. found.Select(one => one.Diagonal.Accuracy)], new Below(0.5));
        study.Table(
            "Over all pairs, for each network; – where there is no such circuit.",
            ["seed", "all couplings: loss", "accuracy", "diagonal as trained: loss", "accuracy", "diagonal in eigenvectors: loss", "accuracy"],
            [
                .. part.Runs.Zip(found).Select(one => (IReadOnlyList<string>)
                [
                    $"{one.First.Configuration.Seed}", .. Cells(one.Second.Full), .. Cells(one.Second.Diagonal), .. Cells(one.Second.Rotated),
                ]),
            ]);
    }

    private static IEnumerable<string> Cells(PairScore? score) => score is null ? ["–", "–"]
        : [Words.Number(score.Loss, "0.000"), Words.Number(score.Accuracy)];

    private static Ways Measure(TrainedRun run, NetworkSettings settings)
    {
        var space = LoadingSpace.Of(run.Network);
        var fit = new GaussianMixture { ZeroMean = false }.Fit(space);
        var recording = run.Experiment(settings.Trials).Run();
        var pairs = new Pairs(recording);
        PairScore Score(LatentCircuit circuit) => pairs.Score(circuit.Run(recording).Output);
        var (rotated, refusal) = ((PairScore?)null, "");
        try
        {
            rotated = Score(DiagonalCircuit.Of(space));
        }
        catch (UsageException complex)
        {
            refusal = complex.Message;
        }

        return new(Score(new MeanFieldCircuit(fit)), Score(new MeanFieldCircuit(fit, new CircuitOptions { OffDiagonal = false })), rotated, refusal);
    }
}

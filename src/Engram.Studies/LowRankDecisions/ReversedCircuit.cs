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
            "The paper's circuit of two variables has one coupling for each variable, σ_m1n1 and σ_m2n2. This holds for one choice of "
            + "axes, in which nᵀm is diagonal. In the axes in which training happens to end, the couplings between the variables are just "
            + "as large. Dropping them changes what the circuit does, and in some networks reverses it. Keeping all four couplings is "
            + $"right in any axes. Rotating to the eigenvectors of nᵀm/N first is right if its eigenvalues are real, as in {real} of "
            + $"{found.Count} networks. In the others they are a complex pair: a slow rotation holds the first stimulus, and Engram refuses "
            + $"the diagonal circuit: “{found.Select(one => one.Refusal).FirstOrDefault(text => text.Length > 0) ?? "–"}”");
        study.Claim(
            "reversed-circuit", "Dropping the couplings reverses the answer: accuracy of the diagonal circuit, 0.5 by chance.",
            "all signs reversed", [.. found.Select(one => one.Diagonal.Accuracy)], new Below(0.5));
        study.Table(
            "Results over all pairs, for each network; – if the network has no such circuit.",
            [
                "seed", "all couplings: loss", "all couplings: accuracy", "diagonal as trained: loss", "diagonal as trained: accuracy",
                "diagonal in eigenvectors: loss", "diagonal in eigenvectors: accuracy",
            ],
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

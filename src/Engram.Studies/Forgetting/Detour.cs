using Engram.Figures;
using Engram.Storage;
using Engram.Studies.LowRank;
using Engram.Studies.SequenceShift;

namespace Engram.Studies.Forgetting;

/// <summary>Whether the penalty knows what leaving the first task costs: its prediction beside the loss itself, on the way that training took.</summary>
internal static class Detour
{
    private const double Moved = 0.5;
    private static readonly double[] parts = [0.003, 0.01, 0.03, 0.1, 0.3, 1];

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, Plan plan, IReadOnlyList<Family> families)
    {
        Family[] elastic = [.. families.Where(family => family.Method.Name == "EWC")];
        var ways = elastic.Select(family => study.Measure(
            FormattableString.Invariant($"detour {family.Strength}"), family.Runs, (plan.Trials, parts), Walk)).ToList();
        study.Section("What the penalty knows");
        study.Text(
            "Elastic weight consolidation takes the first loss for a parabola, L(θ) ≈ L(θ*) + ½ Σ F (θ − θ*)². Between the weights after the first "
            + "task and those after the second, on a straight line, the loss itself is measured on the same trials with the same noise. Where it "
            + "rises more than predicted, the penalty lets go of what the first task needs.");
        study.Table(
            "Rise of the first loss: predicted, measured, and how many times as large; median and quartiles over networks.",
            ["λ", "R², second task", "predicted at the end", "measured at the end", "ratio at the end", "ratio at a hundredth of the way"],
            [
                .. elastic.Zip(ways, (family, networks) => (IReadOnlyList<string>)
                [
                    Words.Number(family.Strength, "G4"), Words.Spread(family.Second, "0.000"),
                    Words.Quartiles(networks.Select(way => way.Predicted[^1]), "G3"),
                    Words.Quartiles(networks.Select(way => way.Measured[^1]), "G3"),
                    Words.Quartiles(networks.Select(way => Ratio(way, parts.Length - 1)), "G3"),
                    Words.Quartiles(networks.Select(way => Ratio(way, 1)), "G3"),
                ]),
            ]);
        var far = Enumerable.Range(0, elastic.Length).Last(place => place == 0 || elastic[place].Second.Average() > Moved);
        study.Claim(
            "parabola-fails",
            "Where the second task is learned the first loss rises more than the penalty predicts: ln of measured over predicted "
            + FormattableString.Invariant($"(λ = {elastic[far].Strength}, the greatest with a mean R² above {Moved})."),
            "not tested", [.. ways[far].Select(way => Math.Log(Ratio(way, parts.Length - 1)))], new Above(0));
        study.Figure(
            "detour",
            new LinesFigure
            {
                Curves =
                [
                    .. elastic.Zip(ways, (family, networks) => new Figures.Curve(
                        FormattableString.Invariant($"λ = {family.Strength}"), parts,
                        [.. parts.Select((_, part) => Statistics.Median(networks.Select(way => Ratio(way, part)).Where(ratio => ratio > 0)))])),
                ],
                X = new Axis("Part of the way from the first task to the second") { Logarithmic = true },
                Y = new Axis("Measured over predicted rise of the first loss") { Logarithmic = true },
                YLines = [new ReferenceLine(1, "as predicted")],
                Points = true,
                Ordered = true,
            },
            "How many times as much as predicted the first loss rises, median over networks. Networks in which it falls are left out.");
    }

    // L₁(θ* + s δ) − L₁(θ*) and s²/2 Σ F δ², δ = θ − θ*
    private static Way Walk(TrainedRun run, (int Trials, double[] Parts) settings)
    {
        var memory = Safetensors.Read(Path.Combine(run.Path, "memory.safetensors"));
        float[] start = memory.Float32("anchor-0.weights"), fisher = memory.Float32("anchor-0.importance");
        var end = run.Network.RawValues.ToArray();
        var cost = start.Zip(end, (a, b) => (double)b - a).Zip(fisher, (moved, f) => f * moved * moved).Sum() / 2;
        var before = Loss(0);
        return new([.. settings.Parts.Select(s => s * s * cost)], [.. settings.Parts.Select(s => Loss(s) - before)]);

        double Loss(double s)
        {
            var network = run.Network.WithRaw([.. start.Zip(end, (a, b) => (float)(a + (s * ((double)b - a))))]);
            var experiment = run.Experiment(settings.Trials) with { Network = network, Task = run.Configuration.After!.Task };
            return experiment.Score(experiment.Run().Output).Loss;
        }
    }

    private static double Ratio(Way way, int part) => way.Measured[part] / way.Predicted[part];
}

/// <summary>The first loss on the way from the weights of the first task to those of the second.</summary>
/// <param name="Predicted">What the penalty says that it rises, at each part of the way.</param>
/// <param name="Measured">What it rises.</param>
internal sealed record Way(IReadOnlyList<double> Predicted, IReadOnlyList<double> Measured);

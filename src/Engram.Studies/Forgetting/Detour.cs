using System.Globalization;
using Engram.Figures;
using Engram.Networks;
using Engram.Storage;
using Engram.Studies.LowRank;
using Engram.Studies.SequenceShift;

namespace Engram.Studies.Forgetting;

/// <summary>Whether the penalty knows what leaving the first task costs: its prediction beside the loss itself, on the way that training took.</summary>
internal static class Detour
{
    private const double Moved = 0.5, Negligible = 1e-6;
    private const int SilentTrials = 100;
    private static readonly double[] parts = [0.003, 0.01, 0.03, 0.1, 0.3, 1];

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, Plan plan, Families families)
    {
        var elastic = families.Elastic;
        var ways = elastic.Select(family => study.Measure(
            FormattableString.Invariant($"detour {family.Strength}"), family.Runs, (plan.Trials, parts), Walk)).ToList();
        study.Section("What the penalty knows");
        study.Text(
            "Elastic weight consolidation approximates the loss on the first task by a parabola, L(θ) ≈ L(θ*) + ½ Σ F (θ − θ*)². Here the "
            + "loss itself is measured on a straight line from the weights after the first task to those after the second, on the same "
            + "trials with the same noise. Where it rises more than predicted, the penalty fails to protect what the first task needs.");
        study.Table(
            "Rise of the loss on the first task: predicted, measured, and the ratio of measured to predicted; median and quartiles over "
            + "networks.",
            ["λ", "R², second task", "predicted at the end", "measured at the end", "ratio"],
            [
                .. elastic.Zip(ways, (family, networks) => (IReadOnlyList<string>)
                [
                    Words.Number(family.Strength, "G4"), Words.Spread(family.Second, "0.000"),
                    Words.Quartiles(networks.Select(way => way.Predicted[^1]), "G3"),
                    Words.Quartiles(networks.Select(way => way.Measured[^1]), "G3"),
                    Words.Quartiles(networks.Select(way => Ratio(way, parts.Length - 1)), "G3"),
                ]),
            ]);
        study.Text(
            "A weight is called free if its F is below a millionth of the mean. The last column gives the rise when only the free weights "
            + "are put back to their old values. A unit is silent if it has no activity from the pulse onwards in any trial of the first "
            + "task, before the second task is learned.");
        study.Table(
            "Free weights; median and quartiles over networks. Rises are those of the loss on the first task, at the end of the line.",
            [
                "λ", "share of learned weights that are free", "share of free weights from or to silent units", "silent units",
                "of these, active in the first task afterwards",
                "share of the squared distance in free weights", "rise", "rise with free weights put back",
            ],
            [
                .. elastic.Zip(ways, (family, networks) => (IReadOnlyList<string>)
                [
                    Words.Number(family.Strength, "G4"), Words.Quartiles(networks.Select(way => way.Free)),
                    Words.Quartiles(networks.Select(way => way.FreeOfSilent)), Words.Quartiles(networks.Select(way => (double)way.Silent), "0"),
                    Words.Quartiles(networks.Select(way => (double)way.Recruited), "0"), Words.Quartiles(networks.Select(way => way.FreeDistance)), Words.Quartiles(networks.Select(way => way.Measured[^1]), "G3"),
                    Words.Quartiles(networks.Select(way => way.PutBack), "G3"),
                ]),
            ]);
        var far = Enumerable.Range(0, elastic.Count).Last(place => place == 0 || Chosen(elastic[place].Strength));
        study.Claim(
            "parabola-fails",
            "When the second task is learned, the loss on the first rises more than the penalty predicts: ln of measured over predicted "
            + string.Create(CultureInfo.InvariantCulture, $"(λ = {Words.Number(elastic[far].Strength, "G4")}, the greatest with a mean "
                + $"R² above {Moved} on the networks used for choosing)."),
            "not tested", [.. ways[far].Select(way => Math.Log(Ratio(way, parts.Length - 1)))], new Above(0));
        study.Claim(
            "free-weights-destroy", "Free weights cause the rise: the share of it that disappears when they are put back.", "not tested",
            [.. ways[far].Select(way => 1 - (way.PutBack / way.Measured[^1]))], new Above(0.5));
        study.Figure(
            "detour",
            new LinesFigure
            {
                Curves =
                [
                    .. elastic.Zip(ways, (family, networks) => new Figures.Curve(
                        $"λ = {family.StrengthText}", parts,
                        [.. parts.Select((_, part) => Statistics.Median(networks.Select(way => Ratio(way, part)).Where(ratio => ratio > 0)))])),
                ],
                X = new Axis("Part of the way from the first task to the second") { Logarithmic = true, Ticks = parts },
                Y = new Axis("Measured over predicted rise of the first loss") { Logarithmic = true },
                YLines = [new ReferenceLine(1, "as predicted")],
                Points = true,
                Ordered = true,
            },
            "Measured rise of the loss on the first task, as a multiple of the predicted rise; median over networks. Networks in which the "
            + "loss falls are left out.");

        bool Chosen(double strength) => families.Grid.First(family => family.Method == elastic[0].Method && family.Strength == strength)
            .Second.Average() > Moved;
    }

    // L₁(θ* + s δ) − L₁(θ*) and s²/2 Σ F δ², δ = θ − θ*
    private static Way Walk(TrainedRun run, (int Trials, double[] Parts) settings)
    {
        var memory = Safetensors.Read(Path.Combine(run.Path, "memory.safetensors"));
        float[] start = memory.Float32("anchor-0.weights"), fisher = memory.Float32("anchor-0.importance");
        var end = run.Network.RawValues.ToArray();
        var cost = start.Zip(end, (a, b) => (double)b - a).Zip(fisher, (moved, f) => f * moved * moved).Sum() / 2;
        var learned = Learned(run.Network);
        var little = Negligible * fisher.Where((_, i) => learned[i]).Average();
        bool[] free = [.. fisher.Select((f, i) => learned[i] && f < little)];
        var distances = start.Zip(end, (a, b) => ((double)b - a) * ((double)b - a)).ToArray();
        var (silent, after) = (SilentUnits(run, start), SilentUnits(run, end));
        bool[] touching =
        [
            .. run.Network.Parameters.Shapes.SelectMany(shape => Enumerable.Range(0, shape.Count).Select(place =>
                (shape.Rows == silent.Length && silent[place / shape.Columns])
                || (shape.FromUnits && silent[place % shape.Columns]))),
        ];
        var before = Loss(start);
        return new(
            [.. settings.Parts.Select(s => s * s * cost)],
            [.. settings.Parts.Select(s => Loss([.. start.Zip(end, (a, b) => (float)(a + (s * ((double)b - a))))]) - before)],
            free.Count(one => one) / (double)learned.Count(one => one), distances.Where((_, i) => free[i]).Sum() / distances.Sum(),
            Loss([.. end.Select((b, i) => free[i] ? start[i] : b)]) - before,
            free.Where((_, i) => touching[i]).Count(one => one) / (double)free.Count(one => one), silent.Count(one => one),
            silent.Where((_, unit) => !after[unit]).Count(one => one));

        double Loss(float[] weights)
        {
            var network = run.Network.WithRaw(weights);
            var experiment = run.Experiment(settings.Trials) with { Network = network, Task = run.Configuration.After!.Task };
            return experiment.Score(experiment.Run().Output).Loss;
        }
    }

    // Units without activity from the pulse on in any trial of the first task.
    private static bool[] SilentUnits(TrainedRun run, float[] weights)
    {
        var task = run.Configuration.After!.Task;
        var recording = (run.Experiment(SilentTrials) with { Network = run.Network.WithRaw(weights), Task = task }).Run();
        var silent = Enumerable.Repeat(true, recording.Units).ToArray();
        for (var trial = 0; trial < recording.TrialCount; trial++)
        {
            var (first, end) = recording.StepsOf("sequence", trial)!.Value;
            for (var step = first; step < end; step++)
            {
                var rates = recording.Rate(step, trial);
                for (var unit = 0; unit < silent.Length; unit++)
                {
                    silent[unit] &= rates[unit] == 0;
                }
            }
        }

        return silent;
    }

    private static bool[] Learned(Network network) =>
    [
        .. network.Parameters.Shapes.SelectMany(shape => Enumerable.Repeat(network.Parameters.IsLearned(shape.Name), shape.Count)),
    ];

    private static double Ratio(Way way, int part) => way.Measured[part] / way.Predicted[part];
}

/// <summary>The first loss on the way from the weights of the first task to those of the second.</summary>
/// <param name="Predicted">What the penalty says that it rises, at each part of the way.</param>
/// <param name="Measured">What it rises.</param>
/// <param name="Free">Weights that the penalty leaves free, as a share of those that are learned.</param>
/// <param name="FreeDistance">Their share of the squared distance.</param>
/// <param name="PutBack">What the loss rises at the end when only they are put back.</param>
/// <param name="FreeOfSilent">Free weights that lead to or from silent units, as a share of the free ones.</param>
/// <param name="Silent">Units that are silent in the first task before the second is learned.</param>
/// <param name="Recruited">Those of them that are active in it afterwards.</param>
internal sealed record Way(
    IReadOnlyList<double> Predicted, IReadOnlyList<double> Measured, double Free, double FreeDistance, double PutBack, double FreeOfSilent,
    int Silent, int Recruited);

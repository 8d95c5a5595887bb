using Engram.Analysis;
using Engram.Cells;
using Engram.Equations;
using Engram.Figures;
using Engram.Learning;
using Engram.Networks;
using Engram.Storage;
using Engram.Studies.Common;
using Engram.Studies.LowRank;

namespace Engram.Studies.PatternsInTime;

/// <summary>Recurrent weights that are too small or too large: activity that dies away, units that saturate, rectified units that blow up.</summary>
internal static class Blowup
{
    private const int Units = 64, Lag = 50;
    private const double Large = 2, VeryLarge = 3;
    private static readonly double[] Radii = [0.5, 0.9, 1.2, Large, VeryLarge];
    private static readonly IReadOnlyList<(string Name, Activation Activation)> Kinds = [("tanh", Activation.Tanh), ("ReLU", Activation.Rectify)];

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study)
    {
        var (seeds, updates) = (study.Seeds(full: 6, quick: 2), study.Choose(800, 20));
        var settings = Kinds.SelectMany(kind => Radii.Select(radius => (kind.Name, Radius: radius, Configuration: Begin(kind.Activation, radius, updates)))).ToList();
        var runs = Sweeps.Train(study, "small and large recurrent weights", 8, settings.Select(one => one.Configuration), seeds);
        var shares = Recall.Measure(study, "recall with small and large recurrent weights", runs);
        var begun = study.Measure("activity before training", runs, 8, Activity);
        study.Section("Recurrent weights that are too large");
        study.Text(
            $"Elman networks of {Units} units, of tanh or of ReLU, begin with normal recurrent weights of a spectral radius that is set. A symbol is shown, and nothing for {Lag} steps. A unit of tanh is called "
            + "saturated where its slope is less than a tenth of the greatest. The gradient is that of the loss at the recall, carried back to the symbol.");
        study.Figure(
            "activity",
            new LinesFigure
            {
                Curves =
                [
                    .. Kinds.SelectMany(kind => Radii.Select(radius =>
                        Curve.MeanAndSd(
                            $"{radius}", [.. Enumerable.Range(0, Of(begun, kind.Name, radius)[0].LogNorms.Count).Select(step => (double)step)],
                            [.. Of(begun, kind.Name, radius).Select(one => one.LogNorms)]) with
                        {
                            Low = null, High = null, Dashed = kind.Name != "tanh",
                        })),
                ],
                X = new Axis("steps since the symbol"), Y = new Axis("log₁₀ of the length of the rates, relative to the symbol"),
                Ordered = true, Legend = "spectral radius", Note = "solid: tanh, dashed: ReLU",
            },
            $"Length of the vector of rates after a symbol, before training; mean over {seeds.Count} networks.");
        study.Table(
            $"Before training, mean over {seeds.Count} networks: share of saturated units of tanh at the recall; factor by which the rates of ReLU grow per step; factor by which the gradient changes "
            + $"per step back. After {updates} updates: how many of {seeds.Count} networks recall at least 95 %, and their mean share of right answers.",
            ["spectral radius", "tanh: saturated", "gradient", "recall", "ReLU: rates", "gradient", "recall"],
            [
                .. Radii.Select(radius => (IReadOnlyList<string>)
                [
                    $"{radius}",
                    Words.Percent(Of(begun, "tanh", radius).Average(one => one.Saturated)), Gradient("tanh", radius), Recalled("tanh", radius),
                    Words.Number(Math.Pow(10, Of(begun, "ReLU", radius).Average(PerStep)), "0.000"), Gradient("ReLU", radius), Recalled("ReLU", radius),
                ]),
            ]);
        study.Data(
            "weights", ["activation", "spectral_radius", "seed", "share_saturated", "log10_rates_per_step", "gradient_slope", "share_right"],
            settings.SelectMany(one => seeds.Select((seed, s) => (IReadOnlyList<string>)
            [
                one.Name, Words.Exact(one.Radius), $"{seed}", one.Name == "tanh" ? Words.Exact(Of(begun, one.Name, one.Radius)[s].Saturated) : "",
                Words.Exact(PerStep(Of(begun, one.Name, one.Radius)[s])), Words.Exact(Of(begun, one.Name, one.Radius)[s].Slope), Words.Exact(Of(shares, one.Name, one.Radius)[s]),
            ])));
        study.Claim(
            "tanh-saturates", $"With a spectral radius of {VeryLarge}, many units of tanh are saturated {Lag} steps after a symbol, before training: share of units.",
            "the activation will saturate (tanh, sigmoid, with zero derivative)", [.. Of(begun, "tanh", VeryLarge).Select(one => one.Saturated)], new Above(0.25));
        study.Claim(
            "relu-blows-up", $"With a spectral radius of {Large}, the rates of ReLU grow without bound before training: decimal powers per step.",
            "or blow up (ReLU)", [.. Of(begun, "ReLU", Large).Select(PerStep)], new Above(0.05));
        study.Claim(
            "saturated-vanish", $"With a spectral radius of {VeryLarge}, where units of tanh are saturated, the gradient shrinks on its way back: slope of its logarithm per step.",
            "the activation will saturate (tanh, sigmoid, with zero derivative)", [.. Of(begun, "tanh", VeryLarge).Select(one => one.Slope)], new Below(-0.01));

        IReadOnlyList<T> Of<T>(IReadOnlyList<T> all, string name, double radius) =>
            [.. all.Skip(settings.FindIndex(one => one.Name == name && one.Radius == radius) * seeds.Count).Take(seeds.Count)];

        string Gradient(string name, double radius) => Words.Number(Math.Exp(Of(begun, name, radius).Average(one => one.Slope)), "0.000");

        string Recalled(string name, double radius) =>
            $"{Recall.Recalls(Of(shares, name, radius)).Sum()} ({Words.Percent(Of(shares, name, radius).Average())})";
    }

    private static RunConfiguration Begin(Activation activation, double radius, int updates)
    {
        var plain = Recall.Of(Lag, new ElmanCell { Units = Units, Activation = activation }, updates);
        return plain with { Network = plain.Network with { Recurrent = new NormalInitialiser(), SpectralRadius = radius } };
    }

    private static double PerStep(Begun begun) => begun.LogNorms[^1] / (begun.LogNorms.Count - 1);

    private static Begun Activity(TrainedRun run, int trials)
    {
        var experiment = run.Experiment(trials) with { Network = run.Initial(), Noise = false };
        var saturation = Saturation.Of(experiment);
        return new(
            saturation.Functions[0].ByStep[^1], [.. saturation.Norms.Select(norm => Math.Log10(norm / saturation.Norms[0]))],
            new GradientFlow().Of(experiment).Slope().PerStep);
    }

    /// <summary>A network before training.</summary>
    /// <param name="Saturated">Share of its units without a slope at the recall.</param>
    /// <param name="LogNorms">Decimal logarithm of the length of its rates after each step, less that of the first.</param>
    /// <param name="Slope">Slope of the logarithm of the gradient per step back.</param>
    internal sealed record Begun(double Saturated, IReadOnlyList<double> LogNorms, double Slope);
}

using Engram.Analysis;
using Engram.Cells;
using Engram.Figures;
using Engram.Learning;
using Engram.Networks;
using Engram.Simulation;
using Engram.Storage;
using Engram.Studies.Common;
using Engram.Studies.LowRank;

namespace Engram.Studies.PatternsInTime;

/// <summary>How gradients vanish with the lag, in networks before training and after, beside what these learned.</summary>
internal static class Vanishing
{
    private const int Units = 32;
    private const string LongLstm = "LSTM, forget bias 5";
    private static readonly bool[] BeforeAndAfter = [false, true];

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study)
    {
        var seeds = study.Seeds(full: 5, quick: 1);
        int[] lags = study.Choose<int[]>([10, 100, 1000], [10, 30]);
        List<(string Name, Cell Cell, Func<NetworkOptions, NetworkOptions> Begin)> kinds =
        [
            ("Elman", new ElmanCell { Units = Units }, options => options with { Recurrent = new NormalInitialiser(), SpectralRadius = 0.9 }),
            ("Elman, orthogonal start", new ElmanCell { Units = Units }, options => options),
            ("leaky, τ = 100 ms", new LeakyCell { Units = Units, Noise = 0, Activation = Equations.Activation.Tanh }, options => options with { Recurrent = new NormalInitialiser(), SpectralRadius = 0.9 }),
            ("LSTM", new LstmCell { Units = Units, ForgetBias = 1 }, options => options),
            (LongLstm, new LstmCell { Units = Units, ForgetBias = 5 }, options => options),
            ("GRU", new GruCell { Units = Units }, options => options),
        ];
        var settings = kinds.SelectMany(kind => lags.Select(lag => (kind.Name, Lag: lag, Configuration: Begun(kind.Cell, kind.Begin, lag, study.Choose(lag < 1000 ? 2500 : 300, 40))))).ToList();
        var runs = Sweeps.Train(study, "networks over long delays", 3, settings.Select(one => one.Configuration), seeds);
        var shares = Recall.Measure(study, "recall over long delays", runs);
        var flows = study.Measure("gradients before and after", runs, 8, Flow);
        study.Section("How gradients vanish");
        study.Text(
            "For each network, the gradient of the loss at the recall is carried back to the symbol, before training and after. The slope is that of the logarithm of its norm, per step; "
            + "e^slope is the factor by which a step shrinks the gradient.");
        study.Table(
            $"How many of {seeds.Count} networks recall at least 95 %; median factor by which the gradient changes per step before and after training; and its median size at the symbol, as a "
            + "share of that at the recall, after training.",
            ["network", "steps", "recall", "factor before", "factor after", "gradient that arrives"],
            [
                .. settings.Select((one, k) => (IReadOnlyList<string>)
                [
                    one.Name, $"{one.Lag}", $"{Recall.Recalls(Of(shares, k)).Sum()} ({Words.Percent(Of(shares, k).Average())})",
                    Words.Number(Recall.Median(Of(flows, k).Select(flow => Math.Exp(flow.Before.Slope))), "0.000"), Words.Number(Recall.Median(Of(flows, k).Select(flow => Math.Exp(flow.After.Slope))), "0.000"),
                    Exponent(Recall.Median(Of(flows, k).Select(flow => flow.After.Norms[^1]))),
                ]),
            ]);
        foreach (var lag in lags)
        {
            study.Figure(
                $"gradients-{lag}",
                new LinesFigure
                {
                    Curves =
                    [
                        .. settings.Index().Where(one => one.Item.Lag == lag).SelectMany(one => BeforeAndAfter.Select(after =>
                            Curve.MeanAndSd(one.Item.Name, [.. Enumerable.Range(0, Of(flows, one.Index)[0].After.Norms.Count).Select(step => (double)step * Stride(lag))],
                                [.. Of(flows, one.Index).Select(flow => (IReadOnlyList<double>)[.. (after ? flow.After : flow.Before).Norms.Select(norm => norm / Math.Log(10))])]) with
                            {
                                Low = null, High = null, Dashed = !after,
                            })),
                    ],
                    X = new Axis("steps back from the recall"), Y = new Axis("log₁₀ of the gradient's norm, relative to the recall"),
                    Note = "dashed: before training",
                },
                $"Gradient of the loss at the recall against the steps that it has gone back, where the symbol was shown {lag} steps before; mean over {seeds.Count} networks.");
        }

        study.Data(
            "vanishing", ["network", "steps", "seed", "share_right", "slope_before", "slope_after", "log_gradient_at_symbol"],
            settings.Index().SelectMany(one => seeds.Select((seed, s) => (IReadOnlyList<string>)
            [
                one.Item.Name, $"{one.Item.Lag}", $"{seed}", Words.Exact(Of(shares, one.Index)[s]), Words.Exact(Of(flows, one.Index)[s].Before.Slope),
                Words.Exact(Of(flows, one.Index)[s].After.Slope), Words.Exact(Of(flows, one.Index)[s].After.Norms[^1]),
            ])));
        study.Claim(
            "gates-remember", $"Over {lags[1]} steps most gated networks (GRU, and LSTM with a forget bias of 5) recall the symbol: share of networks.", "LSTM: learn long-term dependencies",
            Recall.Recalls(settings.Index().Where(one => one.Item.Lag == lags[1] && one.Item.Name is LongLstm or "GRU").SelectMany(one => Of(shares, one.Index))), new ShareAbove(0.5));
        study.Claim(
            "elman-forgets", $"Over {lags[1]} steps most Elman networks that begin with normal weights do not: share of networks that do.", "the gradients tend to vanish through time",
            Recall.Recalls(settings.Index().Where(one => one.Item.Lag == lags[1] && one.Item.Name == "Elman").SelectMany(one => Of(shares, one.Index))), new ShareBelow(0.5));
        study.Claim(
            "gradients-vanish", $"In Elman networks before training the gradient shrinks with each step: slope of its logarithm over {lags[1]} steps.", "the gradients tend to vanish through time",
            [.. settings.Index().Where(one => one.Item.Lag == lags[1] && one.Item.Name == "Elman").SelectMany(one => Of(flows, one.Index)).Select(flow => flow.Before.Slope)], new Below(-0.01));

        IReadOnlyList<T> Of<T>(IReadOnlyList<T> all, int setting) => [.. all.Skip(setting * seeds.Count).Take(seeds.Count)];
    }

    private static RunConfiguration Begun(Cell cell, Func<NetworkOptions, NetworkOptions> begin, int lag, int updates)
    {
        var plain = Recall.Of(lag, cell, updates, batch: lag < 1000 ? 32 : 16);
        return plain with { Network = begin(plain.Network) };
    }

    // Curves of at most a hundred points or so.
    private static int Stride(int lag) => Math.Max(1, lag / 100);

    private static (Carried Before, Carried After) Flow(TrainedRun run, int trials)
    {
        var experiment = run.Experiment(trials) with { Noise = false };
        return (Of(experiment with { Network = run.Initial() }), Of(experiment));

        static Carried Of(Experiment experiment)
        {
            var curves = new GradientFlow().Of(experiment);
            var norms = curves.LogRatio();
            var lag = norms.Count - 1;
            return new(curves.Slope().PerStep, [.. norms.Where((_, step) => step % Stride(lag) == 0)]);
        }
    }

    private static string Exponent(double logNorm) => FormattableString.Invariant($"10^{logNorm / Math.Log(10):0.0}");

    /// <summary>A gradient that was carried back.</summary>
    /// <param name="Slope">Median slope of the logarithm of its norm, per step.</param>
    /// <param name="Norms">Median logarithm of its norm at some lags, less that at lag 0.</param>
    internal sealed record Carried(double Slope, IReadOnlyList<double> Norms);
}

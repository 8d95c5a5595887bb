using Engram.Analysis;
using Engram.Storage;
using Engram.Studies.LowRank;

namespace Engram.Studies.LowRankDecisions;

/// <summary>The circuit of one variable with each error that is in print.</summary>
internal static class WrongCircuitOfOne
{
    private static readonly (string Name, CircuitOptions Options)[] Ways =
    [
        ("right: means and all covariances", new CircuitOptions()),
        ("right in the limit of many units: zero means, no covariance of m and I", new CircuitOptions { Means = false, CrossCovariances = false }),
        ("1/(2π) for 1/√(2π) in the gain", new CircuitOptions { GainFactor = 1 / Math.Sqrt(2 * Math.PI) }),
        ("u² for v² in Δ", new CircuitOptions { SquaredFilteredInput = false }),
        ("no τ before dκ/dt", new CircuitOptions { Tau = false }),
    ];

    /// <summary>Measures each, and writes the section.</summary>
    public static void Run(Plan plan, Deciding part)
    {
        var study = plan.Study;
        var found = study.Measure("wrong circuits of one variable", part.Runs, plan.Settings, Measure);
        study.Section("Misprints in the circuit of one variable");
        study.Text(
            "The circuit is τ dκ/dt = −κ + σ̃_mn κ + σ̃_nI v and τ dv/dt = −v + u, where σ̃ = σ⟨φ′⟩ and ⟨φ′⟩ is the mean of φ′ under a "
            + "Gaussian of variance Δ = σ_m²κ² + σ_I²v². The report leaves out τ on the left. The course's sheet, which it follows, has "
            + "1/(2π) instead of 1/√(2π) in the mean, and u² instead of v². Without τ, time is in seconds and κ is ten times too slow: the "
            + "sign is right and the size is not. With the wrong mean, the answer stays near 0. Using u² instead of v² changes little "
            + "here, because v follows u within 0.1 s and the input lasts 0.8 s.");
        study.Table(
            "Results on the test trials; mean ± standard deviation over networks.",
            ["circuit", "loss", "accuracy"],
            [
                .. Ways.Select((way, place) => (IReadOnlyList<string>)
                [
                    way.Name, Words.Spread(found.Select(one => one[place].Loss), "0.0000"),
                    Words.Spread(found.Select(one => one[place].Accuracy), "0.0000"),
                ]),
            ]);
    }

    private static IReadOnlyList<Answer> Measure(TrainedRun run, NetworkSettings settings)
    {
        var fit = new GaussianMixture { ZeroMean = false }.Fit(LoadingSpace.Of(run.Network));
        var experiment = run.Experiment(settings.Trials);
        var recording = experiment.Run();
        return [.. Ways.Select(way => Answer.Of(experiment, new MeanFieldCircuit(fit, way.Options).Run(recording).Output))];
    }
}

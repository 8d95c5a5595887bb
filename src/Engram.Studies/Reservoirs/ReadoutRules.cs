using Engram.Figures;
using Engram.Learning;
using Engram.Studies.LowRank;
using Engram.Tasks;

namespace Engram.Studies.Reservoirs;

/// <summary>The delta rule, recursive least squares and ridge regression on the same reservoirs and the same samples.</summary>
internal static class ReadoutRules
{
    private const int Units = 100, Stretch = 2000;
    private const double Ridge = 1e-6;
    private static readonly double[] Sizes = [0.001, 0.003, 0.01, 0.03];

    // The one that is followed mode by mode: the greatest that is safe whatever the states are, since the delta rule diverges at 2/(φ·φ) at the earliest.
    private const double Followed = 0.01;

    private static readonly IReadOnlyList<(string Id, string Name, ReadoutRule Rule)> Kinds =
    [
        ("ridge", "ridge regression", new RidgeRule { Regularisation = [Ridge] }), ("rls", "recursive least squares", new RlsRule { Alpha = 1 / Ridge }),
        .. Sizes.Select(size => ($"lms-{Words.Exact(size)}", $"delta rule, μ = {Words.Exact(size)}", (ReadoutRule)new LmsRule { StepSize = size })),
    ];

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study)
    {
        var (seeds, stretches) = (study.Seeds(full: 10, quick: 2), study.Choose(50, 2));
        study.Section("How the readout learns: the delta rule, and why it is slow");
        study.Text(
            $"Reservoirs of {Units} units learn to predict Mackey and Glass's series by one step, and to follow NARMA-10, from {stretches} stretches of {Stretch} samples. All rules are given the "
            + "same reservoirs and the same samples: all at once in ridge regression, one by one in recursive least squares (with α = 1/λ) and in the delta rule, w ← w + μ (y − w·φ) φ. The delta rule is given "
            + "four step sizes and is judged by the best of them for each network; it may diverge where μ φ·φ is above 2, and φ·φ is at most 101.");
        Compare(study, "mackey-glass", "Mackey–Glass", new MackeyGlassTask(), 51, seeds, stretches, floor: 3);
        Compare(study, "narma", "NARMA-10", new NarmaTask(), 52, seeds, stretches, floor: 1.5);
    }

    private static void Compare(StudyContext study, string id, string name, TimeSeriesTask task, int family, IReadOnlyList<ulong> seeds, int stretches, double floor)
    {
        // The same seeds for all rules: the same reservoirs and the same samples.
        var runs = study.Train(
            $"readout rules {id}", new([.. Kinds.SelectMany(kind => seeds.Select(seed => Of(task, kind.Rule, stretches) with { Seed = (100_000 * (ulong)family) + seed }))]));
        var errors = study.Measure($"errors of readout rules {id}", runs, 10, Reservoir.Nrmse);
        var found = Kinds.Zip(Reservoir.BySetting(errors, seeds), Reservoir.BySetting(runs, seeds)).Select(one => (one.First.Id, one.First.Name, Errors: one.Second, Runs: one.Third)).ToList();
        var modes = study.Measure($"modes of the states {id}", found.Single(one => one.Id == $"lms-{Words.Exact(Followed)}").Runs, Ridge, (run, ridge) => StateModes.Of(run, ridge));
        IReadOnlyList<double> ridge = found[0].Errors, lms = [.. seeds.Select((_, k) => found.Skip(2).Min(one => one.Errors[k]))];

        study.Table(
            $"{name}: error in new series relative to the target's standard deviation, after {stretches * Stretch} samples: median and quartiles over {seeds.Count} reservoirs; and relative to ridge regression.",
            ["rule", "error", "relative to ridge regression"],
            [
                .. found.Select(one => (IReadOnlyList<string>)[one.Name, Words.Quartiles(one.Errors, "G2"), Words.Quartiles(one.Errors.Zip(ridge, (a, b) => a / b), "G3")]),
                [
                    $"delta rule, whitened states, {(int)modes[0].Early[^1]} samples", "–", Words.Quartiles(modes.Select(one => one.Whitened[^1]), "G3"),
                ],
            ]);
        study.Figure(
            $"rules-{id}",
            new LinesFigure
            {
                Curves =
                [
                    .. found.Select(one => Curve.MedianAndQuartiles(one.Name, [.. one.Runs.Zip(found[0].Runs, Relative)])),
                    Curve.MedianAndQuartiles("delta rule, whitened states", [.. modes.Select(one => new Curve("", one.Early, one.Whitened))]),
                ],
                X = new Axis("Samples") { Logarithmic = true }, Y = new Axis("Error relative to ridge regression of all samples") { Logarithmic = true }, YLines = [new(1, "")],
            },
            $"{name}: error in new series after so many samples, in that of ridge regression after all of them: medians and quartiles of {seeds.Count} reservoirs.");
        SlowModes.Write(study, id, name, modes, Followed);
        study.Data(
            $"rules-{id}", ["rule", "seed", "samples", "error"],
            found.SelectMany(one => one.Runs.SelectMany(run => run.Log().Where(check => check.Update > 0).Select(check => (IReadOnlyList<string>)
                [one.Id, $"{run.Configuration.Seed}", $"{check.Update * Stretch}", Words.Exact(check.Error)]))));
        study.Claim(
            $"rules-{id}-rls", $"{name}: recursive least squares reach ridge regression: ratio of the errors in new series.", "–",
            [.. found[1].Errors.Zip(ridge, (a, b) => a / b)], new Between(0.9, 1.1));
        study.Claim(
            $"rules-{id}-lms", $"{name}: the delta rule at its best of four step sizes stays above ridge regression: ratio of the errors after {stretches * Stretch} samples.",
            "the lecture: the readout is learned by the delta rule only", [.. lms.Zip(ridge, (a, b) => a / b)], new Above(floor) { Changed = "A smaller step size was added after a first version, in which the least of three was the best on Mackey–Glass." });
        study.Claim(
            $"rules-{id}-spread", $"{name}: the fastest mode of the states is more than 10⁴ times as fast as the median one: log₁₀ of the ratio of eigenvalues.", "–",
            [.. modes.Select(one => Math.Log10(one.Spread))], new Above(4));
        study.Claim(
            $"rules-{id}-modes", $"{name}: the modes predict what the delta rule (μ = {Words.Exact(Followed)}) has left to learn, within a factor of 2: log₁₀ of measured by predicted excess error.",
            "–", [.. modes.Select(one => Math.Log10(one.Measured[^1] / one.Predicted[^1]))], new Between(-0.3, 0.3));
        study.Claim(
            $"rules-{id}-whitened", $"{name}: on whitened states the delta rule comes within a factor of 2 of ridge regression after a tenth of the samples: ratio of the errors.", "–",
            [.. modes.Select(one => one.Whitened[^1])], new Below(2));
    }

    private static Curve Relative(SweepRun run, SweepRun ridge)
    {
        var (checks, reference) = (run.Log().Where(check => check.Update > 0).ToList(), ridge.Log()[^1].Error);
        return new("", [.. checks.Select(check => (double)check.Update * Stretch)], [.. checks.Select(check => check.Error / reference)]);
    }

    private static RunConfiguration Of(TimeSeriesTask task, ReadoutRule rule, int stretches)
    {
        var plain = Reservoir.Of(task, cell => cell with { Units = Units });
        return plain with { ReadoutRule = rule, Training = plain.Training with { ValidationTrials = 4 }, Stopping = plain.Stopping with { MaxUpdates = stretches } };
    }
}

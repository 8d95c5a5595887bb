using Engram.Analysis;
using Engram.Storage;

namespace Engram.Studies.LowRank;

/// <summary>The latent variables of a network, their circuits and fixed points.</summary>
internal static class Latents
{
    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext report, TrainedRun run, LoadingSpace space, ConnectivityFit fit, LowRankAnalysis options)
    {
        var experiment = run.Experiment(options.Trials, options.Seed) with { KeepStates = true };
        var recording = experiment.Run(report.Cancel);
        var latents = LatentTrajectory.Of(space, recording);
        LatentCircuit exact = new FiniteCircuit(space), field = new MeanFieldCircuit(fit);
        report.Section("Latent variables");
        report.Text(
            "κ and v are computed from the currents by least squares on (m, I). The share of the variance of currents outside that space "
            + $"is {Words.Number(latents.Residual, "0.0E+0")}. The exact circuit sums over the network's own units; the mean-field circuit "
            + "knows only the fit. Both run on the inputs of the network's trials.");
        report.Table(
            $"The network and its circuits on the same {options.Trials} trials.",
            ["", "loss", "accuracy"],
            [
                Row("the network", recording.Output),
                Row("exact circuit", exact.Run(recording).Output),
                Row("mean-field circuit", field.Run(recording).Output),
            ]);
        report.Figure(
            "circuit", Circuits.Outputs(recording, [("network", recording.Output), ("mean-field circuit", field.Run(recording).Output)]),
            "Outputs of the network and of the mean-field circuit on the same trials, for a selection of the conditions.");
        Points(report, run, space, exact, field, recording);

        IReadOnlyList<string> Row(string name, ReadOnlySpan<float> output)
        {
            var answer = Answer.Of(experiment, output);
            return [name, Words.Number(answer.Loss, "0.0000"), Words.Number(answer.Accuracy, "0.000")];
        }
    }

    private static void Points(StudyContext report, TrainedRun run, LoadingSpace space, LatentCircuit exact, LatentCircuit field,
        Simulation.Recording recording)
    {
        var points = FoundPoint.All(exact);
        report.Section("Fixed points");
        report.Text(
            "All fixed points without input are listed. Growth is the greatest real part of the eigenvalues of the circuit; the other "
            + "directions of the network decay with the time constant of its units. The exact points are also fixed points of the whole "
            + "network. As a check, a search among all currents of the network looks for the nearest fixed point to each; the greatest "
            + "difference in any unit's current is "
            + $"{Words.Number(FoundPoint.Disagreement(space, points, run.Configuration.Training.Dt), "0.0E+0")}.");
        var fieldPoints = FoundPoint.All(field);
        report.Text(
            $"Search of the exact circuit: {FoundPoint.Unseen(points)}. Search of the mean-field circuit: {FoundPoint.Unseen(fieldPoints)}.");
        report.Table(
            "Fixed points of the exact and of the mean-field circuit. If the tails of m and n are not Gaussian, the mean-field points lie "
            + "nearer to 0.",
            ["circuit", "κ", "kind", "growth (1/s)", "rotation (1/s)"],
            [
                .. new[] { ("exact", points), ("mean-field", fieldPoints) }.SelectMany(one => one.Item2.Select(point =>
                    (IReadOnlyList<string>)
                    [
                        one.Item1, string.Join(", ", point.Kappa.Select(value => Words.Number(value, "0.000"))), point.Stability,
                        Words.Number(point.Growth), Words.Number(point.Rotation),
                    ])),
            ]);
        var reach = Math.Max(0.5, 1.5 * points.SelectMany(point => point.Kappa).Select(Math.Abs).DefaultIfEmpty(1).Max());
        if (space.Rank <= 2)
        {
            var quiet = (run.Experiment(Math.Min(200, recording.TrialCount)) with { KeepStates = true, Noise = false }).Run(report.Cancel);
            report.Figure(
                "flow", Planes.Flow(exact, reach, points, LatentTrajectory.Of(space, quiet)),
                "The flow without input, its fixed points, and trials without noise for a selection of the conditions.");
            report.Figure("readout", Planes.Readout(exact, reach), "The output over the same plane.");
        }

        foreach (var (input, channel) in run.Configuration.Task.Inputs.Select((input, channel) => (input, channel)))
        {
            for (var r = 0; r < space.Rank; r++)
            {
                report.Figure(
                    $"bifurcation-{channel + 1}-{r + 1}", Planes.Bifurcation(exact, channel, input, r),
                    $"Fixed points as a function of the input {input}, with all other inputs 0.");
            }
        }
    }
}

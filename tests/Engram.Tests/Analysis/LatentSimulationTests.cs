using Engram.Analysis;
using Engram.Configuration;
using Engram.Learning;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Tests.Analysis;

/// <summary>Latent circuits beside the networks that they stand for, trial by trial.</summary>
public sealed class LatentSimulationTests
{
    private static readonly CognitiveTask Task = new PerceptualDecisionTask();

    private static readonly LoadingSpace Space =
        PlantedNetworks.Space(64, new[,] { { 1.3, 0.4 }, { -0.2, 0.7 } }, inputs: 2, outputs: 2, seed: 5);

    private static readonly Experiment Still = Of(Space) with { Noise = false, KeepStates = true, Trials = 40 };

    private static readonly Recording Recorded = Still.Run(TestContext.Current.CancellationToken);

    [Fact]
    public void The_finite_circuit_gives_the_outputs_of_the_network()
    {
        var run = new FiniteCircuit(Space).Run(Recorded);
        Assert.Equal(Recorded.Output.Length, run.Output.Length);
        Assert.Equal(Recorded.Output, run.Output, (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.True(Recorded.Output.Max(Math.Abs) > 0.3);
        Assert.True(Recorded.Trials.Select(trial => trial.Steps).Distinct().Count() > 1);
    }

    [Fact]
    public void Latent_variables_read_from_the_states_are_those_of_the_circuit_and_nothing_is_left()
    {
        var run = new FiniteCircuit(Space).Run(Recorded);
        var read = LatentTrajectory.Of(Space, Recorded);
        Assert.Equal(run.Kappa, read.Kappa, (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal(run.Filtered, read.Filtered, (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.InRange(read.Residual, 0, 1e-10);
        Assert.Equal(run.KappaAt(9, 3).ToArray(), read.KappaAt(9, 3).ToArray(), (a, b) => Math.Abs(a - b) < 1e-5);

        // Overlaps with each column alone are something else, for the columns of a small network are not orthogonal.
        var naive = LatentTrajectory.NaiveKappa(Space, Recorded);
        Assert.True(naive.Zip(run.Kappa, (a, b) => Math.Abs(a - b)).Max() > 0.05);
    }

    [Fact]
    public void Noise_leaves_the_span_by_its_share_of_the_variance()
    {
        var noisy = Space with { Cell = Space.Cell with { Noise = 0.5 } };
        var recording = (Of(noisy) with { KeepStates = true, Trials = 40 }).Run(TestContext.Current.CancellationToken);
        var read = LatentTrajectory.Of(noisy, recording);
        Assert.InRange(read.Residual, 0.05, 0.95);
        var (variance, steps) = (0.0, recording.Trials.Sum(trial => trial.Steps));
        for (var unit = 0; unit < 64; unit++)
        {
            double[] x = [.. recording.Trials.SelectMany(trial => Enumerable.Range(0, trial.Steps)
                .Select(step => (double)recording.State(step, trial.Index)[unit]))];
            var mean = x.Average();
            variance += x.Sum(value => Math.Pow(value - mean, 2)) / steps;
        }

        // Outside the span of the four columns, 60 directions have only noise, of variance σ²·2α/(2α − α²) once it has settled.
        var outside = read.Residual * variance / 60;
        Assert.InRange(outside, 0.95 * 0.25 / 0.9, 1.02 * 0.25 / 0.9);
    }

    [Fact]
    public void The_network_is_the_planted_one() =>
        Assert.Equal(
            Space.Columns, LoadingSpace.Of(PlantedNetworks.Network(Space)).Columns,
            (a, b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max() < 1e-5);

    [Fact]
    public void What_does_not_fit_is_refused_in_a_sentence()
    {
        var bare = (Still with { KeepStates = false, Trials = 2 }).Run(TestContext.Current.CancellationToken);
        Assert.Contains("KeepStates", Assert.Throws<UsageException>(() => LatentTrajectory.Of(Space, bare)).Message);
        Assert.Contains("KeepStates", Assert.Throws<UsageException>(() => LatentTrajectory.NaiveKappa(Space, bare)).Message);
        var other = PlantedNetworks.Space(30, new[,] { { 1.0 } }, inputs: 2);
        Assert.Contains("30 units", Assert.Throws<UsageException>(() => LatentTrajectory.Of(other, Recorded)).Message);
        Assert.Contains("1 output", Assert.Throws<UsageException>(() => new FiniteCircuit(other).Run(Recorded)).Message);
        var twin = Space with { I = [Space.M[0], Space.I[1]] };
        Assert.Contains("linearly dependent", Assert.Throws<UsageException>(() => LatentTrajectory.Of(twin, Recorded)).Message);
    }

    [Fact]
    public void Scoring_a_recording_is_evaluating_its_network()
    {
        foreach (var task in new[] { Task, (PerceptualDecisionTask)Task with { InputNoise = 0.3 } })
        {
            var experiment = Of(Space) with { Task = task, Trials = 300, Seed = 9 };
            var recording = experiment.Run(TestContext.Current.CancellationToken);
            var expected = Evaluation.Run(experiment.Network, task, experiment.Dt, 300, 9);
            var scored = experiment.Score(recording.Output);
            Assert.Equal(expected.Performance!.Conditions, scored.Performance!.Conditions);
            Assert.Equal(1, scored.Loss / expected.Loss, 1e-12);
            Assert.Equal(1, scored.Error / expected.Error, 1e-12);
            Assert.Equal(expected.Trials, scored.Trials);
        }
    }

    [Fact]
    public void Other_outputs_get_another_score()
    {
        Assert.Equal(0, Still.Score(Recorded.Target).Loss);
        Assert.Equal(1, Still.Score(Recorded.Target).Performance!.Overall);
        float[] swapped = [.. Recorded.Output.Chunk(2).SelectMany(pair => pair.Reverse())];
        var (own, other) = (Still.Score(Recorded.Output), Still.Score(swapped));
        Assert.Equal(1, own.Performance!.Overall + other.Performance!.Overall, 1e-12);
        Assert.Contains("outputs", Assert.Throws<UsageException>(() => Still.Score(Recorded.Output.AsSpan(2))).Message);
        Assert.Contains("outputs", Assert.Throws<UsageException>(() => Still.Score([])).Message);
        Assert.Contains(
            "squared error",
            Assert.Throws<UsageException>(() => (Still with { Loss = new BinaryCrossEntropy() }).Score(Recorded.Output)).Message);
    }

    private static Experiment Of(LoadingSpace space) =>
        new() { Network = PlantedNetworks.Network(space), Task = Task, Dt = PlantedNetworks.Dt };
}

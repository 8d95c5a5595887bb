#:project ../src/Engram/Engram.csproj

// A decision reduced to one variable: dotnet run examples/reduce-to-a-circuit.cs
using Engram.Analysis;
using Engram.Learning;
using Engram.Storage;
using Engram.Tasks;

var configuration = new Dubreuil2022Preset().For(new PerceptualDecisionLowRankTask(), seed: 1);
using var trainer = new Trainer(configuration, threads: 1);
trainer.Run(new TrainerHooks(), CancellationToken.None);
var run = new TrainedRun("", configuration, trainer.Network);

// The network: units as points (m, n, I, w), and how it answers.
var space = LoadingSpace.Of(run.Network).WithSigns();
var experiment = run.Experiment(trials: 500);
var recording = experiment.Run();
Console.WriteLine($"covariance of m and n: {space.Covariance("m", "n"):0.00}");
Console.WriteLine($"network:               {experiment.Score(recording.Output).Overall!.Share:0.000} correct");

// One Gaussian in its place: networks drawn from it, and the circuit of κ that knows nothing else.
var fit = new GaussianMixture { ZeroMean = false }.Fit(space);
var drawn = new ConnectivityResampling { Draws = 5, Trials = 500 }.Run(fit, configuration.Task, configuration.Training.Dt);
Console.WriteLine($"5 networks drawn:      {drawn.AccuracyStatistics.Minimum:0.000} to {drawn.AccuracyStatistics.Maximum:0.000} correct");
LatentCircuit meanField = new MeanFieldCircuit(fit), exact = new FiniteCircuit(space);
Console.WriteLine($"mean-field circuit:    {experiment.Score(meanField.Run(recording).Output).Overall!.Share:0.000} correct");

// All fixed points without input: where the decision rests, and what separates the answers.
foreach (var (name, circuit) in new[] { ("exact", exact), ("mean-field", meanField) })
{
    var points = new LatentFixedPoints().Find(circuit, [0]);
    Console.WriteLine($"{name}: {points}");
    foreach (var point in points)
    {
        Console.WriteLine($"{name} fixed point κ = {point.Kappa[0],6:0.000}: {point.Stability.ToString().ToLowerInvariant()}");
    }
}

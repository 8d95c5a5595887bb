#:project ../src/Engram/Engram.csproj

// A trained network taken apart: dotnet run examples/take-apart.cs [<folder of a run of a task with a delay>]
using Engram.Analysis;
using Engram.Configuration;
using Engram.Learning;
using Engram.Storage;
using Engram.Studies;
using Engram.Tasks;

PlainErrors.Use();
var run = args.Length > 0 ? TrainingRun.Load(args[0]) : Train();
var recording = (run.Experiment(trials: 200) with { KeepStates = true }).Run();
var factor = run.Configuration.Task.Factors.First(known => known.Kind == FactorKind.Label).Name;

Console.WriteLine($"correct by {factor}:");
foreach (var share in PerformanceByFactor.Of(recording, factor))
{
    Console.WriteLine($"  {share.Levels[0],-4} {100 * share.Share,5:0.0} % [{100 * share.Low:0.0}, {100 * share.High:0.0}]");
}

var components = PrincipalComponents.OfRecording(recording, "delay");
Console.WriteLine($"dimension of the delay activity: {components.ParticipationRatio:0.0}");
var selective = Selectivity.Of(recording, factor, "delay").Units.Count(unit => unit.IsSelective);
Console.WriteLine($"units selective for {factor} in the delay: {selective} of {recording.Units}");

var curve = new LinearDecoder { Permutations = 50 }.Decode(recording, factor, alignTo: "delay");
for (var bin = 0; bin < curve.Times.Count; bin += 5)
{
    Console.WriteLine(
        $"{factor} decoded {curve.Times[bin],5:0.00} s after the start of the delay: {100 * curve.Accuracy[bin],5:0.0} % "
        + $"(shuffled: below {100 * curve.NullPercentile95[bin]:0.0} %)");
}

// Between the pulses every input is at its baseline. States visited in the delay are where the search starts.
var states = new List<double>();
foreach (var trial in recording.Trials)
{
    var (first, end) = recording.StepsOf("delay", trial.Index)!.Value;
    for (var step = first; step < end; step++)
    {
        states.AddRange(recording.State(step, trial.Index).ToArray().Select(value => (double)value));
    }
}

var input = run.Configuration.Task.Inputs.Select(_ => run.Configuration.Task.BaselineInput).ToArray();
using var map = run.Map();
var starts = FixedPointFinder.Starts(states.ToArray(), recording.StateWidth, count: 100, seed: 1);
var points = new FixedPointFinder().Find(map, recording.Dt, starts, input);
Console.WriteLine($"{points}");
foreach (var point in points.Where(point => !point.IsFar))
{
    var slowest = point.Modes[0];
    Console.WriteLine(
        $"{point.Kind} point, {Kebab.Of(point.Type.ToString())}, from {point.Starts} of 100 starts; "
        + $"leading mode {slowest.Rate.Real:0.00} /s{(slowest.IsComplex ? $", period {slowest.Period:0.00} s" : "")}");
}

return 0;

static TrainedRun Train()
{
    var configuration = new ModernPreset().For(new DelayedMatchTask { Delay = 1.Seconds }, seed: 1);
    using var trainer = new Trainer(configuration, threads: 1);
    trainer.Run(TrainerHooks.None, CancellationToken.None);
    return new("", configuration, trainer.Network);
}

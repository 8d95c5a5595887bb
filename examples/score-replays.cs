#:project ../src/Engram/Engram.csproj

// Place cells of a network that learned a maze, and replays scored by rank order: dotnet run examples/score-replays.cs [<folder of a run of t-maze>]
using Engram.Analysis;
using Engram.Cells;
using Engram.Learning;
using Engram.Networks;
using Engram.Numerics;
using Engram.Simulation;
using Engram.Storage;
using Engram.Studies;
using Engram.Tasks;

PlainErrors.Use();
var run = args.Length > 0 ? TrainingRun.Load(args[0]) : Train();
var experiment = run.Experiment(trials: 60);
var recording = experiment.Run();

var cells = new PlaceFields { Covariate = "place", Bins = 40 }.Of(recording, trajectory: "side");
Console.WriteLine($"place cells: {cells.Count} of {recording.Units} [{cells.Interval.Low:P0}, {cells.Interval.High:P0}]");
var splitters = new SplitterTest { Within = "part", WithinValue = 1 }.Of(recording, "side");
Console.WriteLine($"splitter cells on the stem: {splitters.Count} of {recording.Units} [{splitters.Interval.Low:P0}, {splitters.Interval.High:P0}]");

// Events of other trials to the left: as they went, back from their end, and with their steps in an order that is drawn.
var exact = experiment with { Task = experiment.Task.Pin("side", "cue-left"), Seed = 3, DoublePrecision = true, KeepExact = true, KeepStates = true };
var other = exact.Run();
var past = new StateReversal { CheckpointEvery = 16 }.Of(run.Network, other);
var events = new List<ReplayEvent>();
for (var trial = 0; trial < other.TrialCount; trial++)
{
    var steps = other.Trials[trial].Steps;
    events.Add(ReplayEvent.Of(other, trial, 0, steps, "forward"));
    events.Add(new(Backward(trial, steps), "back from the end"));
    events.Add(new(Mixed(events[^1].Activity, trial), "mixed"));
}

foreach (var shuffle in new[] { ReplayShuffle.Steps, ReplayShuffle.Cells })
{
    var replays = new ReplayTest { Shuffle = shuffle }.OfEvents(cells.Template("cue-left"), events);
    Console.WriteLine($"{shuffle} shuffled; chance gives {replays.All.Chance:P0}:");
    foreach (var session in replays.Sessions)
    {
        Console.WriteLine($"  {session.Session}: {session.Significant} of {session.Scored} are replays, {session.Forward} of them forward");
    }
}

return 0;

// The second half of the states are those of the population that is read out.
double[,] Backward(int trial, int steps)
{
    var activity = new double[steps, recording.Units];
    for (var step = 0; step < steps; step++)
    {
        for (var unit = 0; unit < recording.Units; unit++)
        {
            var row = ((steps - 1 - step) * other.TrialCount) + trial;
            activity[step, unit] = Math.Tanh(past.States[(row * other.StateWidth) + recording.Units + unit]);
        }
    }

    return activity;
}

static double[,] Mixed(double[,] activity, int trial)
{
    var (stream, mixed) = (new RandomStream(new StreamKey(1, Purpose.Analysis), trial), (double[,])activity.Clone());
    for (var last = mixed.GetLength(0) - 1; last > 0; last--)
    {
        var chosen = stream.NextInt(last + 1);
        for (var unit = 0; unit < mixed.GetLength(1); unit++)
        {
            (mixed[last, unit], mixed[chosen, unit]) = (mixed[chosen, unit], mixed[last, unit]);
        }
    }

    return mixed;
}

static TrainedRun Train()
{
    var modern = new ModernPreset().For(new TMazeTask(), seed: 1);
    var configuration = modern with { Cell = new ConsolidatorCell { Units = 64 }, Network = modern.Network with { Dale = Positivity.None } };
    using var trainer = new Trainer(configuration, threads: 1);
    trainer.Run(TrainerHooks.None, CancellationToken.None);
    return new("", configuration, trainer.Network);
}

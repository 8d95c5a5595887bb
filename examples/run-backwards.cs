#:project ../src/Engram/Engram.csproj

// A network whose step can be undone: past activity from the present, and weights for the way back: dotnet run examples/run-backwards.cs
using Engram.Cells;
using Engram.Configuration;
using Engram.Networks;
using Engram.Simulation;
using Engram.Tasks;

// A pulse, then noise: 2 s are 100 steps.
var task = new FreeTask { InputChannels = 6, InputNoise = 20, Pulse = 200.Ms, Rest = 1800.Ms };
var cell = new ConsolidatorCell { Units = 24 };
var network = Network.Create(cell, cell.Graph(task.Inputs.Count, task.Outputs.Count, 20.Ms), new NetworkOptions(), seed: 1);
var experiment = new Experiment { Network = network, Task = task, Trials = 10, DoublePrecision = true, KeepExact = true, KeepStates = true };

var recording = experiment.Run();
var measured = new StateReversal().Measure(network, recording);
Console.WriteLine($"after {measured.Errors.Count} steps back the error is {measured.MaxError:G1}; it grows by {measured.Growth:0.00} per step, so that the horizon is {measured.Horizon} steps");
var past = new StateReversal { CheckpointEvery = 25 }.Of(network, recording);
Console.WriteLine($"with a checkpoint every 25 steps it is {past.MaxError:G1}");

var learned = BackwardWeights.Learn(network, recording);
var other = (experiment with { Seed = 3 }).Run();
var replayed = new StateReversal { Backward = learned, CheckpointEvery = 25 }.Of(network, other);
Console.WriteLine($"backward weights from {learned.Samples} steps: off by {learned.Errors.Values.Max():G1}, and the error in other trials is {replayed.MaxError:G1}");
return 0;

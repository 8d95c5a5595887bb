#:project ../src/Engram/Engram.csproj

// A network of two areas, and what is left of it when one falls silent: dotnet run examples/lesion-an-area.cs
using Engram.Cells;
using Engram.Configuration;
using Engram.Learning;
using Engram.Simulation;
using Engram.Tasks;

var modern = new ModernPreset().For(new PerceptualDecisionTask(), seed: 1);
var configuration = modern with
{
    Cell = new LeakyCell { Units = 64, Areas = [new("sensory", 1, 50.Ms), new("prefrontal", 1, 200.Ms)] },
    Network = modern.Network with
    {
        Links = [new("sensory", "prefrontal", 0.3), new("prefrontal", "sensory", 0.2)],
        InputAreas = [new("left", "sensory"), new("right", "sensory")],
        ReadoutAreas = ["prefrontal"],
    },
    Stopping = new Stopping { Criterion = PerformanceMeasure.Overall, Threshold = 0.85, MaxUpdates = 2000 },
};
var prefrontal = configuration.Cell.UnitsOf("prefrontal");
Console.WriteLine($"prefrontal has {prefrontal.Count} units from {prefrontal.First} on");

using var trainer = new Trainer(configuration, threads: 1);
var result = trainer.Run(TrainerHooks.None, CancellationToken.None);
Console.WriteLine($"two areas: {result.Outcome} after {result.Updates} updates");

// Every cell of the grid sees the same trials with the same noise.
var cells = new LesionGrid
{
    Intact = new Experiment { Network = trainer.Network, Task = configuration.Task, Trials = 300 },
    Units = new("prefrontal"),
    Amounts = [0, 0.5, 1],
    Period = "decision",
    Factor = "coherence",
    Values = ["2", "16"],
}.Run();
foreach (var cell in cells)
{
    Console.WriteLine(
        $"{100 * cell.Amount,3:0} % silent, coherence {cell.Value,2}: {100 * cell.Overall:0.0} % of {cell.Trials} trials correct, worst condition {cell.Conditions[0].Condition}");
}

return result.Outcome == Outcome.Reached ? 0 : 3;

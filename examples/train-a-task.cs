#:project ../src/Engram/Engram.csproj
using Engram.Configuration;
using Engram.Learning;
using Engram.Storage;
using Engram.Tasks;

var configuration = new ModernPreset().For(new DelayedMatchTask { Delay = 1.Seconds }, seed: 1);
var folder = args.Length > 0 ? args[0] : "runs/example";
var hooks = new TrainerHooks
{
    OnCheck = check => Console.WriteLine($"{check.Update,5} updates: {100 * check.Minimum:0} % in the worst condition"),
};
var result = TrainingRun.Execute(configuration, folder, Directory.Exists(folder), threads: 1, hooks, CancellationToken.None);
Console.WriteLine($"{result.Outcome} after {result.Updates} updates; the run is in {folder}");
return result.Outcome == Outcome.Reached ? 0 : 3;

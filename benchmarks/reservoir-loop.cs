#:project ../src/Engram/Engram.csproj
#:property PublishAot=false
#:property Configuration=Release

// How long a reservoir takes over a series and the ridge regression of its readout, on one thread:
//     dotnet run benchmarks/reservoir-loop.cs -- <units> <density> <steps>
// Prints one JSON object: the seconds from the first check, which finds the spectral radius, to the end, the median of 3 after one that compiles. They include the check of the readout on 110 samples.
using System.Diagnostics;
using System.Globalization;
using Engram.Cells;
using Engram.Learning;
using Engram.Tasks;

var (units, density, steps) = (int.Parse(args[0], CultureInfo.InvariantCulture), double.Parse(args[1], CultureInfo.InvariantCulture), int.Parse(args[2], CultureInfo.InvariantCulture));
var basis = new EchoStatePreset().For(new MackeyGlassTask { Length = [steps], TestLength = [10] }, seed: 1);
var configuration = basis with
{
    Cell = new EchoStateCell { Units = units, LeakRate = 0.3 },
    Network = basis.Network with { PExcitatory = density, SpectralRadius = 1.25 },
    Training = basis.Training with { ValidationTrials = 1 },
    ReadoutRule = new RidgeRule { Regularisation = [1e-5] },
};
var seconds = new List<double>();
for (var round = 0; round < 4; round++)
{
    using var trainer = new Trainer(configuration, threads: 1);
    var began = 0L;
    trainer.Run(new TrainerHooks { OnCheck = line => began = line.Update == 0 ? Stopwatch.GetTimestamp() : began }, CancellationToken.None);
    seconds.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
}

var memory = Environment.WorkingSet / 1e6;
Console.WriteLine(FormattableString.Invariant($"{{\"seconds\": {seconds.Skip(1).Order().ElementAt(1):0.0000}, \"megabytes\": {memory:0}}}"));

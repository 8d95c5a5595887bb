#:project ../src/Engram/Engram.csproj

// The whole of R2N2: a cache stores a sequence at one showing, and a consolidator learns it by forward and reverse replays: dotnet run examples/learn-by-replay.cs
using Engram.Learning;
using Engram.Tasks;

var task = new SequencePredictionTask { Sequences = 1, Length = 13 };
var configuration = new Cheng2025Preset().For(task, seed: 1);
foreach (var circuit in new[] { BackwardCircuit.Copied, BackwardCircuit.Learned, BackwardCircuit.Initial })
{
    var learned = new ReplayLearning { Updates = 600, Backward = circuit }.Of(configuration);
    var losses = learned.Replays.Where(replay => replay.Loss is not null).Select(replay => replay.Loss!.Value).ToList();
    var errors = learned.Replays.Where(replay => replay.Error is not null).Select(replay => replay.Error!.Value).ToList();
    var wrong = Evaluation.Run(learned.Network, task, configuration.Training.Dt, trials: 10, seed: 2).Performance!.Overall < 1;
    Console.WriteLine(
        $"{circuit}: the loss goes from {losses[0]:0.00} to {losses.TakeLast(50).Average():0.00}; the first state is reconstructed to {errors[^1]:G1}; the sequence is predicted {(wrong ? "with mistakes" : "without a mistake")}");
}

return 0;

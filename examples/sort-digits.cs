#:project ../src/Engram/Engram.csproj

// A task of pairs of sequences: the network reads some digits and writes them in order. dotnet run examples/sort-digits.cs
using Engram.Cells;
using Engram.Learning;
using Engram.Simulation;
using Engram.Tasks;

var task = new SortDigitsTask();
var preset = new PatternsPreset();
var configuration = preset.Fitted(preset.For(task, seed: 1) with { Cell = new EncoderDecoderCell { Units = 128 } });
using var trainer = new Trainer(configuration, threads: 1);
var result = trainer.Run(TrainerHooks.None, CancellationToken.None);
Console.WriteLine($"{task.Name}: {result.Outcome} after {result.Updates} updates of {configuration.Training.Trials} trials");

int[] digits = [3, 1, 4, 1];
using var search = new BeamSearch(trainer.Network, task, configuration.Training.Dt, width: 5);
foreach (var answer in search.Write([digits])[0])
{
    Console.WriteLine($"{string.Concat(digits)} -> {string.Concat(answer.Symbols)} with probability {Math.Exp(answer.LogProbability):0.000}");
}

return result.Outcome == Outcome.Reached ? 0 : 3;

/// <summary>Read one to five digits, then write them in ascending order.</summary>
internal sealed record SortDigitsTask : TransductionTask
{
    private static readonly string[] Digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
    private static readonly Alphabets Both = new(Digits, Digits);

    /// <inheritdoc/>
    public override Alphabets Alphabets => Both;

    /// <summary>How many digits there are.</summary>
    public override IReadOnlyList<string> Conditions => ["1", "2", "3", "4", "5"];

    /// <inheritdoc/>
    protected override int LongestSource => 5;

    /// <inheritdoc/>
    protected override int LongestTarget => 5;

    /// <inheritdoc/>
    protected override (int Source, int Target) Write(Trial trial, Span<int> source, Span<int> target)
    {
        trial.Condition = trial.Choose("length", Conditions);
        var (length, draws) = (trial.Condition + 1, trial.Stream());
        for (var k = 0; k < length; k++)
        {
            source[k] = target[k] = (int)(draws.NextUniform() * Digits.Length);
        }

        target[..length].Sort();
        return (length, length);
    }
}

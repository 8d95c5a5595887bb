#:project ../src/Engram/Engram.csproj

// A new task, written in the trial language and trained: dotnet run examples/define-a-task.cs
using Engram.Configuration;
using Engram.Learning;
using Engram.Tasks;

var task = new MemorySaccadeTask();
var configuration = new ModernPreset().For(task, seed: 1);
using var trainer = new Trainer(configuration, threads: 1);
var result = trainer.Run(TrainerHooks.None, CancellationToken.None);
Console.WriteLine($"{task.Name}: {result.Outcome} after {result.Updates} updates of {configuration.Training.Trials} trials");

// The same network on trials with delays that it was not trained on.
foreach (var delay in new[] { 0.5.Seconds, 1.Seconds, 2.Seconds })
{
    var pinned = task.Pin("delay", delay);
    var found = Evaluation.Run(trainer.Network, pinned, configuration.Training.Dt, trials: 400, seed: 2);
    Console.WriteLine($"delay {delay.TotalSeconds:0.0} s: {100 * found.Overall!.Share:0} % correct");
}

return result.Outcome == Outcome.Reached ? 0 : 3;

/// <summary>A cue is flashed at one of four places; after a delay the eyes are to move to where it was.</summary>
[Cite("10.1152/jn.1989.61.2.331", "Funahashi, Bruce & Goldman-Rakic 1989, Mnemonic coding of visual space")]
internal sealed record MemorySaccadeTask : ChoiceTask
{
    private static readonly string[] Places = ["right", "up", "left", "down"];

    /// <summary>Input of the cue, on top of the baseline.</summary>
    [Range(0, 1e6)]
    public double CueInput { get; init; } = 1;

    /// <summary>How long the cue is shown.</summary>
    public Duration Cue { get; init; } = 300.Ms;

    /// <summary>From the end of the cue to the decision.</summary>
    public Duration Delay { get; init; } = Duration.Uniform(250.Ms, 750.Ms);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Places;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => Places;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Conditions => Places;

    /// <inheritdoc/>
    protected override void Compose(Trial trial)
    {
        var place = trial.Choose("place", Places);
        trial.Condition = place;

        Fixate(trial);
        var cue = trial.Period("cue", Cue);
        trial.Period("delay", Delay);
        Decide(trial, place);

        trial.Input(place, CueInput, during: cue);
    }
}

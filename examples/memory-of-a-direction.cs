#:project ../src/Engram/Engram.csproj

// A direction is remembered and answered by a ring of units: dotnet run examples/memory-of-a-direction.cs
using Engram.Configuration;
using Engram.Learning;
using Engram.Simulation;
using Engram.Tasks;

var task = new DirectionMemoryTask();
var configuration = new ModernPreset().For(task, seed: 1);
using var trainer = new Trainer(configuration, threads: 1);
var result = trainer.Run(TrainerHooks.None, CancellationToken.None);
Console.WriteLine($"{task.Name}: {result.Outcome} after {result.Updates} updates of {configuration.Training.Trials} trials");

// How far answers are from the direction that was shown, after delays of which the last was never trained.
foreach (var delay in new[] { 0.2.Seconds, 0.6.Seconds, 1.2.Seconds })
{
    var recording = new Experiment { Network = trainer.Network, Task = task.Pin("delay", delay), Trials = 400 }.Run();
    double[] errors = [.. recording.Trials.Select(trial => trial.Measures["error"]).Where(double.IsFinite)];
    Console.WriteLine(
        $"delay {delay.TotalSeconds:0.0} s: {100 * recording.Performance.Overall:0} % within {task.Tolerance:0}°, "
        + $"root mean square error {Math.Sqrt(errors.Average(error => error * error)):0.0}°");
}

return result.Outcome == Outcome.Reached ? 0 : 3;

/// <summary>A direction is flashed; after a delay, when the fixation point goes off, the eyes are to move there.</summary>
[Cite("10.1152/jn.1989.61.2.331", "Funahashi, Bruce & Goldman-Rakic 1989, Mnemonic coding of visual space")]
internal sealed record DirectionMemoryTask : RingTask
{
    private static readonly string[] Octants = ["0°", "45°", "90°", "135°", "180°", "225°", "270°", "315°"];

    /// <summary>How long the direction is shown.</summary>
    public Duration Cue { get; init; } = 200.Ms;

    /// <summary>From the end of the cue to the response.</summary>
    public Duration Delay { get; init; } = Duration.Uniform(200.Ms, 600.Ms);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => ["fixation", .. Ring("cue ")];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Conditions => Octants;

    /// <inheritdoc/>
    protected override void Compose(Trial trial)
    {
        var direction = trial.Draw("direction", 0, 360);
        trial.Condition = (int)Math.Round(direction / 45) % 8;

        var fixation = trial.Period("fixation", 100.Ms);
        var cue = trial.Period("cue", Cue);
        var delay = trial.Period("delay", Delay);
        ReadOnlySpan<Period> before = [fixation, cue, delay];
        foreach (var period in before)
        {
            trial.Input(0, 1, during: period);
            Rest(trial, period);
        }

        Show(trial, 1.., direction, strength: 1, during: cue);
        Respond(trial, direction, trial.Period("response", 300.Ms));
    }
}

#:project ../src/Engram/Engram.csproj

// A closed loop: the network moves a hand and sees how far it is from the target. dotnet run examples/reach-by-sight.cs
using Engram.Configuration;
using Engram.Learning;
using Engram.Simulation;
using Engram.Tasks;

var task = new ReachTask();
var configuration = new ModernPreset().For(task, seed: 1);
using var trainer = new Trainer(configuration, threads: 1);
var result = trainer.Run(TrainerHooks.None, CancellationToken.None);
Console.WriteLine($"{task.Name}: {result.Outcome} after {result.Updates} updates of {configuration.Training.Trials} trials");

// The network learned with a gain of 1. Because it sees what its movements do, it reaches the target with other gains too.
foreach (var gain in new[] { 0.5, 1, 2 })
{
    var recording = new Experiment { Network = trainer.Network, Task = task with { Gain = gain }, Trials = 200 }.Run();
    Console.WriteLine($"gain {gain,4:0.0}: {100 * recording.Performance.Overall,3:0} % of the targets reached");
}

return result.Outcome == Outcome.Reached ? 0 : 3;

/// <summary>A target appears at the left or the right. The output is the velocity of a hand, and the input its distance from the target.</summary>
internal sealed record ReachTask : ClosedLoopTask
{
    private static readonly string[] Sides = ["left", "right"];

    /// <summary>Velocity of the hand for each unit of the output.</summary>
    [Range(-10, 10)]
    public double Gain { get; init; } = 1;

    /// <summary>How close to the target the hand must be at the end.</summary>
    [Range(0, 1, Above = true)]
    public double Tolerance { get; init; } = 0.1;

    /// <summary>Inputs of both signs, and no baseline.</summary>
    public ReachTask() => BaselineInput = 0;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => ["distance"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => ["velocity"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Conditions => Sides;

    /// <summary>Where the hand is, and where the target.</summary>
    public override int MemoryLength => 2;

    /// <inheritdoc/>
    protected override bool RectifiesInputs => false;

    /// <inheritdoc/>
    protected override void Compose(Trial trial)
    {
        trial.Condition = trial.Choose("side", Sides);
        var target = (trial.Condition == 0 ? -1 : 1) * trial.Draw("distance", 0.3, 1);
        trial.Memory[1] = target;
        var reach = trial.Period("reach", 1.Seconds);
        trial.Target(0, 0, reach);
    }

    /// <inheritdoc/>
    protected override void Respond(Trial trial, int step, ReadOnlySpan<float> outputs, Span<float> next, TimeSpan dt)
    {
        ref var hand = ref trial.Memory[0];
        hand += Gain * outputs[0] * dt.TotalSeconds;

        // Seen: how far away the target is. Right: a velocity that takes the hand there within about a quarter of a second.
        var distance = trial.Memory[1] - hand;
        next[0] += (float)distance;
        trial.Retarget(0, 4 * distance);
    }

    /// <inheritdoc/>
    protected override bool IsCorrect(Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt) =>
        Math.Abs(trial.Memory[1] - trial.Memory[0]) < Tolerance;
}

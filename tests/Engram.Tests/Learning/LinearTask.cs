using Engram.Configuration;
using Engram.Tasks;

namespace Engram.Tests.Learning;

/// <summary>A level between 1 and 2 is shown on the one input and asked for on every output, for so many steps of 10 ms.</summary>
internal sealed record LinearTask : CognitiveTask
{
    public LinearTask() => (BaselineInput, InputNoise) = (0, 0);

    public int Steps { get; init; } = 1;

    public int Width { get; init; } = 1;

    public override IReadOnlyList<string> Inputs => ["level"];

    public override IReadOnlyList<string> Outputs => [.. Enumerable.Range(0, Width).Select(o => $"z{o}")];

    public override IReadOnlyList<string> Conditions => ["all"];

    protected override void Compose(Trial trial)
    {
        (trial.Condition, trial.IsScored) = (0, false);
        var level = trial.Draw("level", 1, 2);
        var all = trial.Period("all", (10 * Steps).Ms);
        trial.Input(0, level, all);
        trial.Target(level, all);
    }
}

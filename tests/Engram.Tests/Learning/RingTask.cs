using Engram.Configuration;
using Engram.Tasks;

namespace Engram.Tests.Learning;

/// <summary>A place on a ring is shown to 16 channels while a 17th asks for fixation; when it goes off, 16 outputs are to show the place.</summary>
internal sealed record RingTask : CognitiveTask
{
    private const int Around = 16, Places = 8;
    private static readonly string[] InputNames = ["fixate", .. Enumerable.Range(0, Around).Select(i => $"ring-{i}")];
    private static readonly string[] OutputNames = ["fixate-out", .. Enumerable.Range(0, Around).Select(i => $"out-{i}")];
    private static readonly string[] PlaceNames = [.. Enumerable.Range(0, Places).Select(i => $"place-{i}")];

    public Duration Delay { get; init; } = 500.Ms;

    public override IReadOnlyList<string> Inputs => InputNames;

    public override IReadOnlyList<string> Outputs => OutputNames;

    public override IReadOnlyList<string> Conditions => PlaceNames;

    protected override void Compose(Trial trial)
    {
        var place = trial.Choose("place", PlaceNames);
        trial.Condition = place;
        var (fixation, cue) = (trial.Period("fixation", 300.Ms), trial.Period("cue", 300.Ms));
        var (delay, decision) = (trial.Period("delay", Delay), trial.Period("decision", 300.Ms));
        foreach (var period in (Period[])[fixation, cue, delay])
        {
            trial.Input(0, 1, during: period);
            trial.Target(0.05, during: period);
            trial.Target(0, 0.85, during: period);
        }

        trial.Target(0.05, during: decision);
        for (var i = 0; i < Around; i++)
        {
            var bump = 0.8 * Math.Exp(4 * (Math.Cos(Angle(i) - Angle(2 * place)) - 1));
            trial.Input(1 + i, bump, during: cue);
            trial.Target(1 + i, 0.05 + bump, during: decision);
        }
    }

    // Fixation has ended, and the direction of the outputs together is within half the distance of two places.
    protected internal override bool IsCorrect(Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt)
    {
        var z = outputs.Slice(offset + ((trial.Steps(dt) - 1) * stepStride), 1 + Around);
        var (x, y) = (0.0, 0.0);
        for (var i = 0; i < Around; i++)
        {
            x += z[1 + i] * Math.Cos(Angle(i));
            y += z[1 + i] * Math.Sin(Angle(i));
        }

        return z[0] < 0.5 && Math.Cos(Math.Atan2(y, x) - Angle(2 * trial.Condition)) > Math.Cos(Math.PI / Places);
    }

    private static double Angle(int i) => 2 * Math.PI * i / Around;
}

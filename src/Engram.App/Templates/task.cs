// A task of your own. Train a network on it, look at what it does, change it:
//   engram train NAME --with FILE
//   engram describe NAME --with FILE
using System;
using System.Collections.Generic;
using Engram.Configuration;
using Engram.Tasks;

/// <summary>One of two cues is flashed; after a delay the network says which it was.</summary>
public sealed record CLASSTask : ChoiceTask
{
    private static readonly string[] Sides = ["left", "right"];

    // Every property is a setting: it has a default, a flag (--cue-input 2) and can be swept (--sweep delay=0.5s,1s).
    // The comment above it is its help.

    /// <summary>Input of the cue, on top of the baseline.</summary>
    [Range(0, 100)]
    public double CueInput { get; init; } = 1;

    /// <summary>How long the cue is shown.</summary>
    public Duration Cue { get; init; } = 200.Ms;

    /// <summary>From the end of the cue to the decision, drawn anew in each trial.</summary>
    public Duration Delay { get; init; } = Duration.Uniform(200.Ms, 600.Ms);

    /// <summary>Names of the input channels.</summary>
    public override IReadOnlyList<string> Inputs => Sides;

    /// <summary>Names of the output channels: one for each answer.</summary>
    public override IReadOnlyList<string> Outputs => Sides;

    /// <summary>Names of the conditions, for which correct answers are counted separately.</summary>
    public override IReadOnlyList<string> Conditions => Sides;

    /// <summary>Makes one trial: draws its factors, lays out its periods, sets inputs and targets.</summary>
    protected override void Compose(Trial trial)
    {
        // A factor is drawn in each trial. `engram test RUN --side left --with FILE` pins it.
        var side = trial.Choose("side", Sides);
        trial.Condition = side;

        // Periods follow one another. Fixate and Decide are those that every ChoiceTask has.
        Fixate(trial);
        var cue = trial.Period("cue", Cue);
        trial.Period("delay", Delay);
        Decide(trial, side);

        trial.Input(side, CueInput, during: cue);
    }
}

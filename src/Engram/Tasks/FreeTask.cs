using System.Collections.Concurrent;
using System.Globalization;
using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// Asks for nothing: pulses to one input after another show what a network does by itself, such as one that comes from another program and
/// whose task is not known. No answer is right or wrong, and the error is the root mean square of the outputs.
/// </summary>
/// <remarks>Inputs have both signs, and neither a baseline nor noise unless they are set.</remarks>
public sealed record FreeTask : CognitiveTask
{
    private static readonly ConcurrentDictionary<(string, int), string[]> Names = new();
    private static readonly string[] Nothing = ["free"];

    /// <summary>Without a baseline and without noise.</summary>
    public FreeTask() => (BaselineInput, InputNoise) = (0, 0);

    /// <summary>I, the input channels.</summary>
    [Range(0, 100_000)]
    public int InputChannels { get; init; } = 2;

    /// <summary>O, the output channels.</summary>
    [Range(1, 100_000)]
    public int OutputChannels { get; init; } = 2;

    /// <summary>Greatest input of a pulse, which is drawn between this and its negative.</summary>
    [Range(0, 1e6, Above = true)]
    public double PulseInput { get; init; } = 1;

    /// <summary>How long the pulse lasts.</summary>
    public Duration Pulse { get; init; } = 200.Ms;

    /// <summary>How long the network is left alone after it.</summary>
    public Duration Rest { get; init; } = 800.Ms;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Of("input", InputChannels);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => Of("output", OutputChannels);

    /// <summary>None: nothing is asked.</summary>
    public override IReadOnlyList<string> Choices => [];

    /// <summary>The input of the pulse.</summary>
    public override IReadOnlyList<string> Conditions => InputChannels > 0 ? Inputs : Nothing;

    /// <inheritdoc/>
    protected internal override bool RectifiesInputs => false;

    /// <inheritdoc/>
    protected override void Compose(Trial trial)
    {
        trial.IsScored = false;
        trial.Condition = trial.Choose("channel", Conditions);
        var amplitude = trial.Draw("amplitude", -PulseInput, PulseInput);
        var pulse = trial.Period("pulse", Pulse);
        var rest = trial.Period("rest", Rest);
        if (InputChannels > 0)
        {
            trial.Input(trial.Condition, amplitude, during: pulse);
        }

        trial.Target(0, during: pulse);
        trial.Target(0, during: rest);
    }

    // Composing allocates nothing, so that the names are made once.
    private static string[] Of(string what, int count) => Names.GetOrAdd((what, count), static named =>
        [.. Enumerable.Range(1, named.Item2).Select(k => string.Create(CultureInfo.InvariantCulture, $"{named.Item1}-{k}"))]);
}

using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>After one pulse, all outputs peak one after another, evenly over 0.8 s.</summary>
/// <remarks>
/// The published trial always ends 1 s after its beginning; here it ends 0.9 s after the pulse, so that every trial has the whole last peak.
/// </remarks>
[Cite("10.1016/j.neuron.2019.01.036", "Adler et al. 2019, Somatostatin-expressing interneurons enable and maintain sequential activation")]
public sealed record SequenceTask : SequentialTask
{
    private const int Most = 1000;
    private static readonly string[] AllOutputs = Named("output-", Most);
    private static readonly string[] OneCondition = ["sequence"];

    /// <summary>n, how many outputs peak in turn.</summary>
    [Range(1, Most)]
    public int Peaks { get; init; } = 10;

    /// <summary>From the pulse to the last peak; peak i of n, from 1, is at i/n of it.</summary>
    [Range(0, Above = true)]
    public TimeSpan Span { get; init; } = 800.Ms;

    /// <summary>Time constant with which the pulse decays.</summary>
    [Range(0, Above = true)]
    public TimeSpan PulseDecay { get; init; } = 800.Ms;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => Peaks is >= 1 and <= Most ? AllOutputs[..Peaks] : [];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Conditions => OneCondition;

    /// <inheritdoc/>
    protected override void Compose(Trial trial)
    {
        var periods = Periods(trial);
        trial.Input(0, new Shape(PulseInput, PulseDecay.TotalMilliseconds), periods.Sequence, Waveforms.Decay);
        for (var i = 0; i < Peaks; i++)
        {
            Peak(trial, i, Span.TotalMilliseconds * (i + 1) / Peaks, periods);
        }
    }
}

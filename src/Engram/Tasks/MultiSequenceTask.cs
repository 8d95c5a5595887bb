using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>Play one of several sequences of five outputs, chosen by the size of a pulse, while all other outputs stay silent.</summary>
[Cite("10.1371/journal.pcbi.1004792", "Song, Yang & Wang 2016, Training excitatory-inhibitory recurrent neural networks")]
[Cite("", "Rajakumar, Prasad & Wang 2019, Sequential activation in biologically inspired RNNs (course report)")]
public sealed record MultiSequenceTask : SequentialTask
{
    private const int Most = 26, Peaks = 5;
    private static readonly string[] Letters = [.. Enumerable.Range(0, Most).Select(k => $"{(char)('a' + k)}")];
    private static readonly string[] AllOutputs = [.. Letters.SelectMany(letter => Named(letter, Peaks))];
    private static readonly string[][] Which = [.. Enumerable.Range(0, Most + 1).Select(count => Letters[..count])];

    /// <summary>The published settings.</summary>
    public MultiSequenceTask() => (PulseInput, Amplitude, Width, InputNoise) = (2, 4, 100.Ms, 0.003);

    /// <summary>k, how many sequences there are. The pulse of sequence i, from 1, has i times the input of the first.</summary>
    [Range(1, Most)]
    public int Sequences { get; init; } = 4;

    /// <summary>From the pulse to the first peak.</summary>
    [Range(0)]
    public TimeSpan FirstPeak { get; init; } = 200.Ms;

    /// <summary>From one peak to the next.</summary>
    [Range(0)]
    public TimeSpan Spacing { get; init; } = 100.Ms;

    /// <summary>Time constant with which the pulse decays.</summary>
    [Range(0, Above = true)]
    public TimeSpan PulseDecay { get; init; } = 400.Ms;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => Sequences is >= 1 and <= Most ? AllOutputs[..(Peaks * Sequences)] : [];

    /// <summary>Which sequence it is.</summary>
    public override IReadOnlyList<string> Conditions => Which[Math.Clamp(Sequences, 1, Most)];

    /// <inheritdoc/>
    protected override void Compose(Trial trial)
    {
        var which = trial.Choose("which", Which[Sequences]);
        var periods = Periods(trial);
        trial.Condition = which;
        trial.Input(0, new Shape(PulseInput * (which + 1), PulseDecay.TotalMilliseconds), periods.Sequence, Waveforms.Decay);
        for (var output = 0; output < Peaks * Sequences; output++)
        {
            if (output / Peaks == which)
            {
                Peak(trial, output, (FirstPeak + (output % Peaks * Spacing)).TotalMilliseconds, periods);
            }
            else
            {
                trial.Target(output, 0, periods.Wait);
                trial.Target(output, 0, periods.Sequence);
            }
        }
    }
}

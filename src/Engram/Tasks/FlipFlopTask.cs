using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// Remember several bits, each set up or down by short pulses that arrive at random times. Each output holds the sign of the last pulse of
/// its bit.
/// </summary>
/// <remarks>
/// Inputs are rectified and cannot carry negative pulses, so each bit has two input channels, one for pulses up and one for pulses down,
/// where the published task has one of both signs. An output is not asked for before the first pulse of its bit, nor during a pulse that
/// sets it. The published targets are ±1, as here; the durations are this library's.
/// </remarks>
[Cite("10.1162/NECO_a_00409", "Sussillo & Barak 2013, Opening the black box: low-dimensional dynamics in recurrent neural networks")]
public sealed record FlipFlopTask : CognitiveTask
{
    private const int MostBits = 8;
    private const int MostPulses = 32;
    private static readonly string[] EventNames = Numbered("event", MostPulses);
    private static readonly string[] PulseNames = Numbered("pulse", MostPulses);
    private static readonly string[] HoldNames = Numbered("hold", MostPulses);
    private static readonly string[] BitNames = Numbered("bit", MostBits);
    private static readonly string[][] Events =
    [
        .. Enumerable.Range(0, MostBits + 1)
            .Select(bits => BitNames[..bits].SelectMany(bit => new[] { $"{bit}-up", $"{bit}-down" }).ToArray()),
    ];

    /// <summary>How many bits are to be remembered.</summary>
    [Range(1, MostBits)]
    public int Bits { get; init; } = 3;

    /// <summary>How many pulses a trial has; each sets one bit, and all are equally likely.</summary>
    [Range(1, MostPulses)]
    public int Pulses { get; init; } = 10;

    /// <summary>Input of a pulse, on top of the baseline.</summary>
    [Range(0, 1e6, Above = true)]
    public double PulseInput { get; init; } = 1;

    /// <summary>How long a pulse lasts.</summary>
    public Duration Pulse { get; init; } = 100.Ms;

    /// <summary>From the end of a pulse to the start of the next.</summary>
    public Duration Hold { get; init; } = Duration.Uniform(100.Ms, 400.Ms);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Events[Bits];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => BitNames[..Bits];

    /// <summary>None: every bit is held on its own.</summary>
    public override IReadOnlyList<string> Choices => [];

    /// <summary>The last pulse of a trial.</summary>
    public override IReadOnlyList<string> Conditions => Events[Bits];

    /// <inheritdoc/>
    protected override void Compose(Trial trial)
    {
        Span<int> levels = stackalloc int[Bits];
        levels.Clear();
        for (var i = 0; i < Pulses; i++)
        {
            var set = trial.Choose(EventNames[i], Events[Bits]);
            var pulse = trial.Period(PulseNames[i], Pulse);
            var hold = trial.Period(HoldNames[i], Hold);
            if (hold.Duration <= TimeSpan.Zero)
            {
                throw new UsageException($"{HoldNames[i]} is {TimeText.Format(hold.Duration)}, too short to judge a bit; give a duration above 0ms.");
            }

            trial.Condition = set;
            trial.Input(set, PulseInput, during: pulse);
            for (var bit = 0; bit < Bits; bit++)
            {
                if (bit == set / 2)
                {
                    levels[bit] = Level(set);
                }
                else if (levels[bit] != 0)
                {
                    trial.Target(bit, levels[bit], during: pulse);
                }

                if (levels[bit] != 0)
                {
                    trial.Target(bit, levels[bit], during: hold);
                }
            }
        }
    }

    /// <inheritdoc/>
    protected override void Check(IList<string> faults)
    {
        foreach (var (name, duration) in new[] { (nameof(Pulse), Pulse), (nameof(Hold), Hold) })
        {
            if (duration.Minimum == TimeSpan.Zero)
            {
                faults.Add($"`{name}` is {duration}; set a duration above 0ms.");
            }
        }
    }

    /// <summary>Whether, at the last step before each next pulse and at the end, every bit that was set has the right sign.</summary>
    /// <inheritdoc/>
    protected internal override bool IsCorrect(Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt)
    {
        Span<int> levels = stackalloc int[Bits];
        levels.Clear();
        for (var i = 0; i < Pulses; i++)
        {
            var set = (int)trial.Factor(EventNames[i]);
            levels[set / 2] = Level(set);
            var hold = trial.Periods[(2 * i) + 1];
            var (first, last) = hold.Steps(dt);
            var z = last > first ? outputs.Slice(offset + ((last - 1) * stepStride), Bits) : [];
            for (var bit = 0; bit < z.Length; bit++)
            {
                if (levels[bit] != 0 && !(levels[bit] * z[bit] > 0))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static int Level(int set) => set % 2 == 0 ? 1 : -1;
}

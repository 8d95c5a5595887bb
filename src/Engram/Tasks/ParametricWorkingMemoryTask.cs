using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// Report which of two vibrations, shown with a delay between them, had the higher frequency. One input channel rises with frequency, the
/// other falls.
/// </summary>
[Cite("10.1371/journal.pcbi.1004792", "Song, Yang & Wang 2016, Training excitatory-inhibitory recurrent neural networks")]
[Cite("10.1523/JNEUROSCI.1875-10.2010", "Barak, Tsodyks & Romo 2010, Neuronal population coding of parametric working memory")]
public sealed record ParametricWorkingMemoryTask : ChoiceTask
{
    private const string LowerName = "lower-frequency";
    private static readonly string[] Channels = ["rising", "falling"];
    private static readonly string[] Orders = ["f1>f2", "f1<f2"];

    /// <summary>The published settings.</summary>
    public ParametricWorkingMemoryTask()
    {
        CatchProbability = 1.0 / 11;
        CatchDuration = 2500.Ms;
    }

    /// <summary>The lower frequency of each pair, equally likely.</summary>
    [Unit("Hz")]
    [Range(0, 1e6)]
    public Levels LowerFrequencies { get; init; } = [10, 14, 18, 22, 26];

    /// <summary>How far the higher frequency of a pair is above the lower.</summary>
    [Unit("Hz")]
    [Range(0, 1e6, Above = true)]
    public double Difference { get; init; } = 8;

    /// <summary>Input that a channel gets, on top of the baseline, at the frequency it prefers least.</summary>
    [Range(0, 1e6)]
    public double LeastInput { get; init; } = 0.4;

    /// <summary>Input that a channel gets, on top of the baseline, at the frequency it prefers most.</summary>
    [Range(0, 1e6)]
    public double GreatestInput { get; init; } = 1.2;

    /// <summary>How long the first vibration lasts.</summary>
    public Duration Base { get; init; } = 500.Ms;

    /// <summary>From the end of the first vibration to the start of the second.</summary>
    public Duration Delay { get; init; } = Duration.Uniform(2500.Ms, 3500.Ms);

    /// <summary>How long the second vibration lasts.</summary>
    public Duration Comparison { get; init; } = 500.Ms;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Channels;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => Orders;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Conditions =>
    [
        .. LevelsOf(LowerName, LowerFrequencies).Select(f => FormattableString.Invariant($"{f + Difference}>{f}")),
        .. LevelsOf(LowerName, LowerFrequencies).Select(f => FormattableString.Invariant($"{f}<{f + Difference}")),
    ];

    /// <inheritdoc/>
    protected override void Compose(Trial trial)
    {
        var order = trial.Choose("order", Orders);
        var lower = trial.Choose(LowerName, LowerFrequencies, 0, 1e6);
        var higher = lower.Value + Difference;
        trial.Condition = (order * lower.Count) + lower.Index;

        Fixate(trial);
        var first = trial.Period("base", Base);
        trial.Period("delay", Delay);
        var second = trial.Period("comparison", Comparison);
        Decide(trial, order);

        Vibrate(trial, order == 0 ? higher : lower.Value, first);
        Vibrate(trial, order == 0 ? lower.Value : higher, second);
    }

    // u₊ = least + s·(f − f_min),   u₋ = least + s·(f_max − f),   s = (greatest − least)/(f_max − f_min)
    private void Vibrate(Trial trial, double frequency, Period during)
    {
        var lowest = LowerFrequencies.Minimum;
        var highest = LowerFrequencies.Maximum + Difference;
        var slope = (GreatestInput - LeastInput) / (highest - lowest);
        trial.Input(0, LeastInput + (slope * (frequency - lowest)), during);
        trial.Input(1, LeastInput + (slope * (highest - frequency)), during);
    }
}

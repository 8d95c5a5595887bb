using Engram.Configuration;
using Engram.Equations;

namespace Engram.Learning;

/// <summary>How a network is trained, whatever the task, the network and the optimiser.</summary>
public sealed record TrainingOptions
{
    /// <summary>The least number of updates from one check to the next where it is not fixed.</summary>
    internal const long LeastReplays = 100;

    // A share of whole numbers times one of them is whole but for this.
    private const double Rounding = 1e-6;

    /// <summary>Length of a step.</summary>
    [Range(0, Above = true)]
    public TimeSpan Dt { get; init; } = 20.Ms;

    /// <summary>B, the trials of one update.</summary>
    [Range(1, 1_000_000)]
    public int Trials { get; init; } = 20;

    /// <summary>Name of the loss, which also decides the output non-linearity.</summary>
    public string Loss
    {
        get;
        init => field = Learning.Loss.Catalog.Create(value).Name;
    } = new SquaredError().Name;

    /// <summary>The factor on the optimiser's learning rate at each update.</summary>
    public LearningRateSchedule Schedule { get; init; } = new ConstantSchedule();

    /// <summary>Greatest norm of the gradient of all parameters together; longer ones are shortened to it. 0 leaves them.</summary>
    [Range(0)]
    public double ClipNorm { get; init; } = 1;

    /// <summary>Greatest size of an element of the gradient, to which greater ones are cut, after <see cref="ClipNorm"/>. 0 leaves them.</summary>
    [LaterSetting]
    [Range(0)]
    public double ClipElements { get; init; }

    /// <summary>
    /// k₂, the steps that errors go back in time (truncated back-propagation through time); none for back to the first step of a trial. States
    /// go on from stretch to stretch, and there is still one update a batch.
    /// </summary>
    [LaterSetting]
    [Range(1, 1_000_000), Unit("steps")]
    public int? Unroll { get; init; }

    /// <summary>k₁, after how many steps their errors go back; at most <see cref="Unroll"/>. None for as many, which is the cheapest.</summary>
    [LaterSetting]
    [Range(1, 1_000_000), Unit("steps")]
    public int? UnrollEvery { get; init; }

    /// <summary>What is kept of a trial for the way back: all that it reads, or states now and then, from which the others are reconstructed.</summary>
    [LaterSetting]
    public History History { get; init; }

    /// <summary>
    /// Where states are reconstructed, every how many steps of a trial they are kept, a multiple of 16: the longer, the less memory, and the more digits are
    /// lost.
    /// </summary>
    [LaterSetting]
    [Range(Frame.ChunkSteps, 1_000_000), Unit("steps")]
    public int KeepEvery { get; init; } = Frame.ChunkSteps;

    /// <summary>Updates from one validation to the next, or the most of them where <see cref="ReplayRate"/> is not fixed. The first validation comes before any update.</summary>
    [Range(1), Unit("updates")]
    public int CheckEvery { get; init; } = 500;

    /// <summary>
    /// Whether there are always so many updates from one check to the next, or fewer the better the network is at the last one
    /// (Cheng &amp; Brown 2025).
    /// </summary>
    [LaterSetting]
    public ReplayRate ReplayRate { get; init; }

    /// <summary>Fresh trials of one validation, which no gradient ever sees.</summary>
    [Range(1, 10_000_000)]
    public int ValidationTrials { get; init; } = 1000;

    /// <summary>After how many updates a validation follows another.</summary>
    internal long UpdatesAfter(TrainingCheckLine check) => ReplayRate switch
    {
        ReplayRate.Performance => Replays(1 - (check.Replayed?.Overall ?? 0)),
        ReplayRate.PredictionError => Replays(check.Replayed is { } found ? (0.1 * Math.Log(found.Loss)) + 1 : 1),
        _ => CheckEvery - (check.Update % CheckEvery),
    };

    private long Replays(double share) => Math.Max(LeastReplays, (long)Math.Floor((Math.Min(share, 1) * CheckEvery) + Rounding));

    /// <summary>How far errors go back, by <see cref="Unroll"/> and <see cref="UnrollEvery"/>; null for to the first step.</summary>
    internal Truncation? Truncation => Unroll is { } back ? new(back, UnrollEvery ?? back) : null;

    /// <summary>The clipping that is asked for; null for none.</summary>
    internal GradientClip? Clip => ClipNorm > 0 || ClipElements > 0
        ? new() { MaximumNorm = Limit(ClipNorm), MaximumElement = Limit(ClipElements) } : null;

    private static double Limit(double given) => given > 0 ? given : double.PositiveInfinity;
}

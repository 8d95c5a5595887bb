using Engram.Configuration;

namespace Engram.Learning;

/// <summary>When a curriculum judges performance.</summary>
public enum CurriculumJudge
{
    /// <summary>On the training batch of every update: cheap and prompt.</summary>
    Training,

    /// <summary>On the validation trials of every check.</summary>
    Validation,
}

/// <summary>
/// Training starts with an easier task and approaches the configured one in stages. One factor, or several together, goes from <see cref="From"/> to its
/// configured value as progress p goes from 0 to 1: p₀ = 0, pₙ₊₁ = min(1, pₙ + max(<see cref="MinStep"/>, <see cref="Growth"/> · pₙ)). The
/// last stage, p = 1, is the task exactly as configured.
/// </summary>
/// <remarks>
/// Good performance over the window moves one stage on. Poor performance for as long as <see cref="RelapsePatience"/> moves one stage back.
/// Each relapse from a stage doubles the patience for its next one, and after <see cref="MaxRelapses"/> the stage is no longer left
/// downwards: the number of moves is bounded, so training cannot swing between two stages for ever.
/// </remarks>
public sealed record Curriculum
{
    /// <summary>No curriculum: the task as configured from the first update.</summary>
    public static Curriculum None { get; } = new();

    /// <summary>
    /// Name of the factor that grows, such as <c>delay</c>, or of several that grow together, such as <c>first-delay,delay</c>; empty for no curriculum.
    /// </summary>
    public string Factor { get; init; } = "";

    /// <summary>
    /// The factor's value, or the upper end of its range, at the first stage: in the factor's own unit, milliseconds for a duration.
    /// </summary>
    public double From { get; init; }

    /// <summary>Which share of correct answers is judged. The counts of the window are pooled first.</summary>
    public PerformanceMeasure Criterion { get; init; } = PerformanceMeasure.Minimum;

    /// <summary>Which trials are judged.</summary>
    public CurriculumJudge Judge { get; init; } = CurriculumJudge.Training;

    /// <summary>The stage is passed when the share of correct answers over the window is at least this.</summary>
    [Range(0, 1, Above = true)]
    public double Threshold { get; init; } = 0.95;

    /// <summary>
    /// Observations that are pooled: updates, or checks when judged on validation. A new stage begins with an empty window.
    /// </summary>
    [Range(1, 10_000), Unit("observations")]
    public int Window { get; init; } = 50;

    /// <summary>Least growth of progress from stage to stage.</summary>
    [Range(0, 1, Above = true)]
    public double MinStep { get; init; } = 0.02;

    /// <summary>Growth relative to progress made.</summary>
    [Range(0)]
    public double Growth { get; init; } = 0.25;

    /// <summary>A window with a share of correct answers below this counts towards a relapse.</summary>
    [Range(0, 1)]
    public double RelapseThreshold { get; init; } = 0.6;

    /// <summary>
    /// Consecutive such windows, one per observation, after which the curriculum steps back; doubled by each relapse from the same stage.
    /// </summary>
    [Range(1, 1_000_000), Unit("observations")]
    public int RelapsePatience { get; init; } = 25;

    /// <summary>Relapses allowed from one stage.</summary>
    [Range(0, 20)]
    public int MaxRelapses { get; init; } = 6;

    /// <summary>The factors that grow.</summary>
    internal IReadOnlyList<string> Factors => Factor.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Whether there is no curriculum.</summary>
    internal bool IsNone => Factor.Length == 0;

    /// <summary>Progress of a stage, 0 to 1; always 1 without a curriculum.</summary>
    /// <param name="stage">The stage, from 0.</param>
    internal double Progress(int stage)
    {
        if (IsNone)
        {
            return 1;
        }

        var progress = 0.0;
        for (var i = 0; i < stage && progress < 1; i++)
        {
            progress = Math.Min(1, progress + Math.Max(MinStep, Growth * progress));
        }

        return progress;
    }

    /// <summary>The factor's value at some progress: From + p (configured − From), and exactly the configured value at p = 1.</summary>
    /// <param name="progress">p, 0 to 1.</param>
    /// <param name="configured">The value of the task as configured.</param>
    internal double Value(double progress, double configured) =>
        progress >= 1 || IsNone ? configured : From + (progress * (configured - From));
}

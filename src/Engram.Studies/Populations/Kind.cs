using Engram.Learning;
using Engram.Tasks;

namespace Engram.Studies.Populations;

/// <summary>One of the paper's tasks with the networks trained on it.</summary>
/// <param name="Name">In words.</param>
/// <param name="Configuration">How networks are trained.</param>
/// <param name="PublishedAccuracy">Of the paper's trained networks, mean over 100.</param>
/// <param name="PublishedOne">Of networks drawn from one population.</param>
/// <param name="PublishedPairs">How many of 100 networks have populations by the paper's test.</param>
internal sealed record Kind(
    string Name, RunConfiguration Configuration, double PublishedAccuracy, double PublishedOne, int PublishedPairs)
{
    // The papers' noise adds N(0, 0.05²) to x at every step; √(2α)σ of the same size at α = 0.2.
    private const double Noise = 0.05 / 0.632455532033676;

    /// <summary>The sign of a noisy input.</summary>
    public static Kind Perceptual { get; } = new(
        "perceptual decision", Trained(PerceptualDecisionLowRankTask.Dubreuil2022, 512, 1, 5e-3, 500), 1.000, 0.9996, 5);

    /// <summary>The difference of two stimuli.</summary>
    public static Kind Parametric { get; } = new(
        "parametric working memory",
        Trained(ParametricWorkingMemoryLowRankTask.Dubreuil2022, 512, 2, 5e-3, 2500).With(
            [new("overlap", "0.8"), new("noise", "0.0079"), new("target-error", "0.1")]),
        0.9962, 0.9576, 5);

    /// <summary>The sign of one or two agreeing inputs.</summary>
    public static Kind MultiSensory { get; } = new(
        "multi-sensory decision",
        Trained(new MultiSensoryDecisionTask(), 512, 1, 1e-2, 750),
        1.000, 1.000, 9);

    /// <summary>The sign of the input that a context names.</summary>
    public static Kind Context { get; } = new(
        "context-dependent decision",
        Trained(new ContextDependentDecisionTask { ContextStrength = 0.5 }, 4096, 1, 1e-2, 2500).With([new("target-error", "0.1")]),
        0.9982, 0.7015, 100);

    /// <summary>Whether two stimuli are the same.</summary>
    public static Kind Match { get; } = new(
        "delayed match to sample",
        Trained(new MatchToSampleTask(), 512, 2, 1e-2, 6000).With(
            [new("overlap", "0.8"), new("target-error", "0.15")]),
        0.961, 0.536, 100);

    /// <summary>All, in the paper's order.</summary>
    public static IReadOnlyList<Kind> All { get; } = [Perceptual, Parametric, MultiSensory, Context, Match];

    private static RunConfiguration Trained(CognitiveTask task, int units, int rank, double rate, int updates) =>
        new Dubreuil2022Preset().For(task, 1).With(
        [
            new("units", $"{units}"), new("rank", $"{rank}"), new("learning-rate", FormattableString.Invariant($"{rate}")),
            new("max-updates", $"{updates}"), new("target-error", "0"), new("noise", FormattableString.Invariant($"{Noise}")),
        ]);
}

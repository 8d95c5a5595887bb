namespace Engram.Learning;

/// <summary>What training that continues from a network begins with.</summary>
/// <param name="Start">Raw weights to begin with, in the layout of the network; they are taken as they are, neither drawn nor scaled.</param>
/// <param name="Anchors">What holds the weights, one for each earlier task or one for all; none for plain training.</param>
public sealed record Memory(float[] Start, IReadOnlyList<Anchor> Anchors)
{
    /// <summary>What drove the network in earlier tasks, out of which updates are kept; none where they are not.</summary>
    public IReadOnlyList<ActivityMoment> Moments { get; init; } = [];
}

/// <summary>Weights that a network is held to, λ/2 Σ F_i (θ_i − θ*_i)².</summary>
/// <param name="Weights">θ*, raw.</param>
/// <param name="Importance">F, in the same layout; 0 where nothing is learned.</param>
public sealed record Anchor(float[] Weights, float[] Importance);

using Engram.Configuration;

namespace Engram.Learning;

/// <summary>Learning one task after another: how what was learned before is kept, and what is noted down for later.</summary>
[Cite("10.1073/pnas.1611835114", "Kirkpatrick et al. 2017, Overcoming catastrophic forgetting in neural networks")]
[Cite("10.48550/arXiv.1703.04200", "Zenke, Poole & Ganguli 2017, Continual learning through synaptic intelligence")]
[Cite("10.1073/pnas.1803839115", "Masse, Grant & Freedman 2018, Alleviating catastrophic forgetting using context-dependent gating")]
public sealed record Continual
{
    /// <summary>How the network that training continues from is kept from forgetting.</summary>
    public Protection Protection { get; init; } = Protection.None;

    /// <summary>
    /// λ, the stiffness of the penalty λ/2 Σ F_i (θ_i − θ*_i)². With elastic weight consolidation 1 stands for a second-order copy of the
    /// earlier loss itself. The penalty is no part of the loss that checks report. Of projections, λ in (1 + λ E[z zᵀ])⁻¹.
    /// </summary>
    [Range(0)]
    public double Strength { get; init; } = 1;

    /// <summary>Trials of the earlier task from which its Fisher information, or the activity in it, is estimated.</summary>
    [Range(1, 1_000_000)]
    public int FisherTrials { get; init; } = 500;

    /// <summary>Share of the trials of a batch that are of earlier tasks, for replay and joint training.</summary>
    [Range(0, 1)]
    public double ReplayShare { get; init; } = 0.5;

    /// <summary>
    /// Share of the units that are silent in this task, drawn by seed among excitatory and inhibitory units apart: each task of a chain has
    /// a set of its own, in training and in tests.
    /// </summary>
    [Range(0, 0.99)]
    public double Gating { get; init; }

    /// <summary>Whether this training notes down what each weight contributes, so that a later one can use synaptic intelligence.</summary>
    public bool TrackImportance { get; init; }

    /// <summary>ξ of synaptic intelligence, which bounds the importance of weights that hardly moved.</summary>
    [Range(0, Above = true)]
    public double Damping { get; init; } = 1e-3;

    /// <summary>Whether batches hold trials of earlier tasks.</summary>
    [NotASetting]
    internal bool Replays => Protection is Protection.Replay or Protection.Joint;

    /// <summary>Whether updates are projected.</summary>
    [NotASetting]
    internal bool Projects => Protection is Protection.Projection or Protection.InputProjection;

    /// <summary>Whether the penalty takes part.</summary>
    [NotASetting]
    internal bool IsElastic => Protection is Protection.Ewc or Protection.SynapticIntelligence or Protection.L2;
}

namespace Engram.Learning;

/// <summary>How training that continues from a network keeps what that network has learned.</summary>
public enum Protection
{
    /// <summary>Not at all: plain training from the old weights.</summary>
    None,

    /// <summary>
    /// Elastic weight consolidation: a quadratic penalty around the weights at the end of each earlier task, with the Fisher information of
    /// that task as its stiffness (Kirkpatrick et al. 2017).
    /// </summary>
    Ewc,

    /// <summary>
    /// Synaptic intelligence: the stiffness is what each weight contributed to lowering the earlier losses (Zenke, Poole &amp; Ganguli 2017).
    /// The earlier training must have kept account (<see cref="Continual.TrackImportance"/>).
    /// </summary>
    SynapticIntelligence,

    /// <summary>The same stiffness 1 for every weight, around the weights of the network that training continues from.</summary>
    L2,

    /// <summary>
    /// Each update is kept out of the subspaces that earlier activity spans and drives (Duncker, Driscoll, Shenoy, Sahani &amp; Sussillo 2020).
    /// </summary>
    Projection,

    /// <summary>
    /// The same for the subspace that earlier activity spans alone (Zeng, Chen, Cui &amp; Yu 2019): what drove the network still drives it in
    /// the same way, and what is new may drive it in any direction.
    /// </summary>
    InputProjection,

    /// <summary>Some trials of every batch are of the earlier tasks: a bound, for it needs their data.</summary>
    Replay,

    /// <summary>As replay, from new weights: what one network can learn of all tasks at once.</summary>
    Joint,
}

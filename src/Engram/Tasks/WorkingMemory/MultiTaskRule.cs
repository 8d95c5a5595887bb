namespace Engram.Tasks;

/// <summary>The twenty tasks of Yang et al. (2019), <see href="https://doi.org/10.1038/s41593-018-0310-2"/>.</summary>
public enum MultiTaskRule
{
    /// <summary>Go: respond to the stimulus when the fixation point goes off.</summary>
    Go,

    /// <summary>RT Go: respond to the stimulus at once.</summary>
    ReactionGo,

    /// <summary>Dly Go: remember the stimulus, and respond when the fixation point goes off.</summary>
    DelayedGo,

    /// <summary>Anti: as Go, to the opposite side.</summary>
    Anti,

    /// <summary>RT Anti: as RT Go, to the opposite side.</summary>
    ReactionAnti,

    /// <summary>Dly Anti: as Dly Go, to the opposite side.</summary>
    DelayedAnti,

    /// <summary>DM 1: respond to the stronger of two stimuli of modality 1.</summary>
    Decision1,

    /// <summary>DM 2: respond to the stronger of two stimuli of modality 2.</summary>
    Decision2,

    /// <summary>Ctx DM 1: two stimuli in both modalities; the stronger in modality 1 counts.</summary>
    ContextDecision1,

    /// <summary>Ctx DM 2: two stimuli in both modalities; the stronger in modality 2 counts.</summary>
    ContextDecision2,

    /// <summary>MultSen DM: two stimuli in both modalities; the one that is stronger in both together counts.</summary>
    MultiSensoryDecision,

    /// <summary>Dly DM 1: as DM 1, with the stimuli one after the other.</summary>
    DelayedDecision1,

    /// <summary>Dly DM 2: as DM 2, with the stimuli one after the other.</summary>
    DelayedDecision2,

    /// <summary>Ctx Dly DM 1: as Ctx DM 1, with the stimuli one after the other.</summary>
    ContextDelayedDecision1,

    /// <summary>Ctx Dly DM 2: as Ctx DM 2, with the stimuli one after the other.</summary>
    ContextDelayedDecision2,

    /// <summary>MultSen Dly DM: as MultSen DM, with the stimuli one after the other.</summary>
    MultiSensoryDelayedDecision,

    /// <summary>DMS: respond to the second stimulus if its direction is that of the first.</summary>
    MatchToSample,

    /// <summary>DNMS: respond to the second stimulus if its direction is not that of the first.</summary>
    NonMatchToSample,

    /// <summary>DMC: respond to the second stimulus if it is in the half of the circle of the first.</summary>
    MatchToCategory,

    /// <summary>DNMC: respond to the second stimulus if it is not in the half of the circle of the first.</summary>
    NonMatchToCategory,
}

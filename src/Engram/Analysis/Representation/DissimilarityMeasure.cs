namespace Engram.Analysis;

/// <summary>How far apart the activities in two conditions are.</summary>
public enum DissimilarityMeasure
{
    /// <summary>
    /// Squared Mahalanobis distance, cross-validated over trials: (m_i − m_j)ᵀΣ⁻¹(m_i − m_j)/N with one difference from the held-out trials and
    /// one from the others. It is 0 on average where conditions do not differ, and can be negative.
    /// </summary>
    Crossnobis,

    /// <summary>1 − r, with r the correlation over units of the mean rates.</summary>
    Correlation,

    /// <summary>‖m_i − m_j‖ of the mean rates.</summary>
    Euclidean,
}

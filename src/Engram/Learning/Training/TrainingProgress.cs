namespace Engram.Learning;

/// <summary>Where training stands between two checks.</summary>
/// <param name="Update">Updates made.</param>
/// <param name="MaxUpdates">Updates allowed.</param>
/// <param name="Trials">Trials learned from.</param>
/// <param name="Seconds">Time spent, that of earlier sessions of the same run included.</param>
/// <param name="UpdatesPerSecond">
/// Updates per second in this session, after its first update, which includes the compilation of the kernels; not a number before there are
/// enough to tell.
/// </param>
/// <param name="BatchLoss">Loss of the last training batch.</param>
/// <param name="Curriculum">Progress of the curriculum, 0 to 1; 1 without one.</param>
/// <param name="LastCheck">The last check; null before the first.</param>
public sealed record TrainingProgress(
    long Update,
    long MaxUpdates,
    long Trials,
    double Seconds,
    double UpdatesPerSecond,
    double BatchLoss,
    double Curriculum,
    TrainingCheckLine? LastCheck);

using Engram.Configuration;

namespace Engram.Learning;

/// <summary>
/// Step decay: the rate is multiplied with <paramref name="Ratio"/> after each <paramref name="Every"/> updates. Factor(u) = ratio^⌊u /
/// every⌋.
/// </summary>
/// <param name="Every">Updates from one step to the next.</param>
/// <param name="Ratio">The rate after a step over the rate before it.</param>
public sealed record StepSchedule(
    [property: Range(1), Unit("updates")] long Every,
    [property: Range(0, 1, Above = true)] double Ratio)
    : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Factor(long update) => Math.Pow(Ratio, update / Every);
}

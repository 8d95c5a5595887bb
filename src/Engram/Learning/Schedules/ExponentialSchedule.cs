using Engram.Configuration;

namespace Engram.Learning;

/// <summary>Exponential decay: Factor(u) = exp(−u / constant).</summary>
/// <param name="Constant">Updates in which the rate falls by the factor e.</param>
public sealed record ExponentialSchedule([property: Range(0, Above = true), Unit("updates")] double Constant) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Factor(long update) => Math.Exp(-update / Constant);
}

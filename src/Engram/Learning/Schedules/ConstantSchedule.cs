namespace Engram.Learning;

/// <summary>A constant learning rate: factor 1.</summary>
public sealed record ConstantSchedule : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Factor(long update) => 1;
}

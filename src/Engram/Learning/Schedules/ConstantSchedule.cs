namespace Engram.Learning;

/// <summary>The learning rate as it is: factor 1.</summary>
public sealed record ConstantSchedule : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Factor(long update) => 1;
}

namespace Engram.Analysis;

/// <summary>What one sample of a signal by the direction of movement is.</summary>
public enum MovementSample
{
    /// <summary>One stretch of steps in one direction; its signal is their mean.</summary>
    Stretch,

    /// <summary>One step.</summary>
    Step,
}

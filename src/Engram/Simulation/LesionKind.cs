namespace Engram.Simulation;

/// <summary>What is done to units.</summary>
public enum LesionKind
{
    /// <summary>They send nothing.</summary>
    Silence,

    /// <summary>They send nothing to one area.</summary>
    Cut,

    /// <summary>Normal numbers are added to their drive.</summary>
    Noise,

    /// <summary>A constant is added to their drive.</summary>
    Drive,
}

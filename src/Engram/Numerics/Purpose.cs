namespace Engram.Numerics;

/// <summary>What a random number is for. Numbers of different purposes never share a stream, whatever the seed.</summary>
public enum Purpose
{
    /// <summary>Initial weights.</summary>
    Weights = 1,

    /// <summary>Sparse connectivity masks.</summary>
    Masks = 2,

    /// <summary>Factors and durations of training trials.</summary>
    TrainingTrials = 3,

    /// <summary>Factors and durations of validation trials.</summary>
    ValidationTrials = 4,

    /// <summary>Factors and durations of test trials.</summary>
    TestTrials = 5,

    /// <summary>Input noise of training trials.</summary>
    TrainingInputNoise = 6,

    /// <summary>Input noise of validation trials.</summary>
    ValidationInputNoise = 7,

    /// <summary>Input noise of test trials.</summary>
    TestInputNoise = 8,

    /// <summary>Recurrent noise of training trials.</summary>
    TrainingNoise = 9,

    /// <summary>Recurrent noise of validation trials.</summary>
    ValidationNoise = 10,

    /// <summary>Recurrent noise of test trials.</summary>
    TestNoise = 11,

    /// <summary>Dropout masks.</summary>
    Dropout = 12,

    /// <summary>Draws made by an analysis.</summary>
    Analysis = 13,

    /// <summary>The Gaussian basis of a mixture, drawn anew before an update.</summary>
    Basis = 14,

    /// <summary>Units that are silent in a task.</summary>
    Gating = 15,

    /// <summary>Matrices through which errors go back.</summary>
    Feedback = 16,

    /// <summary>Settings that a search tries.</summary>
    Search = 17,

    /// <summary>Which units of those that are named.</summary>
    UnitChoice = 18,

    /// <summary>Noise that is added to the drive of units from outside.</summary>
    Drive = 19,

    /// <summary>Patterns that stand for events in a cache, and what is replayed.</summary>
    Replay = 20,

    /// <summary>Where an animal walks.</summary>
    Walks = 21,

    /// <summary>Where fields of cells are, and which directions they prefer.</summary>
    Tuning = 22,
}

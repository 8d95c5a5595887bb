using Engram.Numerics;

namespace Engram.Learning;

/// <summary>Streams of noise that belong to a set of trials.</summary>
internal static class NoiseOf
{
    /// <summary>Those of the inputs and of the units.</summary>
    /// <param name="set">Trials for training, validation or test.</param>
    public static (Purpose Inputs, Purpose Units) Trials(Purpose set) => set switch
    {
        Purpose.TrainingTrials => (Purpose.TrainingInputNoise, Purpose.TrainingNoise),
        Purpose.ValidationTrials => (Purpose.ValidationInputNoise, Purpose.ValidationNoise),
        Purpose.TestTrials => (Purpose.TestInputNoise, Purpose.TestNoise),
        _ => throw new ArgumentOutOfRangeException(nameof(set), set, "Trials are for training, validation or test."),
    };
}

namespace Engram.Analysis;

/// <summary>How signals are modulated by the direction of movement.</summary>
/// <param name="Signals">The signals (V).</param>
public sealed record HexadirectionalResult(IReadOnlyList<HexadirectionalSignal> Signals)
{
    /// <summary>How many signals are modulated with the symmetry that was asked for.</summary>
    public int Count => Signals.Count(signal => signal.Tested.IsModulated);

    /// <summary>
    /// Mean over the signals of cos nΔ, where Δ is the angle between their orientations in the two sessions: 1 where all are the same in both, about 0 where they have nothing to do with each other.
    /// </summary>
    public double Consistency => Signals.Average(signal => Math.Cos(signal.Tested.Fold * signal.Tested.OrientationChange * Math.PI / 180));
}

/// <summary>How one signal is modulated.</summary>
/// <param name="Signal">Which, from 0.</param>
/// <param name="Folds">With each symmetry: the one that was asked for, and then the others.</param>
public sealed record HexadirectionalSignal(int Signal, IReadOnlyList<DirectionalModulation> Folds)
{
    /// <summary>With the symmetry that was asked for.</summary>
    public DirectionalModulation Tested => Folds[0];
}

/// <summary>How a signal is modulated with one symmetry.</summary>
/// <param name="Fold">n.</param>
/// <param name="Orientation">φ by the first session, in degrees, from 0 up to 360/n.</param>
/// <param name="OrientationSecond">φ by the second session alone.</param>
/// <param name="OrientationChange">From the one to the other, in degrees, from −180/n to 180/n.</param>
/// <param name="Beta">β, weight of cos n(θ − φ) in the second session, in the unit of the signal; the mean of both ways where both were asked for.</param>
/// <param name="Aligned">Mean signal of the second session in directions within 90°/n of an axis (15° for n = 6); null where there is none.</param>
/// <param name="Misaligned">Mean signal in the other directions.</param>
/// <param name="PValue">p of β against shuffles, one-sided.</param>
/// <param name="CorrectedPValue">p after correction for all symmetries of the signal (Holm).</param>
/// <param name="IsModulated">Whether it is modulated: by the corrected p, with the share of false ones among all signals controlled (Benjamini and Hochberg).</param>
public sealed record DirectionalModulation(
    int Fold, double Orientation, double OrientationSecond, double OrientationChange, double Beta, double? Aligned, double? Misaligned, double PValue, double CorrectedPValue, bool IsModulated)
{
    /// <summary>Mean signal in aligned directions less that in the others; null where there are none of either.</summary>
    public double? Difference => Aligned - Misaligned;
}

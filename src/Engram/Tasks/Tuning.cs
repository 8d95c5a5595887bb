namespace Engram.Tasks;

/// <summary>What a unit has where a series has some values: the rate of a place cell at a position, of a head-direction cell at a heading.</summary>
/// <param name="unit">Place of the channel in its range, from 0.</param>
/// <param name="values">The columns of the series at one time.</param>
/// <param name="shape">Numbers that may differ from trial to trial. What <c>A</c> to <c>D</c> mean, the tuning says.</param>
public delegate double Tuning(int unit, ReadOnlySpan<double> values, in Shape shape);

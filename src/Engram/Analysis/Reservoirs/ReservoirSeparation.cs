namespace Engram.Analysis;

/// <summary>
/// How far apart rates are after two sequences of inputs: the separation of Maass, Natschläger and Markram (2002), <see
/// href="https://doi.org/10.1162/089976602760407955"/>.
/// </summary>
/// <param name="Inputs">How far apart the inputs are at each step, in their standard deviations.</param>
/// <param name="Rates">For each of these, the root mean square over units of the difference between rates, mean over pairs.</param>
/// <param name="Unrelated">The same for sequences that have nothing in common.</param>
public sealed record ReservoirSeparation(IReadOnlyList<double> Inputs, IReadOnlyList<double> Rates, double Unrelated);

namespace Engram.Studies.SequenceShift;

/// <summary>What was found in one network.</summary>
/// <param name="Free">At the step at which training ended, without noise; Dale's law may be violated.</param>
/// <param name="Pairs">The same peaks at values of both signs.</param>
/// <param name="Clipped">As the first, with weights that would change sign set to zero.</param>
/// <param name="Half">As the first at half the step.</param>
/// <param name="Noisy">As the first with noise, at <see cref="ShiftSettings.Noisy"/>.</param>
/// <param name="Published">The document's measure on the recordings of <see cref="Half"/>, s.</param>
/// <param name="ZeroedShare">Share of outputs whose shift that measure sets to zero or takes from a peak that is not there.</param>
/// <param name="AllUnits">Predicted shift, all units linear.</param>
/// <param name="ActiveSet">Predicted shift, one active set.</param>
/// <param name="Frozen">Predicted shift, the gates of the intact network.</param>
/// <param name="Errors">
/// Relative error of the rates of the intact network by the first two accounts, then the median over perturbations of the frozen account's
/// error, and of that error beside the change.
/// </param>
/// <param name="Weights">Mean |w| of each column onto excitatory units.</param>
/// <param name="Rates">Mean rate of each column's unit from the pulse on.</param>
/// <param name="ColumnShare">Variance between columns as a share of that between columns and trials with noise, at 0.1.</param>
/// <param name="Error">RMSE of the intact network without noise.</param>
internal sealed record ShiftNetwork(
    Grid Free, Pairs Pairs, Grid Clipped, Grid Half, Grid Noisy, IReadOnlyList<double> Published, IReadOnlyList<double> ZeroedShare,
    Grid AllUnits, Grid ActiveSet, Grid Frozen, IReadOnlyList<double> Errors,
    IReadOnlyList<double> Weights, IReadOnlyList<double> Rates, double ColumnShare, double Error);

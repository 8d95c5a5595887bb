namespace Engram.Analysis;

/// <summary>How well a number of populations describes a loading space.</summary>
/// <param name="Populations">K.</param>
/// <param name="SoftLogLikelihood">Log-likelihood of all units under the fitted mixture, before units were given to populations.</param>
/// <param name="Bic">Bayesian information criterion of that likelihood; smaller is better.</param>
/// <param name="Stability">Mean adjusted Rand index between fits to random subsamples, on the units that two share; 1 for K = 1.</param>
/// <param name="Spread">Standard deviation of these indices.</param>
/// <param name="IsStable">Whether the stability reaches what was asked for.</param>
/// <param name="Fit">The fit to all units.</param>
public sealed record PopulationCount(
    int Populations, double SoftLogLikelihood, double Bic, double Stability, double Spread, bool IsStable, ConnectivityFit Fit);

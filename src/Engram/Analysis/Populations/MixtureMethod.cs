namespace Engram.Analysis;

/// <summary>How a mixture of Gaussians is fitted.</summary>
public enum MixtureMethod
{
    /// <summary>Expectation maximisation (Dempster, Laird &amp; Rubin 1977): the likelihood is made as great as it gets.</summary>
    Em,

    /// <summary>
    /// Variational Bayes (Attias 2000): priors on weights, means and covariances, so that populations that nothing speaks for empty
    /// themselves.
    /// </summary>
    Variational,
}

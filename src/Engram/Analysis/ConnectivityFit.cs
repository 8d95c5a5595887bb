using Engram.Cells;

namespace Engram.Analysis;

/// <summary>A mixture of Gaussians that stands for the connectivity of a low-rank network: one Gaussian for each population of units.</summary>
public sealed record ConnectivityFit
{
    /// <summary>The cell of the fitted network: R, τ, φ and σ.</summary>
    public required LowRankCell Cell { get; init; }

    /// <summary>Number of input channels, the columns I.</summary>
    public required int Inputs { get; init; }

    /// <summary>Number of outputs, the columns w.</summary>
    public required int Outputs { get; init; }

    /// <summary>The populations, the largest first.</summary>
    public required IReadOnlyList<Population> Populations { get; init; }

    /// <summary>The population of each unit (N).</summary>
    public required IReadOnlyList<int> Labels { get; init; }

    /// <summary>Logarithm of the likelihood of the units under the mixture.</summary>
    public double LogLikelihood { get; init; }

    /// <summary>Bayesian information criterion, −2 ln L + k ln N with k free parameters; smaller is better.</summary>
    public double Bic { get; init; }
}

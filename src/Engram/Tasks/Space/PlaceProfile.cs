namespace Engram.Tasks;

/// <summary>How the activity of place cells depends on the distances dᵢ to the centres of their fields.</summary>
public enum PlaceProfile
{
    /// <summary>exp(−dᵢ²/2σ²).</summary>
    Gaussian,

    /// <summary>A softmax of −dᵢ²/2σ² over the cells, so that their activity adds up to 1.</summary>
    Softmax,

    /// <summary>
    /// The softmax of −dᵢ²/2σ² less that of −dᵢ²/2sσ², raised until none is below 0, and divided by the sum; published codes call it a difference of Gaussians.
    /// </summary>
    DifferenceOfSoftmaxes,

    /// <summary>exp(−dᵢ²/2σ²) − exp(−dᵢ²/2sσ²)/s, whose integral over the plane is 0, raised and divided likewise.</summary>
    DifferenceOfGaussians,
}

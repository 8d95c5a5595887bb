namespace Engram.Analysis;

/// <summary>Whether points cluster in directions more, or less, than a Gaussian with their covariance.</summary>
/// <param name="Effect">
/// c = (median angle of Gaussian samples − median angle of the data)/(standard deviation of the Gaussian samples' angles): positive where
/// neighbours lie in more similar directions than in a Gaussian, negative where directions are spread more evenly.
/// </param>
/// <param name="PValue">Of the Wilcoxon rank-sum test of the angles against those of all Gaussian samples, two-sided.</param>
/// <param name="MedianAngle">Median of <paramref name="Angles"/>, in radians.</param>
/// <param name="GaussianMedianAngle">Median angle of the Gaussian samples together, in radians.</param>
/// <param name="Angles">For each point the arc cosine of its mean cosine to its nearest neighbours, in radians.</param>
/// <param name="Units">Indices of the points that were taken, ascending.</param>
/// <param name="Dimensions">Principal components with variance.</param>
public sealed record PairsResult(
    double Effect,
    double PValue,
    double MedianAngle,
    double GaussianMedianAngle,
    IReadOnlyList<double> Angles,
    IReadOnlyList<int> Units,
    int Dimensions);

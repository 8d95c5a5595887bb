namespace Engram.Analysis;

/// <summary>One Gaussian of a mixture over the loading space.</summary>
/// <param name="Weight">Share of the units that belong to it; the weights of a mixture sum to 1.</param>
/// <param name="Mean">Mean of each of the C columns, in the order of <see cref="LoadingSpace.Columns"/>.</param>
/// <param name="Covariance">Covariance (C × C) of the columns.</param>
public sealed record Population(double Weight, double[] Mean, double[,] Covariance);

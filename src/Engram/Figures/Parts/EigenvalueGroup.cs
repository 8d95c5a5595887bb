using System.Numerics;

namespace Engram.Figures;

/// <summary>Eigenvalues that share a colour.</summary>
/// <param name="Name">What the legend says.</param>
/// <param name="Values">The eigenvalues in continuous time, 1/s.</param>
public sealed record EigenvalueGroup(string Name, IReadOnlyList<Complex> Values);

namespace Engram.Simulation;

/// <summary>What was kept of the recordings of a <see cref="PerturbationExperiment"/>.</summary>
/// <typeparam name="TIntact">What was kept of the intact network's.</typeparam>
/// <typeparam name="T">What was kept of a perturbed one's.</typeparam>
/// <param name="Intact">Of the intact network.</param>
/// <param name="Perturbed">Of the perturbed ones, in the order of the interventions.</param>
public sealed record PerturbationOutcome<TIntact, T>(TIntact Intact, IReadOnlyList<T> Perturbed);

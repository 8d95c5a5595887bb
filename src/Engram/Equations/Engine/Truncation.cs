namespace Engram.Equations;

/// <summary>
/// Truncated back-propagation through time: after every k₁ steps, the errors of these steps go back k₂ steps. The states go on from stretch to
/// stretch, and the gradient of a trial is the sum over its stretches.
/// </summary>
/// <param name="Back">k₂, at least k₁.</param>
/// <param name="Every">k₁, at least 1.</param>
internal readonly record struct Truncation(int Back, int Every);

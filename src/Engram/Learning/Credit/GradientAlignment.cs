namespace Engram.Learning;

/// <summary>
/// How far learning is from the gradient of the loss at one moment: angles between the gradient that the rule of credit gives and the one that
/// back-propagation gives, to the first step, for the same trials, noise and weights. Below 90° a small step along the former lowers the loss.
/// </summary>
/// <param name="Gradient">Angle between the two, over all parameters that learn, in degrees; null where one of them is 0 or not finite.</param>
/// <param name="Parameters">The same of each parameter that learns.</param>
public sealed record GradientAlignment(double? Gradient, IReadOnlyList<ParameterAlignment> Parameters);

/// <summary>How far the learning of one parameter is from the gradient of the loss.</summary>
/// <param name="Name">Its name, such as <c>w_rec</c>.</param>
/// <param name="Gradient">Angle between the two gradients, in degrees; null where one of them is 0 or not finite.</param>
/// <param name="Matrix">
/// Angle between the weights W and the matrix B through which errors go back in their place, both as vectors, in degrees; null where there is no such matrix.
/// </param>
public sealed record ParameterAlignment(string Name, double? Gradient, double? Matrix);

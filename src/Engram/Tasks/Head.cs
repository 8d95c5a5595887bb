namespace Engram.Tasks;

/// <summary>
/// Output channels that are judged together, by a loss of their own: the loss of a batch is Σ over heads of weight · (mean loss of the head).
/// </summary>
/// <param name="Name">Name, such as <c>place</c>.</param>
/// <param name="Channels">How many channels; those of the first head come first.</param>
/// <param name="Loss">Name of its loss, such as <c>cross-entropy</c>; null for that of the training.</param>
/// <param name="Weight">Its weight, above 0.</param>
public sealed record Head(string Name, int Channels, string? Loss = null, double Weight = 1);

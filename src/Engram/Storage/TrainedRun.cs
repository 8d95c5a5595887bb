using Engram.Learning;
using Engram.Networks;

namespace Engram.Storage;

/// <summary>A run as tests and analyses read it.</summary>
/// <param name="Path">The run's folder.</param>
/// <param name="Configuration">What was trained, and how.</param>
/// <param name="Network">The network with the weights that were kept.</param>
public sealed record TrainedRun(string Path, RunConfiguration Configuration, Network Network);

using System.Text.Json.Nodes;

namespace Engram.Storage;

/// <summary>What a run continues from.</summary>
/// <param name="Arrays">Parameters, optimiser state and all other arrays.</param>
/// <param name="State">Counters and the like.</param>
/// <param name="LogLines">Lines of the log that were written before it; later ones are written again.</param>
internal sealed record Checkpoint(ArrayFile Arrays, JsonObject State, int LogLines);

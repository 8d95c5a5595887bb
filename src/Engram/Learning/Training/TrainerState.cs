using System.Text.Json.Nodes;

namespace Engram.Learning;

/// <summary>All that training needs to go on with the same bits: a copy, which later updates do not change.</summary>
/// <param name="Arrays">Weights and optimiser state by name.</param>
/// <param name="State">Counters, the tracker and the curriculum.</param>
internal sealed record TrainerState(IReadOnlyList<(string Name, float[] Values)> Arrays, JsonObject State)
{
    /// <summary>What is kept in double precision, by name.</summary>
    public IReadOnlyList<(string Name, double[] Values)> Doubles { get; init; } = [];
}

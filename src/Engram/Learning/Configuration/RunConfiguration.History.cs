using Engram.Configuration;
using Engram.Equations;

namespace Engram.Learning;

/// <content>What is kept of a trial for the way back.</content>
public sealed partial record RunConfiguration
{
    /// <summary>What an engine is compiled for that reconstructs states; null where they are kept, or nothing goes back.</summary>
    internal EngineOptions? Reconstruction => Training.History == History.Reconstructed && ReadoutRule is null ? new() { KeepEvery = Training.KeepEvery } : null;

    private void CheckHistory(List<string> faults, StepGraph? graph)
    {
        if (Reconstruction is null)
        {
            return;
        }

        if (graph is not null)
        {
            Collect(faults, () => InverseStep.Of(graph, Cell.Name));
        }

        if (Training.KeepEvery % Frame.ChunkSteps != 0)
        {
            var below = Training.KeepEvery / Frame.ChunkSteps * Frame.ChunkSteps;
            faults.Add(FormattableString.Invariant(
                $"`KeepEvery` is {Training.KeepEvery} steps, but states are kept at multiples of {Frame.ChunkSteps}; set `KeepEvery = {below}`, or {below + Frame.ChunkSteps}."));
        }

        if (Credit.TrackAlignment)
        {
            faults.Add("`TrackAlignment` is true, but it measures gradients of networks whose history is kept; set `TrackAlignment = false`, or `History = kept`.");
        }

        if (Training.Unroll is { } back)
        {
            faults.Add(FormattableString.Invariant(
                $"`Unroll` is {back} steps, but with `History = reconstructed` errors go back to the first step; set `Unroll = none`, or `History = kept`."));
        }

        if (Penalties.L2Rates > 0 || Penalties.Omega > 0)
        {
            var name = Penalties.Omega > 0 ? nameof(Penalties.Omega) : nameof(Penalties.L2Rates);
            faults.Add($"`{name}` is {Settings.Text(Penalties, Kebab.Of(name))}, but its gradient needs the rates of all steps, and `History = reconstructed` does not keep them; set "
                + $"`{name} = 0`, or `History = kept`.");
        }
    }
}

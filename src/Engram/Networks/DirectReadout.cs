using Engram.Configuration;
using Engram.Equations;

namespace Engram.Networks;

/// <summary>Outputs that are z = W_out r + b_out, with nothing between the units and them.</summary>
internal static class DirectReadout
{
    /// <summary>What is in the way; null for nothing.</summary>
    /// <param name="network">The network.</param>
    public static string? Fault(Network network) => Find(network) is not null ? null
        : $"The outputs of this network are not read from the rates: its {network.Cell.Name} cell has layers between the two, of which this analysis "
            + "knows nothing; give a network that was trained without layers.";

    /// <summary>W_out.</summary>
    /// <param name="network">The network.</param>
    /// <exception cref="UsageException">Its outputs are something else.</exception>
    public static ParameterShape Require(Network network) => Find(network) ?? throw new UsageException(Fault(network)!);

    private static ParameterShape? Find(Network network) =>
        network.Parameters.Shapes.FirstOrDefault(shape => shape is { Role: ParameterRole.Readout, FromUnits: true });
}

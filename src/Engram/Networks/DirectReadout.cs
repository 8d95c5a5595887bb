using Engram.Configuration;
using Engram.Equations;

namespace Engram.Networks;

/// <summary>Outputs that are z = W_out r + b_out, with nothing between the units and them.</summary>
internal static class DirectReadout
{
    /// <summary>What is in the way; null for nothing.</summary>
    /// <param name="network">The network.</param>
    public static string? Fault(Network network) =>
        network.Parameters.Shapes.Any(shape => shape is { Role: ParameterRole.Readout, FromUnits: true })
            ? null
            : $"The outputs of this network are not read from the rates: its {network.Cell.Name} cell has layers between the two, of which this analysis "
                + "knows nothing; give a network that was trained without layers.";

    /// <summary>Refuses a network whose outputs are something else.</summary>
    /// <param name="network">The network.</param>
    /// <exception cref="UsageException">They are.</exception>
    public static void Require(Network network)
    {
        if (Fault(network) is { } fault)
        {
            throw new UsageException(fault);
        }
    }
}

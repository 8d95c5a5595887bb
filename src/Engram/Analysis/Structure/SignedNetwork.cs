using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>
/// A network under Dale's law with one recurrent matrix W of all units (N × N): units 0 to E − 1 are excitatory, the others inhibitory.
/// </summary>
public sealed class SignedNetwork
{
    private readonly float[] weights;
    private readonly Constraint constraint;

    private SignedNetwork(Network network, ParameterShape recurrent)
    {
        (Network, Units, Excitatory) = (network, network.Units, network.Options.Excitatory(network.Cell));
        (weights, constraint) = (network.Effective(recurrent.Name).ToArray(), network.Parameters.Constraint(recurrent.Name));
    }

    /// <summary>The network.</summary>
    public Network Network { get; }

    /// <summary>N.</summary>
    public int Units { get; }

    /// <summary>E, the number of excitatory units, which come first.</summary>
    public int Excitatory { get; }

    /// <summary>N − E.</summary>
    public int Inhibitory => Units - Excitatory;

    /// <summary>W as the equations use it (N × N), row-major: from j to i at i·N + j.</summary>
    public ReadOnlySpan<float> Weights => weights;

    /// <summary>Takes a network.</summary>
    /// <param name="network">The network; perturbed weights count.</param>
    /// <exception cref="UsageException">It has no Dale's law, units of one kind only, not one recurrent matrix of all units, or weights that
    /// are not finite.</exception>
    public static SignedNetwork Of(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        Finite.Weights(network);
        if (network.Options.Dale == Positivity.None)
        {
            throw new UsageException(
                "The network does not follow Dale's law: no unit is excitatory or inhibitory; train a network with `Dale = rectify`.");
        }

        var excitatory = network.Options.Excitatory(network.Cell);
        if (excitatory == 0 || excitatory == network.Units)
        {
            throw new UsageException(
                $"{excitatory} of {network.Units} units are excitatory, but units of both kinds are needed; train a network with "
                + "`ExcitatoryFraction = 0.8`.");
        }

        if (network.Cell.Areas is { Count: > 1 })
        {
            throw new UsageException(
                "Each area of the network has excitatory and inhibitory units, but here the excitatory units of a network must come first; give a network without `Areas`.");
        }

        var recurrent = network.Parameters.Shapes.Where(shape => shape.Role is ParameterRole.Recurrent or ParameterRole.Projection).ToList();
        return recurrent is [{ Role: ParameterRole.Recurrent } only] ? new(network, only)
            : throw new UsageException(
                $"The cell has recurrent matrices {string.Join(", ", recurrent.Select(s => $"{s.Name} ({s.Rows} × {s.Columns})"))}; "
                + $"exactly one ({network.Units} × {network.Units}) is needed; train a network with `Cell = leaky`.");
    }

    /// <summary>Whether there is a connection from j to i, be its weight zero or not.</summary>
    /// <param name="i">The receiver.</param>
    /// <param name="j">The sender.</param>
    public bool Connected(int i, int j) => constraint.Connected(i, j);

    /// <summary>Refuses a recording of another network.</summary>
    internal void Check(Recording recording)
    {
        if (recording.Units != Units)
        {
            throw new UsageException(
                $"The recording has {recording.Units} units, but the network has {Units}; give a recording of this network.");
        }
    }

    /// <summary>The readout's weights as the equations use them (O × N).</summary>
    /// <exception cref="UsageException">The network has no readout of all units.</exception>
    internal (float[] Weights, int Outputs) Readout()
    {
        var shape = DirectReadout.Require(Network);
        return (Network.Effective(shape.Name).ToArray(), shape.Rows);
    }
}

using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Networks;

namespace Engram.Studies.Replay;

/// <summary>Networks with which R2N2 is compared.</summary>
internal static class Baselines
{
    /// <summary>Leaky units. As in the published code of RFLO, the leak is on the rate, and weights begin with a spectral radius of 1.5.</summary>
    /// <param name="plain">All that is not the network.</param>
    /// <param name="units">N.</param>
    /// <param name="credit">One of <see cref="Credit.Rules"/>.</param>
    public static RunConfiguration Leaky(RunConfiguration plain, int units, string credit) => plain with
    {
        Cell = new LeakyCell { Units = units, Tau = 200.Ms, Activation = Activation.Tanh, Leak = Leak.Rate, Noise = 0 },
        Network = new() { Dale = Positivity.None, Autapses = true, Readout = ReadoutKind.All, SpectralRadius = 1.5, InitialState = 0.1, TrainInitialState = false },
        Credit = Credit.Rules[credit] with { FeedbackScale = credit == "rflo" ? Math.Round(1 / Math.Sqrt(units), 4) : null },
    };

    /// <summary>The same, of which the readout alone learns.</summary>
    /// <param name="plain">All that is not the network.</param>
    /// <param name="units">N.</param>
    public static RunConfiguration Reservoir(RunConfiguration plain, int units) =>
        Leaky(plain, units, "back-propagation") is var leaky ? leaky with { Network = leaky.Network with { TrainRecurrent = false, TrainInput = false } } : plain;
}

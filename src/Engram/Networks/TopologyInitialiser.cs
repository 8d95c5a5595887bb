using System.Globalization;
using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Networks;

/// <summary>
/// A matrix from units to units that decides which connections there are, besides their weights. All others are absent, and learning does not make
/// them. <c>Autapses = false</c> takes away those of a unit to itself.
/// </summary>
public abstract record TopologyInitialiser : Initialiser
{
    /// <summary>The connections.</summary>
    /// <param name="units">N.</param>
    /// <param name="stream">Where the randomness comes from.</param>
    internal Connectivity Connections(int units, RandomStream stream)
    {
        var connected = new bool[units * units];
        Connect(units, ref stream, connected);
        return new(units, units, Array.ConvertAll(connected, there => there ? 1f : 0f));
    }

    /// <summary>What makes the connections impossible among so many units, as one sentence; null where nothing does.</summary>
    /// <param name="units">N.</param>
    internal string? FaultOf(int units) => Fault(units);

    /// <summary>Says which connections there are.</summary>
    /// <param name="units">N.</param>
    /// <param name="stream">Where the randomness comes from.</param>
    /// <param name="connected">Receives (N × N), row after row, whether there is a connection from column to row; all false before.</param>
    protected abstract void Connect(int units, ref RandomStream stream, Span<bool> connected);

    /// <summary>What makes the connections impossible among so many units, as one sentence; null where nothing does.</summary>
    /// <param name="units">N.</param>
    protected virtual string? Fault(int units) => null;

    /// <summary>Fills with normal numbers.</summary>
    private protected static void Normal(Span<float> weights, double deviation, ref RandomStream stream)
    {
        foreach (ref var w in weights)
        {
            w = (float)(deviation * stream.NextNormal());
        }
    }

    /// <summary>Returns a whole number, or refuses it.</summary>
    private protected static int Whole(double value, int least, string what, string example) =>
        value >= least && value <= 100_000 && value == Math.Floor(value) ? (int)value : throw new UsageException(string.Create(
            CultureInfo.InvariantCulture, $"The {what} of an initialiser is {value}, but must be a whole number of at least {least}; write for example {example}."));

    /// <summary>Returns a probability, or refuses it.</summary>
    private protected static double Probability(double value, string what, string example) => value is >= 0 and <= 1 ? value : throw new UsageException(
        string.Create(CultureInfo.InvariantCulture, $"The {what} of an initialiser is {value}, but must be from 0 to 1; write for example {example}."));
}

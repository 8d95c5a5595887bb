namespace Engram.Learning;

/// <summary>By which weights a consolidator runs backwards in <see cref="ReplayLearning"/>.</summary>
public enum BackwardCircuit
{
    /// <summary>Its own, as they are after each update.</summary>
    Copied,

    /// <summary>
    /// Weights of a circuit of its own. After each forward replay they change by the least that makes them do what the network's own did in it: W̃ ← W̃ + (W − W̃) P,
    /// where P projects on what the units sent out. So the forward replays train the circuit for the way back.
    /// </summary>
    Learned,

    /// <summary>Those that the network began with, whatever it has learned since.</summary>
    Initial,
}
